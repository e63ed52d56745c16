#!/usr/bin/env python3
"""A receipt printer that speaks ESC/POS and fails on command: scripted_receipt.py PORT|tty FOLDER

With a port it listens on loopback to one program at a time; with "tty" it makes a terminal without
echo and names it in FOLDER/lp0. Papers go to FOLDER/pages as PBM pictures once they are cut.
FOLDER/started has a line for each paper that begins. FOLDER/script.json says how the printer behaves,
read anew at each command; what is missing there is as in USUAL. Only the standard library.
"""
import json
import os
import select
import socket
import struct
import sys
import time
import tty

USUAL = {
    "paper": "enough",  # enough, low, out
    "cover": False,  # open
    "cutter": False,  # stuck
    "broken": False,  # an error that does not pass
    "silent": False,  # sends nothing back, as one whose link goes one way; prints
    "secretive": False,  # prints, and does not tell when a paper is out
    "hung": False,  # takes everything, does nothing
    "outAfterRows": None,  # the paper ends after so many rows, whatever "paper" says
    "dropAfterRows": None,  # the link dies there; the ticket is lost
    "deaf": False,  # does not forget on command
    "stuffed": False,  # takes no byte after the first rows
}
DIRECTORY = sys.argv[2]


def script():
    for _ in range(50):
        try:
            with open(os.path.join(DIRECTORY, "script.json"), encoding="utf-8") as file:
                return {**USUAL, **json.load(file)}
        except (OSError, ValueError):
            time.sleep(0.01)  # being written just now
    return dict(USUAL)


class Dropped(Exception):
    pass


class Printer:
    """Commands come in as a stream; those of real time (DLE) are heard at once, wherever they stand."""

    def __init__(self):
        self.buffer, self.rows, self.width, self.count = b"", [], 0, 0
        self.reply, self.ran_out = b"", False

    def state(self, question, now):
        out = now["paper"] == "out" or self.ran_out
        stands = out or now["cover"] or now["cutter"] or now["broken"]
        return 0x12 | {
            1: 0x08 if stands else 0,
            2: (0x04 if now["cover"] else 0) | (0x20 if out else 0),
            3: (0x08 if now["cutter"] else 0) | (0x20 if now["broken"] else 0),
            4: (0x60 if out else 0) | (0x0C if now["paper"] == "low" else 0),
        }[question]

    def hear(self, data):
        now = script()
        if now["paper"] != "out" and now["outAfterRows"] is None:
            self.ran_out = False
        if now["hung"]:
            self.buffer += data
            return
        self.buffer += data
        self.take_real_time(now)
        while self.step(script()):
            pass

    def take_real_time(self, now):
        while True:
            place = self.buffer.find(b"\x10\x04")
            if place < 0 or len(self.buffer) < place + 3:
                break
            question = self.buffer[place + 2]
            self.buffer = self.buffer[:place] + self.buffer[place + 3 :]
            if question in (1, 2, 3, 4) and not now["silent"]:
                self.reply += bytes([self.state(question, now)])
        forget = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
        if forget in self.buffer:
            self.buffer = self.buffer[self.buffer.rindex(forget) + len(forget) :]
            if now["deaf"]:
                return
            self.rows = []
            if not now["silent"]:
                self.reply += b"\x37\x25\x00"

    def step(self, now):
        """Carries out the first command; False when it is not whole, or the printer stands still."""
        if now["paper"] == "out" or self.ran_out or now["cover"] or now["cutter"] or now["broken"]:
            return False
        data = self.buffer
        if data.startswith(b"\x1b\x40"):
            return self.done(2)
        if data.startswith(b"\x1d\x61") and len(data) >= 3:
            return self.done(3)
        if data.startswith(b"\x1d\x76\x30") and len(data) >= 8:
            across, down = struct.unpack("<HH", data[4:8])
            if len(data) < 8 + across * down:
                return False
            self.width = across
            if not self.rows:
                with open(os.path.join(DIRECTORY, "started"), "a", encoding="utf-8") as file:
                    file.write("paper\n")
            self.rows += [data[8 + row * across : 8 + (row + 1) * across] for row in range(down)]
            if now["dropAfterRows"] is not None and len(self.rows) >= now["dropAfterRows"]:
                self.buffer, self.rows = b"", []
                raise Dropped
            if now["outAfterRows"] is not None and len(self.rows) >= now["outAfterRows"]:
                self.ran_out = True
            return self.done(8 + across * down)
        if data.startswith((b"\x1d\x56\x41", b"\x1d\x56\x42")) and len(data) >= 4:
            self.cut()
            return self.done(4)
        if data.startswith(b"\x1b\x64") and len(data) >= 3:
            return self.done(3)
        if data.startswith(b"\x1d\x28\x48\x06\x00\x30\x30") and len(data) >= 11:
            if not now["silent"] and not now["secretive"]:
                self.reply += b"\x37\x22" + data[7:11] + b"\x00"
            return self.done(11)
        if data and data[0] not in (0x1B, 0x1D, 0x10):
            # What is no command would be printed as letters: on paper, a mess.
            with open(os.path.join(DIRECTORY, "mess"), "ab") as file:
                file.write(data[:1])
            return self.done(1)
        return False

    def done(self, length):
        self.buffer = self.buffer[length:]
        return True

    def cut(self):
        self.count += 1
        page = os.path.join(DIRECTORY, "pages", f"{time.time_ns()}.page")
        with open(page + ".part", "wb") as file:
            file.write(f"P4 {self.width * 8} {len(self.rows)}\n".encode() + b"".join(self.rows))
        os.rename(page + ".part", page)
        self.rows = []

    def answer(self):
        reply, self.reply = self.reply, b""
        return reply


def serve_network(port):
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    listening.listen(1)
    printer = Printer()
    while True:
        # It goes on with what it has, also when nobody is there.
        while not select.select([listening], [], [], 0.02)[0]:
            printer.hear(b"")
        link, _ = listening.accept()
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            while True:
                if script()["stuffed"] and printer.rows:
                    time.sleep(0.02)
                    continue
                # Also without news the paper may have come back.
                if select.select([link], [], [], 0.02)[0]:
                    data = link.recv(4096)
                    if not data:
                        break
                    printer.hear(data)
                else:
                    printer.hear(b"")
                if reply := printer.answer():
                    link.sendall(reply)
        except (Dropped, OSError):
            pass
        link.close()


def serve_terminal():
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    os.symlink(os.ttyname(theirs), os.path.join(DIRECTORY, "lp0"))
    printer = Printer()
    while True:
        if select.select([ours], [], [], 0.02)[0]:
            printer.hear(os.read(ours, 4096))
        else:
            printer.hear(b"")
        if reply := printer.answer():
            os.write(ours, reply)


if __name__ == "__main__":
    os.makedirs(os.path.join(DIRECTORY, "pages"), exist_ok=True)
    serve_terminal() if sys.argv[1] == "tty" else serve_network(int(sys.argv[1]))
