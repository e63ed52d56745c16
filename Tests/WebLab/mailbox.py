"""A mail server on loopback that writes each mail into a folder.

usage: mailbox.py PORT FOLDER

It ends after ten minutes, if nobody ends it before.
"""

import asyncio
import itertools
import pathlib
import sys

from aiosmtpd.controller import Controller

port, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
numbers = itertools.count(1)


class Mailbox:
    async def handle_DATA(self, server, session, envelope):
        file = folder / f"{next(numbers):04}.part"
        file.write_bytes(envelope.content)
        # Whoever looks sees whole mails only.
        file.rename(file.with_suffix(".eml"))
        return "250 OK"


controller = Controller(Mailbox(), hostname="127.0.0.1", port=port)
controller.start()
print("The mailbox is open.", flush=True)
try:
    asyncio.run(asyncio.sleep(600))
finally:
    controller.stop()
