"""Reads the feeds as other programs do, with a parser of Python's for each form.

usage: feeds.py URL [BODY]

URL   a listener of the hub that has them
BODY  prints what a feed answers, too

Prints a line for each feed; ends with 1 at the first thing that is not as it should be.
"""

import csv
import datetime
import io
import json
import sys
import urllib.error
import urllib.request
import xml.etree.ElementTree

import icalendar

url = sys.argv[1]
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def stop(sentence):
    print("WRONG:", sentence)
    sys.exit(1)


def read(path):
    """What is answered, and that asking for it again costs next to nothing."""
    with opener.open(url + path) as answer:
        body, head = answer.read(), answer.headers
    if "BODY" in sys.argv[2:]:
        print(body.decode())
    if not head["Cache-Control"].startswith("public, max-age="):
        stop(f"{path} may not be kept: {head['Cache-Control']}")
    if head["Access-Control-Allow-Origin"] != "*":
        stop(f"{path} is not for pages of others.")
    # The status is of another second now and then.
    for _ in range(3):
        with opener.open(url + path) as answer:
            tag = answer.headers["ETag"]
        try:
            with opener.open(urllib.request.Request(
                    url + path, headers={"If-None-Match": tag})) as answer:
                continue
        except urllib.error.HTTPError as same:
            if same.code == 304 and not same.read():
                return body
            stop(f"{path} answered {same.code}.")
    stop(f"{path} does not know its own tag.")


status = json.loads(read("/api/v1/status"))
print("status:", status["waiting"], "waiting, open" if status["open"] else "waiting, closed")

entry = xml.etree.ElementTree.fromstring(read("/api/v1/status.xml"))
if [child.tag for child in entry] != ["personenzahl", "ticketnummer", "wartezeit", "zeitstempel"]:
    stop(f"The entry is another: {[child.tag for child in entry]}")
at = datetime.datetime.strptime(entry.findtext("zeitstempel"), "%d.%m.%Y %H:%M:%S")
print("status.xml:", entry.findtext("personenzahl"), entry.findtext("ticketnummer"), at.date())

rows = list(csv.DictReader(io.StringIO(read("/api/v1/history.csv").decode())))
for row in rows:
    datetime.date.fromisoformat(row["day"])
    if int(row["visits"]) < 3 or not 0 <= int(row["hour"]) < 24:
        stop(f"A row of the history: {row}")
    float(row["mean_wait_minutes"])
print("history.csv:", len(rows), "rows")

calendar = icalendar.Calendar.from_ical(read("/api/v1/closures.ics"))
closures = [event for event in calendar.walk("VEVENT")]
if len({event["UID"] for event in closures}) != len(closures):
    stop("Two closures have one name.")
days = [event for event in closures if not isinstance(event["DTSTART"].dt, datetime.datetime)]
for event in closures:
    if not event["DTSTART"].dt < event["DTEND"].dt:
        stop(f"A closure ends before it begins: {event}")
print("closures.ics:", len(days), "days,", len(closures) - len(days), "parts of days:",
      closures[0]["SUMMARY"])
print("Done.")
