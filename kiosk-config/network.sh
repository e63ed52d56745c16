#!/bin/sh
# Puts hub and kiosk on the two ends of a bad line, and measures how long visitors wait for their
# numbers and how soon the hub has what was given without it.
#
# usage: sh kiosk-config/network.sh [--yes] [CASE...]
#
#   good     nothing is wrong, to compare with
#   loss     20 % of the packets are lost, each way
#   answers  the hub hears everything, and for two seconds of every four its answers are lost
#   slow     a line of 16 kbit in a second, each way
#   reset    a tenth of the kiosk's packets ends its connection
#   cut      nothing gets through, in silence, for two minutes
#   return   8 kiosks give 500 numbers each while the hub is down for 8 hours of its clock
#
#   --yes    install missing packages without a question
#
# In each case but the last: 30 numbers, at most 1.5 s each from the last key to the screen; then the
# line is cut, 50 numbers and their papers make 100 events; from the end of the cut, with the line as
# bad as before, the hub must have them within 60 s. Afterwards every number seen is there once.
# Ends with 0; with 1 when a limit was missed; with 69 when it cannot run here.
set -eu
cd "$(dirname "$0")/.."
. kiosk-config/packages.sh
. kiosk-config/lab.sh

answer=ask
cases=''
for word in "$@"; do
    case $word in
    --yes) answer=yes ;;
    good | loss | answers | slow | reset | cut | return) cases="$cases $word" ;;
    *)
        sed -n '2,/^set/s/^# \{0,1\}//p' kiosk-config/network.sh
        case $word in --help | -h) exit 0 ;; *) exit 64 ;; esac
        ;;
    esac
done
cases=${cases:-good loss answers slow reset cut return}

# Milliseconds for a number, seconds for a backlog.
number_limit=1500
backlog_limit=60
# Numbers drawn while the line is cut.
backlog=50

need_debian
install_packages "$answer" lab
if [ "$(id -u)" -ne 0 ]; then
    stop 'Only root may make networks. Run: sudo sh kiosk-config/network.sh'
fi

# MARK: The line

hub_net=wm-hub-$$
kiosk_net=wm-kiosk-$$
weather='' # what changes the line by itself

# shellcheck disable=SC2317 # lab.sh calls it at the end
clean_up() {
    end_weather
    ip netns del "$hub_net" 2> /dev/null || true
    ip netns del "$kiosk_net" 2> /dev/null || true
}

# Two networks with one line between them. Both programs speak with 127.0.0.1, as on one machine; the
# addresses are changed on the way, so that it is their own connections that suffer.
lay_line() {
    ip netns add "$hub_net" 2> "$work/said" || stop "Networks cannot be made here ($(cat "$work/said"))." \
        'In a container, start it with the right SYS_ADMIN and NET_ADMIN' \
        '(docker run --cap-add SYS_ADMIN --cap-add NET_ADMIN).'
    ip netns add "$kiosk_net"
    ip -n "$hub_net" link add line type veth peer name line netns "$kiosk_net"
    for net in "$hub_net" "$kiosk_net"; do
        ip -n "$net" link set lo up
        ip -n "$net" link set line up
        ip netns exec "$net" sysctl -qw net.ipv4.conf.all.route_localnet=1 ||
            stop 'The settings of the network cannot be changed here (/proc/sys is read-only).'
        ip netns exec "$net" nft -f - << 'end' ||
table inet line {
    chain in {
        type filter hook input priority filter
    }
}
end
            stop 'nftables does not work here: the kernel lacks nf_tables, or the right NET_ADMIN.'
    done
    ip -n "$hub_net" addr add 10.77.0.1/30 dev line
    ip -n "$kiosk_net" addr add 10.77.0.2/30 dev line
    hub_side="ip netns exec $hub_net"
    kiosk_side="ip netns exec $kiosk_net"
}

# Leads what the kiosk sends to the hub's port on its own machine over the line.
join_ends() {
    $kiosk_side nft -f - << end
table ip join {
    chain out {
        type nat hook output priority -100
        ip daddr 127.0.0.1 tcp dport $port dnat to 10.77.0.1
    }
    chain leave {
        type nat hook postrouting priority 100
        oifname "line" snat to 10.77.0.2
    }
}
end
    $hub_side nft -f - << end
table ip join {
    chain arrive {
        type nat hook prerouting priority -100
        iifname "line" tcp dport $port dnat to 127.0.0.1
    }
}
end
}

# What the end does with packets that come over the line.
# usage: hub_drops|kiosk_drops RULE...
hub_drops() {
    $hub_side nft add rule inet line in iifname line "$@"
}

kiosk_drops() {
    $kiosk_side nft add rule inet line in iifname line "$@"
}

mend_line() {
    end_weather
    for net in "$hub_net" "$kiosk_net"; do
        ip netns exec "$net" nft flush chain inet line in
        ip netns exec "$net" tc qdisc del dev line root 2> /dev/null || true
    done
}

end_weather() {
    if [ -n "$weather" ]; then
        kill "$weather" 2> /dev/null || true
        wait "$weather" 2> /dev/null || true
        weather=''
    fi
}

# Makes the line as bad as the case wants it.
spoil_line() {
    case $what in
    good) ;;
    loss)
        hub_drops numgen random mod 100 '<' 20 drop
        kiosk_drops numgen random mod 100 '<' 20 drop
        ;;
    answers)
        # A packet longer than this carries an answer, not only a receipt.
        while :; do
            kiosk_drops meta length '>' 100 drop
            sleep 2
            $kiosk_side nft flush chain inet line in
            sleep 2
        done &
        weather=$!
        ;;
    slow)
        for net in "$hub_net" "$kiosk_net"; do
            # The queue holds what is on its way for four seconds, as cheap routers do.
            ip netns exec "$net" tc qdisc add dev line root tbf rate 16kbit burst 1600 latency 4s
        done
        ;;
    reset) hub_drops tcp dport "$port" numgen random mod 100 '<' 10 reject with tcp reset ;;
    cut) cut_line ;;
    esac
}

cut_line() {
    hub_drops drop
    kiosk_drops drop
}

# MARK: Measuring

# A number whose time counts.
timed_draw() {
    draw_in_time
    echo "$took" >> "$lab/times"
}

draw_in_time() {
    draw || stop "The kiosk shows neither a number nor a word: $screen"
    [ -n "$shown" ] || stop "The kiosk sends visitors to the information desk: $screen"
    echo "$shown" >> "$lab/told"
}

# A hub and a kiosk that has greeted it, in DIR.
# usage: open_office DIR
open_office() {
    mkdir -p "$1/hub" "$1/kiosk"
    make_token "$1" program
    start_hub "$1" || stop "The hub does not start: $(cat "$1/hub.log")"
    join_ends
    greet "$1" one
}

# usage: greet DIR NAME   starts a kiosk in DIR and waits until it has spoken with the hub
greet() {
    enrolment="--enrol $($hub_side "$program" admin enrol --database "$office/hub/hub.sqlite" \
        --name "$2" | tail -n 1)"
    start_kiosk "$1" || stop "The kiosk does not start: $(cat "$1/kiosk.log") $screen"
    enrolment=''
    see '*wartet niemand*' || stop "The kiosk does not greet the hub: $screen"
}

# Every number makes two events, one of itself and one of its paper.
backlog_is_there() {
    all_there "$office" && [ "$(hub_events)" -ge $((2 * $(wc -l < "$office/told"))) ]
}

hub_events() {
    $hub_side curl -sS "http://127.0.0.1:$port/metrics" |
        awk '$1 == "wartemarke_events_total" { print $2 }'
}

# Waits until the hub has everything; the seconds since START are in drained.
# usage: wait_for_backlog START
wait_for_backlog() {
    until backlog_is_there; do
        # Looked for longer than the limit, so that the table says how bad it is.
        if [ $(($(now) - $1)) -gt 180000 ]; then break; fi
        sleep 0.1
    done
    drained=$(awk -v ms="$(($(now) - $1))" 'BEGIN { printf "%.1f", ms / 1000 }')
}

show_head() {
    printf '%-9s%8s%6s%10s%8s%9s%10s%6s%8s\n' \
        line numbers own 'median ms' 'max ms' backlog seconds lost double
}

# usage: show_row NUMBERS OWN MEDIAN MAX BACKLOG   and fails the script's end when a limit is missed
show_row() {
    lost=$(missing_lines "$office/told" "$office/labels")
    double=$(($(double_lines "$office/told") + $(double_lines "$office/labels")))
    printf '%-9s%8s%6s%10s%8s%9s%10s%6s%8s\n' "$what" "$@" "$drained" "$lost" "$double"
    if [ "$lost$double" != 00 ] || [ "$4" -gt "$number_limit" ] ||
        [ "${drained%.*}" -ge "$backlog_limit" ]; then
        missed=1
    fi
}

# MARK: The cases

bad_line() {
    office=$work/$what
    open_office "$office"
    begin=$(now)
    spoil_line
    for _ in $(seq 30); do
        timed_draw
        sleep 0.7
    done
    own=$(grep -c '^[A-Z][A-Z]' "$office/told" || true)
    sort -n "$office/times" > "$office/sorted"

    end_weather
    cut_line
    for _ in $(seq "$backlog"); do draw_in_time; done
    if [ "$what" = cut ]; then
        while [ $(($(now) - begin)) -lt 120000 ]; do sleep 1; done
    fi
    mend_line
    if [ "$what" != cut ]; then spoil_line; fi
    wait_for_backlog "$(now)"
    mend_line
    show_row 30 "$own" "$(sed -n 15p "$office/sorted")" "$(tail -n 1 "$office/sorted")" "$backlog"
    kill_kiosk
    end_hub KILL
}

# All kiosks draw at once, as fast as their visitors can type; then the hub comes back, eight hours
# later by its clock.
hub_return() {
    office=$work/$what
    mkdir -p "$office/hub"
    make_token "$office" program
    start_hub "$office" || stop "The hub does not start: $(cat "$office/hub.log")"
    join_ends
    for kiosk in 1 2 3 4 5 6 7 8; do
        pane=kiosk$kiosk
        terminal new-window -d -n "$pane" -c "$PWD" -e TERM=tmux-256color true
        mkdir -p "$office/$kiosk/kiosk"
        greet "$office/$kiosk" "$pane"
    done
    end_hub KILL
    begin=$(now)
    : > "$office/told"
    for kiosk in 1 2 3 4 5 6 7 8; do
        lab=$office/$kiosk
        pane=kiosk$kiosk
        for _ in $(seq 500); do timed_draw; done
        cat "$lab/told" >> "$office/told"
        cat "$lab/times" >> "$office/times"
    done
    # After four minutes a kiosk asks as seldom as it ever does.
    while [ $(($(now) - begin)) -lt 240000 ]; do sleep 1; done
    hub_time=2026-11-24T16:30:00+01:00
    start_hub "$office" || stop "The hub does not start: $(cat "$office/hub.log")"
    wait_for_backlog "$(now)"
    hub_time=''
    sort -n "$office/times" > "$office/sorted"
    show_row 4000 4000 "$(sed -n 2000p "$office/sorted")" "$(tail -n 1 "$office/sorted")" 4000
    for kiosk in 1 2 3 4 5 6 7 8; do
        lab=$office/$kiosk
        kill_kiosk
    done
    pane=kiosk
    end_hub KILL
}

missed=0
open_lab
lay_line
open_terminal
show_head
for what in $cases; do
    if [ "$what" = return ]; then hub_return; else bad_line; fi
done
exit "$missed"
