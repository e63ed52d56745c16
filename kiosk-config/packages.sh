# shellcheck shell=sh
# What a Debian machine needs, how it gets here, and how the program is built. Read by demo.sh and
# test.sh.

# Each line: what needs it (build, run, test, or lab: faults.sh and network.sh), the package, why.
packages='
build git                fetches the Swift packages
build ca-certificates    lets git trust their server
build pkg-config         finds the libraries below
build libcups2-dev       printing through CUPS
build libfribidi-dev     Arabic on the screen
build libncurses-dev     the screen of kiosk, desk and board
build libpango1.0-dev    letters on the ticket
build libqrencode-dev    the QR code on the ticket
build libsqlite3-dev     the databases
build zlib1g-dev         packs what goes over the network
run   alsa-utils         plays the voice of the board
run   espeak-ng          the voice of the board
run   fonts-dejavu-core  signs that the next one lacks
run   fonts-noto-core    the letters of the ticket
test  avahi-daemon       printers are found by their names
test  chromium          a browser, to book an appointment
test  chromium-driver   steers it
test  cups-client        lp and lpadmin, to set up a private print queue
test  cups-daemon        a private print server
test  cups-ipp-utils     a printer made of software
test  curl               speaks to the hub from outside
test  dbus-daemon        the private print server wants one
test  msmtp             sends mail
test  poppler-utils      reads printed PDF files
test  python3            small servers and clients for the tests
test  python3-aiosmtpd   a mail server that keeps what it gets
test  python3-icalendar  a calendar
test  python3-pip        fetches axe-core
test  python3-selenium   what the browser is told
test  strace             counts flushes and makes disks fail
test  tmux               a terminal to type into
test  wrk                many clients at once
test  xz-utils           opens packed test data
test  zbar-tools         reads the printed QR code
lab   curl               speaks to the hub from outside
lab   iproute2           networks inside the machine
lab   nftables           loses what goes over them
lab   poppler-utils      reads printed PDF files
lab   strace             makes disks fail
lab   tmux               a terminal to type into
'

# Installs what is missing for the named needs.
# usage: install_packages yes|ask NEED...
install_packages() {
    answer=$1
    shift
    missing=''
    for need in "$@"; do
        for package in $(echo "$packages" | awk -v need="$need" '$1 == need { print $2 }'); do
            is_installed "$package" || missing="$missing $package"
        done
    done
    if [ -z "$missing" ]; then return 0; fi

    echo 'These Debian packages are missing:'
    for package in $missing; do
        echo "$packages" | awk -v package="$package" '$2 == package {
            $1 = ""; $2 = ""; printf "  %-18s %s\n", package, substr($0, 3)
        }'
    done
    as_root=''
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo > /dev/null || stop "Run as root: apt-get install$missing"
        as_root=sudo
        echo 'sudo may ask for your password, because only root can install packages.'
    fi
    if [ "$answer" = ask ]; then
        [ -t 0 ] || stop 'Nobody can answer here. Give --yes to install them.'
        printf 'Install them now? [Y/n] '
        read -r answer
        case $answer in
        '' | [YyJj]*) ;;
        *) stop 'Nothing was installed.' ;;
        esac
    fi
    # shellcheck disable=SC2086 # the words of $missing are meant one by one
    if ! $as_root apt-get -q -o DPkg::Lock::Timeout=120 update ||
        ! $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
            -o DPkg::Lock::Timeout=120 install --no-install-recommends $missing; then
        stop 'The packages could not be installed; the reason stands above.'
    fi
}

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null)" = installed ]
}

# Stops with a sentence unless this is Debian or a child of it.
need_debian() {
    if ! command -v dpkg-query > /dev/null || ! command -v apt-get > /dev/null; then
        stop 'This script needs Debian 12 or newer. On another system, install what' \
            'kiosk-config/packages.sh lists, then run:' \
            'swift build -c release --static-swift-stdlib --product wartemarke'
    fi
}

# Stops with a sentence unless Swift is there and new enough.
need_swift() {
    wanted='Swift 6.2 or newer is needed. Install it from https://www.swift.org/install/linux/'
    command -v swift > /dev/null || stop "$wanted (no swift is in the PATH)"
    version=$(swift --version 2> /dev/null |
        sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    major=${version%%.*}
    minor=${version#*.}
    if [ "${major:-0}" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 2 ]; }; then
        stop "$wanted (here is ${version:-an unknown version})"
    fi
}

# Builds the program with Swift's own libraries inside, so that it runs where no Swift is.
build_program() {
    swift build -c release --static-swift-stdlib --product wartemarke
}

# Says why and ends with 69, "a needed service is not there".
stop() {
    echo "$*" >&2
    exit 69
}

# Fetches axe-core, which finds what people who see or move badly cannot use on a page, into
# .build/axe-core.
fetch_axe() {
    if [ -e .build/axe-core/axe_core_python/axe.min.js ]; then return 0; fi
    mkdir -p .build
    /usr/bin/python3 -m pip install --quiet --no-deps --target .build/axe-core \
        --break-system-packages axe-core-python==0.1.0
}
