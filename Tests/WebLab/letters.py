"""Tells the mails of a folder: on each line the receiver, the first link or -, and the subject.

usage: letters.py FOLDER
"""

import email
import email.policy
import pathlib
import re
import sys

for file in sorted(pathlib.Path(sys.argv[1]).glob("*.eml")):
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    found = re.search(r"https?://\S+/a/\S+", message.get_body(("plain",)).get_content())
    print(message["To"].addresses[0].addr_spec, found.group() if found else "-",
          message["Subject"])
