#!/bin/bash
# A print laboratory of its own: CUPS on a domain socket, an IPP printer of the CUPS project
# (ippeveprinter) and a scripted IPP printer that can fail on command. Touches no CUPS of the
# machine; runs as root or as any user. Keep DIR short, a socket's path has at most 107 letters.
#
#   lab.sh start DIR          starts all, prints "export NAME=value" lines, also in DIR/env
#   lab.sh printer DIR NAME   adds a scripted printer and its queue, prints its address
#   lab.sh names DIR          adds a printer called by its name in the network, with the queue "named";
#                             only root may
#   lab.sh halt DIR PART      ends one part: cupsd, ippeve, receipt, device or a scripted printer
#   lab.sh kill DIR PART      the same by the signal that nobody can catch
#   lab.sh freeze DIR PART    lets it stand still: it takes connections and answers nothing
#   lab.sh thaw DIR PART      lets it go on
#   lab.sh resume DIR PART    starts it again; receipt and device start with this only; the names are
#                             told by the part avahi, the printer of that name is named
#   lab.sh stop DIR           ends all and deletes DIR
#
# CUPS_SERVER            the socket, with the queues "ticket" and "scripted"
# PRINTLAB_CUPS          the same server, as a machine in the network would reach it
# PRINTLAB_IPP           the address of ippeveprinter; DIR/ippeve/mode is its script (see paper.sh)
# PRINTLAB_SCRIPTED      the address of the scripted printer; DIR/scripted/script.json is its script
# PRINTLAB_BUS           the bus on which names are asked for, as DBUS_SYSTEM_BUS_ADDRESS
# PRINTLAB_RECEIPT       the address of a receipt printer that speaks ESC/POS
# PRINTLAB_DEVICE        the same as a device file; DIR/receipt and DIR/device have their scripts
# PRINTLAB_PAGES         where ippeveprinter puts received pages (PWG raster or PDF)
# PRINTLAB_SCRIPTED_PAGES  where the scripted printer puts them
set -u
here=$(cd "$(dirname "$0")" && pwd)
lab=$(realpath -m "${2:?a folder is missing}")
cupsd=$(PATH=$PATH:/usr/sbin command -v cupsd)
ippeveprinter=$(PATH=$PATH:/usr/sbin command -v ippeveprinter)
# The interpreter itself: what is found first may be a slow wrapper.
python=$(python3 -c 'import sys; print(sys.executable)' 2> /dev/null)
limit_s=10

fail() {
    echo "print laboratory: $*" >&2
    exit 1
}

# Runs a command again and again until it succeeds.
until_true() {
    local end=$((SECONDS + limit_s))
    until "$@" > /dev/null 2>&1; do
        [ "$SECONDS" -le "$end" ] || return 1
        sleep 0.02
    done
}

# Starts a program in the background and keeps its process number.
#
# A caller's open files and blocked signals are not passed on: Foundation's Process, for one, waits
# until nobody holds its end of a socket, and starts programs that never hear a SIGTERM.
launch() {
    local part=$1
    shift
    "$python" -c '
import os, signal, sys
signal.pthread_sigmask(signal.SIG_SETMASK, [])
os.closerange(3, os.sysconf("SC_OPEN_MAX"))
os.setsid()
os.execvp(sys.argv[1], sys.argv[1:])' "$@" >> "$lab/$part.log" 2>&1 < /dev/null &
    echo $! > "$lab/$part.pid"
}

listens() {
    (exec 3<> "/dev/tcp/127.0.0.1/$1")
}

# A dead process that nobody has collected yet counts as ended.
ended() {
    ! kill -0 "$1" || grep -q '^State:.Z' "/proc/$1/status"
}

free_ports() {
    "$python" - "$1" << 'EOF'
import socket
import sys
held = [socket.socket() for _ in range(int(sys.argv[1]))]
for one in held:
    one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in held))
EOF
}

# Who may resume a paused queue: everybody, or PRINTLAB_MAY_RESUME, as CUPS writes it.
limit_resume() {
    [ -z "${PRINTLAB_MAY_RESUME:-}" ] || printf '%s\n' "<Limit Resume-Printer>" \
        "AuthType Basic" "Require user $PRINTLAB_MAY_RESUME" "Order deny,allow" "</Limit>"
}

write_cups_settings() {
    cat > "$lab/etc/cupsd.conf" << EOF
LogLevel info
Listen $lab/cups.sock
Listen 127.0.0.1:$cups_port
Browsing Off
WebInterface No
DefaultAuthType None
DefaultEncryption Never
ErrorPolicy abort-job
JobRetryLimit 1
MaxLogSize 0
DirtyCleanInterval 0
PreserveJobFiles No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  $(limit_resume)
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
EOF
    cat > "$lab/etc/cups-files.conf" << EOF
ServerRoot $lab/etc
StateDir $lab/state
CacheDir $lab/cache
RequestRoot $lab/spool
TempDir $lab/spool/tmp
AccessLog $lab/access_log
ErrorLog $lab/error_log
PageLog $lab/page_log
SystemGroup $(id -gn) root
EOF
}

start_part() {
    # shellcheck disable=SC1091
    . "$lab/ports"
    case $1 in
    bus)
        # ippeveprinter 2.4 asks for a bus even with "-r off".
        launch bus dbus-daemon --session --nofork --nopidfile --address="unix:path=$lab/bus"
        until_true test -S "$lab/bus" || fail "dbus-daemon did not start, see $lab/bus.log"
        ;;
    ippeve)
        PRINTLAB_IPPEVE=$lab/ippeve DBUS_SYSTEM_BUS_ADDRESS=unix:path=$lab/bus \
            launch ippeve "$ippeveprinter" -r off -n localhost -p "$ippeve_port" \
            -d "$lab/ippeve/spool" -K "$lab/ippeve/keys" -a "$here/ticket-printer.conf" -c "$here/paper.sh" \
            "Ticket printer"
        until_true listens "$ippeve_port" || fail "ippeveprinter did not start, see $lab/ippeve.log"
        ;;
    avahi)
        # With a /run of its own it is seen by nobody else, and ends with its process.
        DBUS_SYSTEM_BUS_ADDRESS=unix:path=$lab/bus launch avahi unshare -m sh -c '
            mount -t tmpfs none /run && mkdir /run/avahi-daemon &&
            exec "$1" --no-drop-root --no-chroot --no-rlimits -f "$2"' \
            sh "$(PATH=$PATH:/usr/sbin command -v avahi-daemon)" "$lab/avahi.conf"
        until_true grep -q 'startup complete' "$lab/avahi.log" ||
            fail "avahi-daemon did not start, see $lab/avahi.log"
        ;;
    named)
        PRINTLAB_IPPEVE=$lab/named DBUS_SYSTEM_BUS_ADDRESS=unix:path=$lab/bus \
            launch named "$ippeveprinter" -n localhost -p "$named_port" \
            -d "$lab/named/spool" -K "$lab/named/keys" -a "$here/ticket-printer.conf" \
            -c "$here/paper.sh" 'Named printer'
        until_true listens "$named_port" || fail "ippeveprinter did not start, see $lab/named.log"
        ;;
    receipt)
        mkdir -p "$lab/receipt"
        [ -e "$lab/receipt/script.json" ] || echo '{}' > "$lab/receipt/script.json"
        launch receipt "$python" "$here/scripted_receipt.py" "$receipt_port" "$lab/receipt"
        until_true listens "$receipt_port" || fail "the receipt printer did not start"
        ;;
    device)
        mkdir -p "$lab/device"
        [ -e "$lab/device/script.json" ] || echo '{}' > "$lab/device/script.json"
        rm -f "$lab/device/lp0"
        launch device "$python" "$here/scripted_receipt.py" tty "$lab/device"
        until_true test -e "$lab/device/lp0" || fail "the receipt printer did not start"
        ;;
    cupsd)
        rm -f "$lab/cups.sock"
        launch cupsd "$cupsd" -f -c "$lab/etc/cupsd.conf" -s "$lab/etc/cups-files.conf"
        until_true lpstat -h "$lab/cups.sock" -r || fail "cupsd did not start, see $lab/error_log"
        until_true sh -c "lpstat -h '$lab/cups.sock' -r | grep -q 'is running'" ||
            fail "cupsd does not answer, see $lab/error_log"
        ;;
    *)
        [ -f "$lab/$1/script.json" ] || fail "there is no part $1"
        local port=${1}_port
        launch "$1" "$python" "$here/scripted_printer.py" "${!port}" "$lab/$1"
        until_true listens "${!port}" || fail "the printer $1 did not start, see $lab/$1.log"
        ;;
    esac
}

# A part that stands still hears only the signal that nobody can catch.
end_part() {
    [ -f "$lab/$1.pid" ] || return 0
    local number
    number=$(cat "$lab/$1.pid")
    kill "-${2:-TERM}" "$number" 2> /dev/null
    kill -CONT "$number" 2> /dev/null
    until_true ended "$number" || kill -9 "$number" 2> /dev/null
    rm -f "$lab/$1.pid"
}

# "everywhere" works in the background and leaves a raw queue when it fails: the PPD tells.
add_queue() {
    local device=ipp://127.0.0.1:$2/ipp/print
    lpadmin -h "$lab/cups.sock" -p "$1" -E -v "$device" -m everywhere \
        -o printer-error-policy=abort-job 2>> "$lab/lpadmin.log"
    until_true test -s "$lab/etc/ppd/$1.ppd" || fail "the queue $1 got no PPD, see $lab/error_log"
    # The time-out can only be given once the PPD is there.
    lpadmin -h "$lab/cups.sock" -p "$1" -v "$device?contimeout=2" 2>> "$lab/lpadmin.log"
}

# A scripted printer with a folder of its own.
make_scripted() {
    mkdir -p "$lab/$1/pages"
    echo '{}' > "$lab/$1/script.json"
    printf '%s_port=%s\n' "$1" "$2" >> "$lab/ports"
    start_part "$1"
}

case ${1:-} in
start)
    [ -n "$python" ] || fail "python3 is missing; install python3"
    for program in cupsd ippeveprinter; do
        [ -n "${!program}" ] || fail "$program is missing; install cups-daemon cups-ipp-utils"
    done
    for program in dbus-daemon lpadmin lpstat; do
        command -v $program > /dev/null ||
            fail "$program is missing; install dbus-daemon cups-client"
    done
    mkdir -p "$lab"/{etc,state,cache,spool/tmp} "$lab"/ippeve/{spool,pages,keys}
    chmod 755 "$lab"
    [ ${#lab} -le 90 ] || fail "the path of $lab is too long for a socket"
    echo ok > "$lab/ippeve/mode"
    read -r ippeve_port scripted_port receipt_port cups_port < <(free_ports 4)
    printf '%s_port=%s\n' ippeve "$ippeve_port" receipt "$receipt_port" > "$lab/ports"
    write_cups_settings
    make_scripted scripted "$scripted_port"
    for part in bus ippeve cupsd; do
        start_part $part
    done
    add_queue ticket "$ippeve_port"
    add_queue scripted "$scripted_port"
    cat > "$lab/env" << EOF
export CUPS_SERVER=$lab/cups.sock
export PRINTLAB_CUPS=127.0.0.1:$cups_port
export PRINTLAB_IPP=ipp://127.0.0.1:$ippeve_port/ipp/print
export PRINTLAB_SCRIPTED=ipp://127.0.0.1:$scripted_port/ipp/print
export PRINTLAB_BUS=unix:path=$lab/bus
export PRINTLAB_RECEIPT=socket://127.0.0.1:$receipt_port
export PRINTLAB_DEVICE=$lab/device/lp0
export PRINTLAB_PAGES=$lab/ippeve/pages
export PRINTLAB_SCRIPTED_PAGES=$lab/scripted/pages
EOF
    cat "$lab/env"
    ;;
printer)
    port=$(free_ports 1)
    make_scripted "${3:?a name is missing}" "$port"
    add_queue "$3" "$port"
    echo "ipp://127.0.0.1:$port/ipp/print"
    ;;
names)
    mkdir -p "$lab"/named/{spool,pages,keys}
    echo ok > "$lab/named/mode"
    echo "named_port=$(free_ports 1)" >> "$lab/ports"
    cat > "$lab/avahi.conf" << EOF
[server]
host-name=printlab
use-ipv6=no
allow-interfaces=lo
[wide-area]
enable-wide-area=no
[publish]
publish-workstation=no
EOF
    : > "$lab/avahi.log"
    start_part avahi
    start_part named
    uri='ipp://Named%20printer._ipp._tcp.local/'
    # Not "everywhere": CUPS 2.4.2 dies when such a queue is changed. It found the name by then.
    lpadmin -h "$lab/cups.sock" -p named -E -v "$uri" -P "$lab/etc/ppd/ticket.ppd" \
        -o printer-error-policy=abort-job 2>> "$lab/lpadmin.log" ||
        fail "the queue named was not made, see $lab/lpadmin.log"
    DBUS_SYSTEM_BUS_ADDRESS=unix:path=$lab/bus until_true \
        ippfind -T 1 'Named printer._ipp._tcp.local' || fail 'the name is not heard'
    echo "$uri"
    ;;
halt) end_part "${3:?a part is missing}" ;;
kill) end_part "${3:?a part is missing}" KILL ;;
freeze) kill -STOP "$(cat "$lab/${3:?a part is missing}.pid")" ;;
thaw) kill -CONT "$(cat "$lab/${3:?a part is missing}.pid")" ;;
resume) start_part "${3:?a part is missing}" ;;
stop)
    for part in cupsd device receipt named ippeve avahi bus; do
        end_part $part
    done
    for settings in "$lab"/*/script.json; do
        end_part "$(basename "$(dirname "$settings")")"
    done
    rm -rf "$lab"
    ;;
*) fail "usage: lab.sh start|stop DIR, lab.sh halt|resume DIR PART" ;;
esac
