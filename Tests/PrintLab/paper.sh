#!/bin/sh
# What ippeveprinter runs for each job: $1 is the received page. Lines beginning with STATE: or
# ATTR: go back into the printer's attributes.
#
# $PRINTLAB_IPPEVE/mode holds what happens:
#   ok            the page comes out
#   abort         the job fails
#   leave:REASON  the page comes out, and the printer says REASON from then on, media-empty for example
#   clear         the page comes out, and no reason is left
#   hold:REASON   the printer says REASON and waits until the mode changes
said=
while :; do
    mode=$(cat "$PRINTLAB_IPPEVE/mode")
    case $mode in
    hold:*)
        if [ -z "$said" ]; then
            said=${mode#hold:}
            echo "STATE: +$said" >&2
        fi
        sleep 0.05
        continue
        ;;
    abort)
        echo "ERROR: the script says so" >&2
        exit 1
        ;;
    leave:*) echo "STATE: +${mode#leave:}" >&2 ;;
    clear) echo "STATE: -cover-open,media-empty,media-jam,media-low" >&2 ;;
    esac
    break
done
[ -z "$said" ] || echo "STATE: -$said" >&2
echo "ATTR: job-impressions=1 job-impressions-completed=1" >&2
name=$(date +%s%N)
# First under another name, so that nobody reads half a page.
cp "$1" "$PRINTLAB_IPPEVE/$name.part"
mv "$PRINTLAB_IPPEVE/$name.part" "$PRINTLAB_IPPEVE/pages/$name.page"
