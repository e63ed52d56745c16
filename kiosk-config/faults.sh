#!/bin/sh
# Kills the built program, and makes its disk fail, at each of its first writes and flushes, and looks
# whether anything that was promised is lost or there twice.
#
# usage: sh kiosk-config/faults.sh [--yes] [--quick | --every K] [--first N] [CASE...]
#
#   hub          a hub that gives numbers to a program
#   kiosk        a kiosk with its hub
#   kiosk-alone  a kiosk whose hub is gone until the kiosk has started again
#   disks        both on a full and on a read-only disk; needs root, for mounts of its own
#
#   --first N    faults at the first N writes and at the first N flushes (300)
#   --every K    only at every K-th of them; --quick is --first 100 --every 60
#   --yes        install missing packages without a question
#
# Ends with 0; with 1 when something was lost, double or unclear; with 69 when it cannot run here.
# The whole takes about two hours; name single cases to run them side by side.
set -eu
cd "$(dirname "$0")/.."
. kiosk-config/packages.sh
. kiosk-config/lab.sh

answer=ask
every=1
first=300
cases=''
while [ $# -gt 0 ]; do
    case $1 in
    --yes) answer=yes ;;
    --quick) every=60 && first=100 ;;
    --every) every=${2:?} && shift ;;
    --first) first=${2:?} && shift ;;
    hub | kiosk | kiosk-alone | disks) cases="$cases $1" ;;
    *)
        sed -n '2,/^set/s/^# \{0,1\}//p' kiosk-config/faults.sh
        case $1 in --help | -h) exit 0 ;; *) exit 64 ;; esac
        ;;
    esac
    shift
done
cases=${cases:-hub kiosk kiosk-alone disks}

need_debian
install_packages "$answer" lab
if ! strace -D -o /dev/null true 2> /dev/null; then
    stop 'strace may not follow a program here. In a container, start it with the right' \
        'SYS_PTRACE (docker run --cap-add SYS_PTRACE); elsewhere, run this as root.'
fi
case " $cases " in
*' disks '*)
    # Mounts in a name space of its own are seen by nobody else and end with the script.
    if [ "${WARTEMARKE_OWN_MOUNTS:-}" != yes ]; then
        unshare -m mount -t tmpfs none /mnt 2> /dev/null ||
            stop 'The case "disks" mounts small disks, which only root may do. Run this as root' \
                '(in a container with the right SYS_ADMIN), or name the other cases:' \
                'sh kiosk-config/faults.sh hub kiosk kiosk-alone'
        export WARTEMARKE_OWN_MOUNTS=yes
        # shellcheck disable=SC2086 # the words of $cases are meant one by one
        exec unshare -m sh kiosk-config/faults.sh --every "$every" --first "$first" $cases
    fi
    ;;
esac

open_lab
findings=$work/findings
: > "$findings"

# MARK: Faults

# Each line: system call, what happens, its name in the table.
faults='pwrite64  signal=KILL  killed at a write
pwrite64  error=EIO    a write fails
pwrite64  error=ENOSPC a write finds no room
fdatasync signal=KILL  killed at a flush
fdatasync error=EIO    a flush fails'
# Not at every number: a disk that stays read-only from then on, and papers, which are whole files.
few_faults='pwrite64  error=EROFS  the disk turns read-only'
paper_faults='fsync     signal=KILL  killed at a paper
fsync     error=EIO    a paper fails'

# Strace counts the calls of each thread. With one thread for all that does not block, the N-th call
# of that thread is also about the N-th of the program. Option -D leaves the program our own child;
# --seccomp-bpf would be faster, but strace 6.1 then forgets to kill.
struck_program() {
    from=$number
    if [ "$fault" = error=EROFS ]; then from=$number+; fi
    echo "env LIBDISPATCH_COOPERATIVE_POOL_STRICT=1 strace -D -f -q -o $1/trace" \
        "-e trace=pwrite64,fdatasync,fsync -e signal=none -e inject=$call:$fault:when=$from"
}

# Whether the fault fell in the run of DIR; of a kill the trace says nothing.
fell() {
    [ -e "$1/killed" ] || grep -q INJECTED "$1/trace"
}

# Counts one run for the table.
# usage: count_run ACKNOWLEDGED LOST DOUBLE UNCLEAR
count_run() {
    echo "$1 $2 $3 $4" >> "$work/runs"
    if [ "$2$3$4" != 000 ]; then
        line=$(echo "$what, $name, $number: lost $2, double $3, unclear $4$why" | tr -s ' \n' ' ')
        echo "$line" | tee -a "$findings" >&2
    fi
}

# Runs the case at each number, until the faults fall no longer because a run has fewer calls.
# usage: all_faults RUN LAST LINES
all_faults() {
    while read -r call fault name <&3; do
        : > "$work/runs"
        number=1
        missed=0
        while [ "$number" -le "$2" ] && [ "$missed" -lt 3 ]; do
            rm -rf "$work/run"
            cp -r "$work/template" "$work/run"
            why=''
            "$1" "$work/run"
            if fell "$work/run"; then missed=0; else missed=$((missed + 1)); fi
            number=$((number + every))
        done
        show_row "$((number - every * (missed + 1)))"
    done 3<< end
$3
end
}

# One line of the table from the runs; LAST is the last number at which the fault fell.
# usage: show_row LAST
show_row() {
    awk -v what="$what" -v name="$name" -v last="$1" '
        { runs++; told += $1; lost += $2; double += $3; unclear += $4 }
        END {
            printf "%-12s%-31s%6d%8s%14d%6d%8d%9d\n",
                what, name, runs, last, told, lost, double, unclear
        }' "$work/runs"
}

# Whether a program that had a fault ended as it may: killed by it, in order, or with a sentence.
# usage: judge_ending LOG
judge_ending() {
    case $fault-$ending in
    signal=KILL-137) : > "$here/killed" ;;
    *-0) ;;
    *-69 | *-78) has_sentence "$1" || blame "it ended without a sentence: $(tail -n 1 "$1")" ;;
    *) blame "it ended with $ending: $(tail -n 1 "$1")" ;;
    esac
}

# usage: has_sentence LOG
has_sentence() {
    tail -n 1 "$1" | grep -q '^[A-Z].* .*\.$'
}

blame() {
    unclear=1
    why="$why; $1"
}

# MARK: The hub

# Draws numbers with the keys 1 to COUNT over one connection; the answers go to FILE.
# usage: ask_hub DIR COUNT FILE
ask_hub() {
    awk -v count="$2" -v token="$(cat "$1/program")" -v port="$port" 'BEGIN {
        for (key = 1; key <= count; key++) {
            if (key > 1) print "next"
            print "url = http://127.0.0.1:" port "/api/v1/tickets"
            print "header = \"Authorization: Bearer " token "\""
            print "header = \"Idempotency-Key: " key "\""
            print "header = \"Content-Type: application/json\""
            print "data = \"{\\\"service\\\":\\\"id-card\\\"}\""
            print "write-out = \" %{http_code} " key "\\n\""
        }
    }' > "$1/requests"
    curl -s --fail-early --max-time 60 -K "$1/requests" > "$3" || true
}

# Key, id and label of every number that was given.
given() {
    sed -n 's/.*"id":"\([^"]*\)","label":"\([^"]*\)".* 201 \([0-9]*\)$/\3 \1 \2/p' "$1"
}

make_hub_template() {
    mkdir -p "$work/template/hub" "$work/template/kiosk"
    make_token "$work/template" program
    start_hub "$work/template" || stop "The hub does not start: $(cat "$work/template/hub.log")"
    # The log of a hub that was killed is full: every run begins with reading it.
    ask_hub "$work/template" 5 "$work/template/before"
    end_hub KILL
}

hub_run() {
    here=$1
    unclear=0
    # A ticket is one flush and more than ten writes, and two threads may take turns.
    case $call in
    pwrite64) count=$((number / 5 + 12)) ;;
    *) count=$((number * 2 + 12)) ;;
    esac
    # shellcheck disable=SC2046 # a command and its words
    if start_hub "$here" $(struck_program "$here"); then
        ask_hub "$here" "$count" "$here/first"
        if [ "$fault" != signal=KILL ] &&
            grep -v ' 201 [0-9]*$' "$here/first" | grep -qv '"error":'; then
            blame 'an answer without a sentence'
        fi
    else
        : > "$here/first"
    fi
    end_hub TERM
    judge_ending "$here/hub.log"

    judge_hub
    end_hub KILL
}

# Starts the hub without faults and asks it with the same keys again.
judge_hub() {
    if ! start_hub "$here"; then
        why="$why; it does not start again: $(tail -n 1 "$here/hub.log")"
        count_run 0 0 0 1
        return
    fi
    ask_hub "$here" "$count" "$here/second"
    given "$here/first" | sort > "$here/told"
    given "$here/second" | sort > "$here/true"
    waiting_labels "$here" > "$here/labels"
    cut -d ' ' -f 3- "$here/true" > "$here/numbers"
    # The same key has the same number, every number is in the queue, and nothing else is there.
    lost=$(($(missing_lines "$here/told" "$here/true") +
        $(missing_lines "$here/numbers" "$here/labels") + count - $(wc -l < "$here/true")))
    double=$(($(double_lines "$here/numbers") + $(double_lines "$here/labels") +
        $(missing_lines "$here/labels" "$here/numbers")))
    count_run "$(wc -l < "$here/told")" "$lost" "$double" "$unclear"
}

# MARK: The kiosk

make_kiosk_template() {
    mkdir -p "$work/template/hub" "$work/template/kiosk"
    make_token "$work/template" program
    code=$("$program" admin enrol --database "$work/template/hub/hub.sqlite" --name one | tail -n 1)
    start_hub "$work/template" || stop "The hub does not start: $(cat "$work/template/hub.log")"
    enrolment="--enrol $code"
    start_kiosk "$work/template" || stop "The kiosk does not start: $screen"
    enrolment=''
    see '*Im Moment wartet*' || stop "The kiosk does not greet the hub: $screen"
    for _ in 1 2; do
        draw || stop "The kiosk gives no number: $screen"
        echo "$shown" >> "$work/template/told"
    done
    wait_until 1000 all_there "$work/template" || stop 'The numbers do not reach the hub.'
    # Killed, so that every run begins with reading a full log.
    kill_kiosk
    end_hub KILL
}

# Draws until the fault has fallen and two numbers more, or the kiosk ends.
draw_until_struck() {
    after=0
    draws=0
    while [ "$after" -lt 2 ] && [ "$draws" -lt 200 ]; do
        if ! draw; then
            kiosk_ended || blame "neither a number nor a word: $screen"
            return
        fi
        if [ -n "$shown" ]; then echo "$shown" >> "$here/told"; fi
        if fell "$here"; then after=$((after + 1)); fi
        draws=$((draws + 1))
    done
}

kiosk_run() {
    here=$1
    unclear=0
    if [ "$what" = kiosk ]; then start_hub "$here" || stop 'The hub does not start.'; fi
    # shellcheck disable=SC2046
    if start_kiosk "$here" $(struck_program "$here"); then draw_until_struck; fi
    if kiosk_ended; then
        ending=$(cat "$here/kiosk.status")
        judge_ending "$here/kiosk.log"
    fi
    kill_kiosk
    if [ "$what" = kiosk-alone ]; then start_hub "$here" || stop 'The hub does not start.'; fi
    look_after_restart "$here"
    kill_kiosk
    end_hub KILL
}

# Starts the kiosk without faults, draws twice more, and compares what visitors saw with the queue.
look_after_restart() {
    if ! start_kiosk "$1" || ! draw; then
        why="$why; it does not start again: $(tail -n 1 "$1/kiosk.log") $screen"
        count_run 0 0 0 1
        return
    fi
    echo "$shown" >> "$1/told"
    draw || true
    echo "$shown" >> "$1/told"
    wait_until 2000 all_there "$1" || true
    lost=$(missing_lines "$1/told" "$1/labels")
    unmarked_papers "$1" > "$1/papers"
    # A paper is the word of the office as well.
    lost=$((lost + $(missing_lines "$1/papers" "$1/labels")))
    double=$(($(double_lines "$1/told") + $(double_lines "$1/labels") +
        $(double_lines "$1/papers")))
    if [ "$double" -gt 0 ]; then
        why="$why; $(sort "$1/told" "$1/papers" "$1/labels" | uniq -c | sort -rn | head -n 3)"
    fi
    count_run "$(wc -l < "$1/told")" "$lost" "$double" "$unclear"
}

# The labels on papers without the mark of a second print.
unmarked_papers() {
    for paper in "$1"/kiosk/tickets/*.pdf; do
        if [ ! -e "$paper" ]; then continue; fi
        case $paper in
        *-[0-9][0-9][0-9]-[0-9]*.pdf)
            # A second copy: a reprint, or the forbidden double.
            if pdftotext "$paper" - | grep -q Zweitdruck; then continue; fi
            ;;
        esac
        basename "$paper" .pdf | sed 's/^....-..-..-\([A-Z]*\)-\([0-9]*\).*/\1 \2/'
    done
}

# MARK: Full and read-only disks

# Mounts a disk of its own over the folder, with what was in it and ROOM kB more. What is in it is
# not always the same size: a hub that was killed may have left half a backup.
# usage: small_disk FOLDER ROOM
small_disk() {
    cp -r "$1" "$1.before"
    mount -t tmpfs -o "size=$(($(du -sk "$1.before" | cut -f 1) + $2))k" none "$1"
    cp -r "$1.before/." "$1"
}

# A run that is not cut short by a fault.
# usage: fresh_run WHAT NAME
fresh_run() {
    what=$1
    name=$2
    number=''
    why=''
    unclear=0
    here=$work/run
    : > "$work/runs"
    rm -rf "$here"
    cp -r "$work/template" "$here"
}

# Numbers until the disk is full, then with room, then after a restart.
full_hub() {
    fresh_run hub 'the disk is full'
    small_disk "$here/hub" 400
    count=150
    start_hub "$here" || blame 'it does not start'
    ask_hub "$here" "$count" "$here/first"
    grep -q 'The disk is full' "$here/first" || blame 'no sentence about the full disk'
    mount -o remount,size=64m "$here/hub"
    ask_hub "$here" "$count" "$here/second"
    [ "$(given "$here/second" | wc -l)" -eq "$count" ] ||
        blame 'it does not go on when there is room again'
    end_hub TERM
    [ "$ending" -eq 0 ] || blame "it ended with $ending"
    judge_hub
    end_hub KILL
    umount "$here/hub"
    show_row ''
}

# usage: full_kiosk kiosk|kiosk-alone
full_kiosk() {
    fresh_run "$1" 'the disk is full'
    small_disk "$here/kiosk" 400
    if [ "$what" = kiosk ]; then start_hub "$here" || stop 'The hub does not start.'; fi
    start_kiosk "$here" || blame "it does not start: $(tail -n 1 "$here/kiosk.log")"
    draws=0
    while draw && [ -n "$shown" ] && [ "$draws" -lt 100 ]; do
        echo "$shown" >> "$here/told"
        draws=$((draws + 1))
    done
    case $screen in
    *'bekommen Sie an der Information'*) ;;
    *) blame "no word about the full disk: $screen" ;;
    esac
    mount -o remount,size=64m "$here/kiosk"
    if draw && [ -n "$shown" ]; then
        echo "$shown" >> "$here/told"
    else
        blame "it does not go on when there is room again: $screen"
    fi
    kill_kiosk
    if [ -z "$hub" ]; then start_hub "$here" || stop 'The hub does not start.'; fi
    look_after_restart "$here"
    kill_kiosk
    end_hub KILL
    umount "$here/kiosk"
    show_row ''
}

# Neither starts, and both say why; when the disk can be written again, both do.
read_only_start() {
    fresh_run both 'started on a read-only disk'
    small_disk "$here/hub" 60000
    small_disk "$here/kiosk" 60000
    mount -o remount,ro "$here/hub"
    mount -o remount,ro "$here/kiosk"
    if start_hub "$here"; then blame 'the hub started'; fi
    end_hub TERM
    if [ "$ending" -ne 78 ] || ! has_sentence "$here/hub.log"; then
        blame "the hub ended with $ending: $(tail -n 1 "$here/hub.log")"
    fi
    if start_kiosk "$here"; then blame 'the kiosk started'; fi
    wait_until 500 kiosk_ended || blame 'the kiosk does not end'
    ending=$(cat "$here/kiosk.status")
    if [ "$ending" -ne 78 ] || ! has_sentence "$here/kiosk.log"; then
        blame "the kiosk ended with $ending: $(tail -n 1 "$here/kiosk.log")"
    fi
    mount -o remount,rw "$here/hub"
    mount -o remount,rw "$here/kiosk"
    start_hub "$here" || blame 'the hub does not start later'
    look_after_restart "$here"
    kill_kiosk
    end_hub KILL
    umount "$here/hub" "$here/kiosk"
    show_row ''
}

# MARK: The table

open_terminal
show_head() {
    printf '%-12s%-31s%6s%8s%14s%6s%8s%9s\n' \
        program fault runs 'last at' acknowledged lost double unclear
}

show_head
few=$((first / 5))
for what in $cases; do
    rm -rf "$work/template"
    case $what in
    hub)
        make_hub_template
        all_faults hub_run "$first" "$faults"
        all_faults hub_run "$few" "$few_faults"
        ;;
    kiosk*)
        make_kiosk_template
        all_faults kiosk_run "$first" "$faults"
        all_faults kiosk_run "$few" "$few_faults
$paper_faults"
        ;;
    disks)
        make_hub_template
        full_hub
        rm -rf "$work/template"
        make_kiosk_template
        full_kiosk kiosk
        full_kiosk kiosk-alone
        read_only_start
        ;;
    esac
done

[ ! -s "$findings" ]
