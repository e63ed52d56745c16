#!/bin/sh
# Sets up a Debian machine and runs the demo: the hub, and the kiosk in this terminal.
#
# usage: sh kiosk-config/demo.sh [--yes] [--fresh] [options of "wartemarke demo"]
#
#   --yes    install missing packages without a question
#   --fresh  forget the state of earlier runs
set -eu
cd "$(dirname "$0")/.."
. kiosk-config/packages.sh

answer=ask
count=$#
while [ "$count" -gt 0 ]; do
    case $1 in
    --yes) answer=yes ;;
    --help | -h)
        sed -n '2,/^set/s/^# \{0,1\}//p' kiosk-config/demo.sh
        exit 0
        ;;
    *) set -- "$@" "$1" ;;
    esac
    shift
    count=$((count - 1))
done

program=.build/release/wartemarke
built=.build/demo-built # its time is that of the last build's start

need_debian
if [ ! -x "$program" ] || [ ! -e "$built" ] ||
    [ -n "$(find Sources Package.swift -newer "$built" | head -n 1)" ]; then
    need_swift
    install_packages "$answer" build run
    if [ ! -x "$program" ]; then echo 'Building; the first time this takes some minutes.'; fi
    mkdir -p .build
    touch "$built.new"
    build_program
    mv "$built.new" "$built"
else
    install_packages "$answer" run
fi
exec "$program" demo "$@"
