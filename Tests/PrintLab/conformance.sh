#!/bin/bash
# Lets ipptool judge an IPP printer: conformance.sh FOLDER ADDRESS. Prints the tests that failed and
# a last line with how many passed; ends with 0 when none failed and there were some.
#
# The files are those that CUPS brings for printers of IPP 1.1 and 2.0, and for the attributes that a
# question may ask for. They are copied, for two reasons: some name documents that Debian does not
# ship and that a ticket printer would not take (PDF, PostScript and JPEG of A4 and Letter); ipptool
# skips those tests, but wants the files. And one test has a mistake of its own: it is called
# "requested-attributes='media-col-database'", asks for 'all', and expects the first.
set -u
folder=$1
address=$2
files=${IPPTOOL_FILES:-/usr/share/cups/ipptool}
command -v ipptool > /dev/null || { echo "ipptool is missing; install cups-ipp-utils" >&2; exit 1; }
mkdir -p "$folder"
cp "$files"/ipp-1.1.test "$files"/ipp-2.0.test "$files"/get-printer-attributes-suite.test \
    "$files"/{validate-job,print-job,print-job-and-wait,create-job,get-jobs}.test \
    "$files"/get-completed-jobs.test "$folder" || exit 1
sed -n 's/^[[:space:]]*FILE \([a-z0-9.-]*\)$/\1/p' "$folder"/ipp-1.1.test | sort -u |
    while read -r document; do
        echo none > "$folder/$document"
    done
sed -i "/NAME .*requested-attributes='media-col-database'/,/STATUS/ \
    s/requested-attributes 'all'/requested-attributes 'media-col-database'/" \
    "$folder"/get-printer-attributes-suite.test
head -c 20000 /dev/zero > "$folder/page.pwg"

judge() {
    ipptool -V "$1" -tI -d NOPRINT=1 -f "$folder/page.pwg" "$address" "$folder/$2.test" \
        > "$folder/$2.$1.out" 2>&1
}
# One test takes ipptool about a second of waiting, so the files are judged side by side.
judge 1.1 ipp-1.1 &
judge 2.0 ipp-2.0 &
judge 2.0 get-printer-attributes-suite &
for name in validate-job print-job print-job-and-wait create-job get-jobs get-completed-jobs; do
    judge 2.0 $name &
done
wait
grep -h -A20 -e '\[FAIL\]' -e '^ipptool:' "$folder"/*.out
passed=$(cat "$folder"/*.out | grep -c '\[PASS\]')
failed=$(cat "$folder"/*.out | grep -c -e '\[FAIL\]' -e '^ipptool:')
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
