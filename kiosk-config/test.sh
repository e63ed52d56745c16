#!/bin/sh
# Sets up a Debian machine for the tests and runs them all: style, build, tests.
#
# usage: sh kiosk-config/test.sh [--yes] [options of "swift test"]
#
#   --yes  install missing packages without a question
set -eu
cd "$(dirname "$0")/.."
. kiosk-config/packages.sh

answer=ask
if [ "${1:-}" = --yes ]; then
    answer=yes
    shift
fi

need_debian
need_swift
install_packages "$answer" build run test lab
fetch_axe

export CI=true LC_ALL=C.UTF-8 SWIFT_BACKTRACE=interactive=no,color=no
swift format lint --strict --recursive --parallel Package.swift Sources Tests
build_program
# The tests from outside run this program.
: "${WARTEMARKE:=$PWD/.build/release/wartemarke}"
export WARTEMARKE
exec swift test --disable-xctest "$@" < /dev/null
