# shellcheck shell=sh
# A hub, a kiosk in a terminal, and what visitors do and see there. Read by faults.sh and network.sh.
#
# The reader sets: program, the binary; work, a folder that may be filled and is removed at the end.

# A Tuesday on which the example office is open.
morning=2026-11-24T08:30:00+01:00
# A crash is a finding; nobody is there to look at its stack.
export SWIFT_BACKTRACE=enable=no LC_ALL=C.UTF-8

hub=''  # the hub's process
port='' # where it listens
# Commands that are put in front of what runs on either side.
hub_side=''
kiosk_side=''
pane=kiosk # the kiosk's window in the terminal

# Names the program and makes the folder; both are gone or ended when the script ends.
open_lab() {
    : "${WARTEMARKE:=$PWD/.build/release/wartemarke}"
    program=$WARTEMARKE
    [ -x "$program" ] || stop "There is no program at $program." \
        'Build it: swift build -c release --static-swift-stdlib --product wartemarke'
    work=$(mktemp -d)
    trap close_lab EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

# What a reader has to undo besides; it defines this anew.
clean_up() {
    :
}

close_lab() {
    terminal kill-server 2> /dev/null || true
    end_hub KILL
    clean_up
    rm -rf "$work"
}

# usage: wait_until LIMIT COMMAND...   LIMIT in hundredths of a second
wait_until() {
    left=$1
    shift
    until "$@"; do
        left=$((left - 1))
        if [ "$left" -le 0 ]; then return 1; fi
        sleep 0.01
    done
}

# Milliseconds of the machine's clock.
now() {
    date +%s%3N
}

# MARK: The hub

# Starts a hub on DIR/hub/hub.sqlite and waits until it listens; fails when it ends before.
# usage: start_hub DIR [COMMAND...]   the command is put in front, as strace wants it
start_hub() {
    lab=$1
    shift
    : > "$lab/hub.log"
    # The first one takes a free port, the later ones the same.
    # shellcheck disable=SC2086 # hub_side is a command and its words
    $hub_side "$@" "$program" hub --office kiosk-config/office.yaml --layouts layouts \
        --database "$lab/hub/hub.sqlite" --listen "127.0.0.1:${port:-0}" \
        --at "${hub_time:-$morning}" 2>> "$lab/hub.log" &
    hub=$!
    wait_until 2000 hub_listens_or_ended || return 1
    new_port=$(sed -n 's/.*hub.listening port=\([0-9]*\).*/\1/p' "$lab/hub.log")
    [ -n "$new_port" ] || return 1
    port=$new_port
}

hub_listens_or_ended() {
    grep -q hub.listening "$lab/hub.log" || ! is_running "$hub"
}

# A child that has ended stays a zombie until it is waited for.
is_running() {
    read -r _ _ state _ 2> /dev/null < "/proc/$1/stat" && [ "$state" != Z ]
}

# Ends the hub with the signal and leaves its exit code in ending.
end_hub() {
    ending=''
    if [ -z "$hub" ]; then return; fi
    kill "-$1" "$hub" 2> /dev/null || true
    ending=0
    # shellcheck disable=SC2034 # faults.sh reads it
    wait "$hub" 2> /dev/null || ending=$?
    hub=''
}

# A token for DIR's hub; makes the database when it is not there.
# usage: make_token DIR ROLE
make_token() {
    "$program" admin token --database "$1/hub/hub.sqlite" --role "$2" --name "$2" > "$1/$2"
}

# The labels of everybody who waits at the hub, one to a line.
# usage: waiting_labels DIR
waiting_labels() {
    # shellcheck disable=SC2086
    $hub_side curl -sS --max-time 10 -H "Authorization: Bearer $(cat "$1/program")" \
        "http://127.0.0.1:$port/api/v1/waiting" | grep -o '"label":"[^"]*"' | cut -d '"' -f 4
}

# MARK: The kiosk

# A terminal of tmux. What runs in it is replaced; the terminal stays.
terminal() {
    tmux -S "$work/terminal" "$@"
}

open_terminal() {
    printf '%s\n' 'set -g remain-on-exit on' 'set -g status off' 'set -g escape-time 0' \
        > "$work/terminal.conf"
    # What respawn-pane starts: the program's errors are apart from the screen, and it can be killed.
    cat > "$work/launch" << 'end'
kiosk=$1
shift
sh -c 'echo $$ > "$0.pid"; exec "$@" 2>> "$0.log"' "$kiosk" "$@"
echo $? > "$kiosk.status"
exec sleep 1000
end
    tmux -S "$work/terminal" -f "$work/terminal.conf" new-session -d -s lab -n kiosk -x 60 -y 20 \
        -c "$PWD" -e TERM=tmux-256color true
}

# Starts a kiosk on DIR/kiosk/kiosk.sqlite in the terminal and waits for its first screen; its process
# and its exit code will be in DIR/kiosk.pid and DIR/kiosk.status.
# usage: start_kiosk DIR [COMMAND...]
start_kiosk() {
    lab=$1
    shift
    rm -f "$lab/kiosk.status"
    # shellcheck disable=SC2086 # kiosk_side and enrolment are words
    terminal respawn-pane -k -t "$pane" sh "$work/launch" "$lab/kiosk" $kiosk_side "$@" \
        "$program" kiosk --config kiosk-config/kiosk.yaml --layouts layouts \
        --hub "http://127.0.0.1:${kiosk_port:-$port}" --database "$lab/kiosk/kiosk.sqlite" \
        --printer "folder:$lab/kiosk/tickets" ${enrolment:-}
    see "$welcome"
}

kill_kiosk() {
    kill -KILL "$(cat "$lab/kiosk.pid")" 2> /dev/null || true
    wait_until 500 kiosk_ended || true
}

kiosk_ended() {
    [ -s "$lab/kiosk.status" ]
}

# The screens that matter, by what stands first and last on them: the last line is drawn last.
welcome='*Brauchen Sie eine Nummer?*7 größer*'
given_number='*Ihre Nummer * gilt trotzdem*Weiter mit*'
refusal='*bekommen Sie an der Information*Weiter mit*'

# Waits until the screen fits one of the patterns; fails when the kiosk ends or does not show it.
see() {
    looks=0
    while [ "$looks" -lt 1000 ]; do
        screen=$(terminal capture-pane -p -t "$pane")
        for pattern in "$@"; do
            # shellcheck disable=SC2254 # it is a pattern
            case $screen in
            $pattern) return 0 ;;
            esac
        done
        if kiosk_ended; then return 1; fi
        looks=$((looks + 1))
        sleep 0.005
    done
    return 1
}

# From whatever the screen shows to a number for an identity card. The number is in shown, which
# stays empty when the kiosk sends the visitor to the information desk; the milliseconds from the
# keys to the screen are in took.
draw() {
    shown=''
    # The staff page and back: the shortest way off a result, which else stays for a second.
    terminal send-keys -t "$pane" F10 BSpace
    see "$welcome" || return 1
    pressed=$(now)
    # The arrow between keeps two strikes of one key from counting as one.
    terminal send-keys -t "$pane" Up 1 Up 2 Up 1
    see "$given_number" "$refusal" || return 1
    # shellcheck disable=SC2034 # network.sh reads it
    took=$(($(now) - pressed))
    case $screen in
    *' gilt trotzdem'*)
        shown=${screen%% gilt trotzdem*}
        shown=${shown##*Nummer }
        ;;
    esac
}

# MARK: Comparing

# How many lines of the first file are not in the second.
missing_lines() {
    grep -vxcF -f "$2" "$1" || true
}

# How many lines there are more than once.
double_lines() {
    sort "$1" | uniq -d | wc -l
}

# Whether every number in DIR/told waits at the hub; who waits is then in DIR/labels.
all_there() {
    waiting_labels "$1" > "$1/labels"
    [ "$(missing_lines "$1/told" "$1/labels")" -eq 0 ]
}
