#!/usr/bin/env python3
"""An IPP ticket printer that fails on command: scripted_printer.py PORT FOLDER

Received pages go to FOLDER/pages; FOLDER/started names each job that begins to print. FOLDER/script.json says how the printer behaves, read anew at
every request; what is missing there is as in USUAL. Only the standard library.
"""
import json
import os
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USUAL = {
    "state": 3,  # 3 idle, 4 printing, 5 stopped
    "reasons": [],
    "accepting": True,
    "reasonsWhilePrinting": [],  # come on top of the reasons while there is a job
    "stall": False,  # jobs wait as long as this is true
    "abort": False,  # jobs end as aborted, without paper
    "dropDocument": False,  # the link dies after the document was received; it is printed
    "cutDocument": False,  # the link dies after the document was received; it is lost
    "busy": 0,  # so many requests for a job are answered with "busy"
    "forget": False,  # no job is known any more, as after a power cycle
    "deaf": False,  # a cancel is accepted and has no effect
    "formats": ["application/octet-stream", "image/pwg-raster"],
    "types": ["black_1", "sgray_8"],
    "urf": [],  # what Apple raster it takes, ["W8", "RS203"] for example
    "dotsPerInch": 203,
    "media": [[80, 100], [80, 200]],
    "customMedia": None,  # [[min width, min length], [max width, max length]]
    "withoutCreateJob": False,
}
INTEGER, BOOLEAN, ENUM, RESOLUTION, RANGE, COLLECTION = 0x21, 0x22, 0x23, 0x32, 0x33, 0x34
TEXT, NAME, KEYWORD, URI, CHARSET, LANGUAGE, MIME = 0x41, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49
PRINT_JOB, CREATE_JOB, SEND_DOCUMENT, CANCEL_JOB, GET_JOB, GET_JOBS, GET_PRINTER = (
    0x02, 0x05, 0x06, 0x08, 0x09, 0x0A, 0x0B)
STATE_REASONS = {3: "none", 4: "job-incoming", 5: "job-printing", 7: "job-canceled-by-user",
                 8: "aborted-by-system", 9: "job-completed-successfully"}
PORT, FOLDER = int(sys.argv[1]), sys.argv[2]
ADDRESS = f"ipp://127.0.0.1:{PORT}/ipp/print"
jobs, lock, started = {}, threading.Lock(), time.time()
refused = {"busy": 0}


def script():
    for _ in range(50):
        try:
            with open(os.path.join(FOLDER, "script.json"), encoding="utf-8") as file:
                return {**USUAL, **json.load(file)}
        except (OSError, ValueError):
            time.sleep(0.01)  # being written just now
    return dict(USUAL)


def encoded(tag, value):
    if tag in (INTEGER, ENUM):
        return struct.pack(">i", value)
    if tag == BOOLEAN:
        return bytes([bool(value)])
    if tag == RESOLUTION:
        return struct.pack(">iib", value, value, 3)
    if tag == RANGE:
        return struct.pack(">ii", *value)
    return str(value).encode()


def attribute(name, tag, *values):
    result = b""
    for position, value in enumerate(values):
        label = name.encode() if position == 0 else b""
        head = struct.pack(">BH", tag, len(label)) + label
        if tag == COLLECTION:
            result += head + struct.pack(">H", 0)
            for member, member_tag, *member_values in value:
                result += struct.pack(">BHH", 0x4A, 0, len(member)) + member.encode()
                result += attribute("", member_tag, *member_values)
            result += struct.pack(">BHH", 0x37, 0, 0)
        else:
            data = encoded(tag, value)
            result += head + struct.pack(">H", len(data)) + data
    return result


def size_name(size, prefix="om_ticket"):
    return f"{prefix}_{size[0]}x{size[1]}mm"


def media_collection(size):
    return [
        ("media-size", COLLECTION, [("x-dimension", INTEGER, size[0] * 100),
                                    ("y-dimension", INTEGER, size[1] * 100)]),
        ("media-size-name", KEYWORD, size_name(size)),
        ("media-top-margin", INTEGER, 0), ("media-bottom-margin", INTEGER, 0),
        ("media-left-margin", INTEGER, 400), ("media-right-margin", INTEGER, 400),
        ("media-source", KEYWORD, "main-roll"), ("media-type", KEYWORD, "continuous")]


def printer_attributes(now):
    active = [job for job in jobs.values() if job["state"] < 7]
    state = 5 if now["state"] == 5 else 4 if active else now["state"]
    reasons = now["reasons"] + (now["reasonsWhilePrinting"] if active else [])
    collections = [media_collection(size) for size in now["media"]]
    names = [size_name(size) for size in now["media"]]
    if now["customMedia"]:
        for end, size in zip(("min", "max"), now["customMedia"]):
            names.append(size_name(size, f"custom_{end}"))
    operations = [PRINT_JOB, 4, CANCEL_JOB, GET_JOB, GET_JOBS, GET_PRINTER]
    if not now["withoutCreateJob"]:
        operations += [CREATE_JOB, SEND_DOCUMENT]
    dots = now["dotsPerInch"]
    attributes = [
        ("printer-uri-supported", URI, ADDRESS), ("uri-security-supported", KEYWORD, "none"),
        ("uri-authentication-supported", KEYWORD, "none"), ("printer-name", NAME, "Scripted"),
        ("printer-info", TEXT, "Scripted ticket printer"),
        ("printer-make-and-model", TEXT, "Scripted Ticket 80"), ("printer-state", ENUM, state),
        ("printer-state-reasons", KEYWORD, *(reasons or ["none"])),
        ("printer-is-accepting-jobs", BOOLEAN, now["accepting"]),
        ("queued-job-count", INTEGER, len(active)),
        ("printer-up-time", INTEGER, int(time.time() - started) + 1),
        ("ipp-versions-supported", KEYWORD, "1.1", "2.0"),
        ("operations-supported", ENUM, *operations),
        ("multiple-document-jobs-supported", BOOLEAN, False),
        ("charset-configured", CHARSET, "utf-8"), ("charset-supported", CHARSET, "utf-8"),
        ("natural-language-configured", LANGUAGE, "en"),
        ("generated-natural-language-supported", LANGUAGE, "en"),
        ("document-format-default", MIME, "application/octet-stream"),
        ("document-format-supported", MIME, *now["formats"]),
        ("pdl-override-supported", KEYWORD, "attempted"),
        ("compression-supported", KEYWORD, "none"), ("color-supported", BOOLEAN, False),
        ("copies-default", INTEGER, 1), ("copies-supported", RANGE, (1, 1)),
        ("media-default", KEYWORD, names[0]), ("media-ready", KEYWORD, names[0]),
        ("media-supported", KEYWORD, *names),
        ("media-size-supported", COLLECTION, *[one[0][2] for one in collections]),
        ("media-col-default", COLLECTION, collections[0]),
        ("media-col-ready", COLLECTION, collections[0]),
        ("media-col-database", COLLECTION, *collections),
        ("media-top-margin-supported", INTEGER, 0),
        ("media-bottom-margin-supported", INTEGER, 0),
        ("media-left-margin-supported", INTEGER, 400),
        ("media-right-margin-supported", INTEGER, 400),
        ("media-source-supported", KEYWORD, "main-roll"),
        ("media-type-supported", KEYWORD, "continuous"),
        ("output-bin-default", KEYWORD, "face-up"), ("output-bin-supported", KEYWORD, "face-up"),
        ("print-color-mode-default", KEYWORD, "monochrome"),
        ("print-color-mode-supported", KEYWORD, "monochrome", "bi-level"),
        ("print-quality-default", ENUM, 4), ("print-quality-supported", ENUM, 4),
        ("printer-resolution-default", RESOLUTION, dots),
        ("printer-resolution-supported", RESOLUTION, dots),
        ("pwg-raster-document-resolution-supported", RESOLUTION, dots),
        ("pwg-raster-document-type-supported", KEYWORD, *now["types"]),
        *([("urf-supported", KEYWORD, *now["urf"])] if now["urf"] else []),
        ("sides-default", KEYWORD, "one-sided"), ("sides-supported", KEYWORD, "one-sided")]
    return b"".join(attribute(*one) for one in attributes)


def job_attributes(job):
    return b"".join(attribute(*one) for one in [
        ("job-id", INTEGER, job["id"]), ("job-uri", URI, f"{ADDRESS}/{job['id']}"),
        ("job-name", NAME, job["name"]), ("job-state", ENUM, job["state"]),
        ("job-state-reasons", KEYWORD, STATE_REASONS[job["state"]]),
        ("job-printer-uri", URI, ADDRESS)])


def new_job(name, state):
    with lock:
        number = max(jobs, default=0) + 1
        jobs[number] = {"id": number, "name": name, "state": state, "data": b""}
        return jobs[number]


def start_printing(job):
    job["state"] = 5
    with open(os.path.join(FOLDER, "started"), "a", encoding="utf-8") as file:
        file.write(job["name"] + "\n")
    threading.Thread(target=put_on_paper, args=(job,), daemon=True).start()


def put_on_paper(job):
    while True:
        now = script()
        with lock:
            if job["state"] != 5:
                return  # cancelled
            if not now["stall"] and now["state"] != 5:
                if not now["abort"]:
                    save_page(job)
                job["state"] = 8 if now["abort"] else 9
                return
        time.sleep(0.01)


def save_page(job):
    page = os.path.join(FOLDER, "pages", f"{job['id']:04}.page")
    with open(page + ".part", "wb") as file:
        file.write(job["data"])
    os.rename(page + ".part", page)


def parsed(body):
    _, operation, request = struct.unpack(">HHi", body[:8])
    position, attributes, last = 8, {}, None
    while body[position] != 3:
        if body[position] < 0x10:
            position += 1
            continue
        (length,) = struct.unpack(">H", body[position + 1 : position + 3])
        position += 3
        last = body[position : position + length].decode() or last
        position += length
        (length,) = struct.unpack(">H", body[position : position + 2])
        position += 2
        attributes.setdefault(last, []).append(body[position : position + length])
        position += length
    return operation, request, attributes, body[position + 1 :]


def answer(operation, attributes, data, now):
    """The IPP status and the groups of the answer."""
    name = attributes.get("job-name", [b"untitled"])[0].decode()
    if operation == GET_PRINTER:
        return 0, b"\x04" + printer_attributes(now)
    if operation == GET_JOBS:
        ended = attributes.get("which-jobs") == [b"completed"]
        listed = [job for job in jobs.values() if (job["state"] >= 7) == ended]
        return 0, b"".join(b"\x02" + job_attributes(job) for job in reversed(listed))
    if operation in (PRINT_JOB, CREATE_JOB):
        if refused["busy"] < now["busy"]:
            refused["busy"] += 1
            return 0x0507, b""
        if not now["accepting"]:
            return 0x0506, b""
        job = new_job(name, 4)
        if operation == PRINT_JOB:
            job["data"] = data
            start_printing(job)
        return 0, b"\x02" + job_attributes(job)
    if operation in (SEND_DOCUMENT, CANCEL_JOB, GET_JOB):
        job = jobs.get(job_number(attributes))
        if job is None:
            return 0x0406, b""
        if operation == SEND_DOCUMENT and job["state"] == 4:
            job["data"] = data
            if not now["cutDocument"]:
                start_printing(job)
        with lock:
            if operation == CANCEL_JOB and job["state"] < 7 and not now["deaf"]:
                job["state"] = 7
        return 0, b"\x02" + job_attributes(job)
    return (0, b"") if operation == 4 else (0x0501, b"")


def job_number(attributes):
    if "job-id" in attributes:
        return struct.unpack(">i", attributes["job-id"][0])[0]
    return int(attributes["job-uri"][0].rsplit(b"/", 1)[1])


class Link(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # one write an answer; two would wait for a delayed acknowledgement

    def log_message(self, *_):
        pass

    def handle_expect_100(self):
        result = super().handle_expect_100()
        self.wfile.flush()  # else libcups waits a second for it
        return result

    def body(self):
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        result = b""
        while True:
            size = int(self.rfile.readline().split(b";")[0], 16)
            result += self.rfile.read(size)
            self.rfile.readline()
            if size == 0:
                return result

    def do_POST(self):
        operation, request, attributes, data = parsed(self.body())
        now = script()
        if now["forget"]:
            jobs.clear()
        status, groups = answer(operation, attributes, data, now)
        if operation in (PRINT_JOB, SEND_DOCUMENT) and (now["dropDocument"] or now["cutDocument"]):
            self.close_connection = True
            return
        reply = struct.pack(">HHi", 0x0200, status, request) + b"\x01"
        reply += attribute("attributes-charset", CHARSET, "utf-8")
        reply += attribute("attributes-natural-language", LANGUAGE, "en") + groups + b"\x03"
        self.send_response(200)
        self.send_header("Content-Type", "application/ipp")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)
        self.wfile.flush()


if __name__ == "__main__":
    ThreadingHTTPServer.daemon_threads = True
    ThreadingHTTPServer(("127.0.0.1", PORT), Link).serve_forever()
