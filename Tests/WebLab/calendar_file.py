"""Reads the mails of a folder, and tells of their calendar files what a calendar would show.

usage: calendar_file.py FOLDER

A line for each file: method, start and end in UTC, status, title.
"""

import email
import email.policy
import pathlib
import sys

import icalendar

identities = set()
for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    for part in message.iter_attachments():
        if part.get_content_type() != "text/calendar":
            continue
        calendar = icalendar.Calendar.from_ical(part.get_content())
        for event in calendar.walk("VEVENT"):
            identities.add(str(event["UID"]))
            print(calendar["METHOD"], event["DTSTART"].dt.isoformat(),
                  event["DTEND"].dt.isoformat(), event["STATUS"], event["SUMMARY"])
print(f"Appointments: {len(identities)}")
