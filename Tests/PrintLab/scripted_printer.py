#!/usr/bin/env python3
"""An IPP ticket printer that fails on command: scripted_printer.py PORT FOLDER

Received pages go to FOLDER/pages; FOLDER/started names each job that begins to print, and FOLDER/held
each operation that gets no answer. FOLDER/script.json says how the printer behaves, read anew at every
request; what is missing there is as in USUAL. Only the standard library. As long as nothing fails on
command it passes the test files ipp-1.1, ipp-2.0 and get-printer-attributes-suite of ipptool.
"""
import json
import os
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.dont_write_bytecode = True  # nothing is left in the project's folder

from ipp_wire import (
    BOOLEAN, CHARSET, COLLECTION, ENUM, INTEGER, JOB_GROUP, KEYWORD, LANGUAGE, MIME, NAME,
    NO_VALUE, PRINTER_GROUP, RANGE, RESOLUTION, TEXT, UNSUPPORTED_GROUP, URI, Request, attribute,
    response)

USUAL = {
    "state": 3,  # 3 idle, 4 printing, 5 stopped
    "reasons": [],
    "accepting": True,
    "reasonsWhilePrinting": [],  # come on top of the reasons while there is a job
    "printTime": 0,  # seconds from the beginning of a job to its paper
    "stall": False,  # jobs wait as long as this is true
    "abort": False,  # jobs end as aborted, without paper
    "lie": False,  # jobs end as completed, without paper
    "hang": [],  # operations that are heard and neither carried out nor answered, by their name
    "mute": [],  # operations that are carried out and not answered
    "cutRequest": False,  # the link dies before the document
    "cutMiddle": False,  # the link dies in the middle of the document
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
    "finishings": [3],  # 3 none, 11 and 60 to 63 cut; FOLDER/finishings names what jobs ask for
    "customMedia": None,  # [[min width, min length], [max width, max length]]
    "withoutCreateJob": False,
}
PRINT_JOB, VALIDATE_JOB, CREATE_JOB, SEND_DOCUMENT, CANCEL_JOB, GET_JOB, GET_JOBS, GET_PRINTER = (
    0x02, 0x04, 0x05, 0x06, 0x08, 0x09, 0x0A, 0x0B)
OPERATIONS = {PRINT_JOB: "Print-Job", VALIDATE_JOB: "Validate-Job", CREATE_JOB: "Create-Job",
              SEND_DOCUMENT: "Send-Document", CANCEL_JOB: "Cancel-Job",
              GET_JOB: "Get-Job-Attributes", GET_JOBS: "Get-Jobs",
              GET_PRINTER: "Get-Printer-Attributes"}
WITH_JOB = (SEND_DOCUMENT, CANCEL_JOB, GET_JOB)
OK, SUBSTITUTED, BAD_REQUEST, NOT_POSSIBLE, NOT_FOUND = 0, 0x0001, 0x0400, 0x0404, 0x0406
FORMAT_REFUSED, VALUE_REFUSED, CHARSET_REFUSED, COMPRESSION_REFUSED = (
    0x040A, 0x040B, 0x040D, 0x040F)
NO_OPERATION, NO_VERSION, NOT_ACCEPTING, BUSY = 0x0501, 0x0503, 0x0506, 0x0507
STATE_REASONS = {3: "none", 4: "job-incoming", 5: "job-printing", 7: "job-canceled-by-user",
                 8: "aborted-by-system", 9: "job-completed-successfully"}
# The groups of attributes that a question may name as a whole.
JOB_TEMPLATE = {f"{name}-{end}" for name in (
    "copies", "finishings", "media", "media-col", "orientation-requested", "output-bin",
    "print-color-mode", "print-quality", "printer-resolution", "sides")
    for end in ("default", "supported", "ready")} | {"media-size-supported"}
ONLY_BY_NAME = {"media-col-database"}
# What a job may ask for.
JOB_WISHES = {"copies", "finishings", "media", "media-col", "orientation-requested", "output-bin",
              "print-color-mode", "print-quality", "printer-resolution", "sides"}
# A job that gets no document is given up after so many seconds.
DOCUMENT_TIME_OUT = 60
# Nothing is held for longer, whatever the script says.
LONGEST_HOLD = 60
PORT, FOLDER = int(sys.argv[1]), sys.argv[2]
ADDRESS = f"ipp://127.0.0.1:{PORT}/ipp/print"
jobs, lock, began = {}, threading.Lock(), time.time()
refused = {"busy": 0}


def script():
    for _ in range(50):
        try:
            with open(os.path.join(FOLDER, "script.json"), encoding="utf-8") as file:
                return {**USUAL, **json.load(file)}
        except (OSError, ValueError):
            time.sleep(0.01)  # being written just now
    return dict(USUAL)


def note(file_name, line):
    with open(os.path.join(FOLDER, file_name), "a", encoding="utf-8") as file:
        file.write(line + "\n")


def up_time():
    return int(time.time() - began) + 1


# The printer


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


def media_names(now):
    names = [size_name(size) for size in now["media"]]
    if now["customMedia"]:
        for end, size in zip(("min", "max"), now["customMedia"]):
            names.append(size_name(size, f"custom_{end}"))
    return names


def standing(now):
    active = [job for job in jobs.values() if job["state"] < 7]
    reasons = now["reasons"] + (now["reasonsWhilePrinting"] if active else [])
    state = 5 if now["state"] == 5 else 4 if active else now["state"]
    return [
        ("printer-state", ENUM, state), ("printer-state-reasons", KEYWORD, *(reasons or ["none"])),
        ("printer-is-accepting-jobs", BOOLEAN, now["accepting"]),
        ("queued-job-count", INTEGER, len(active)), ("printer-up-time", INTEGER, up_time())]


def description(now):
    operations = [code for code in OPERATIONS
                  if not (now["withoutCreateJob"] and code in (CREATE_JOB, SEND_DOCUMENT))]
    return [
        ("printer-uri-supported", URI, ADDRESS), ("uri-security-supported", KEYWORD, "none"),
        ("uri-authentication-supported", KEYWORD, "none"), ("printer-name", NAME, "Scripted"),
        ("printer-info", TEXT, "Scripted ticket printer"), ("printer-location", TEXT, "Lobby"),
        ("printer-more-info", URI, f"http://127.0.0.1:{PORT}/"),
        ("printer-make-and-model", TEXT, "Scripted Ticket 80"),
        ("ipp-versions-supported", KEYWORD, "1.1", "2.0"),
        ("operations-supported", ENUM, *operations),
        ("multiple-document-jobs-supported", BOOLEAN, False),
        ("multiple-operation-time-out", INTEGER, DOCUMENT_TIME_OUT),
        ("pages-per-minute", INTEGER, 60),
        ("charset-configured", CHARSET, "utf-8"), ("charset-supported", CHARSET, "utf-8"),
        ("natural-language-configured", LANGUAGE, "en"),
        ("generated-natural-language-supported", LANGUAGE, "en"),
        ("document-format-default", MIME, now["formats"][0]),
        ("document-format-supported", MIME, *now["formats"]),
        ("pdl-override-supported", KEYWORD, "attempted"),
        ("compression-supported", KEYWORD, "none"), ("color-supported", BOOLEAN, False),
        ("which-jobs-supported", KEYWORD, "completed", "not-completed"),
        ("pwg-raster-document-resolution-supported", RESOLUTION, now["dotsPerInch"]),
        *([("pwg-raster-document-type-supported", KEYWORD, *now["types"])] if now["types"] else []),
        *([("urf-supported", KEYWORD, *now["urf"])] if now["urf"] else [])]


def template(now):
    collections = [media_collection(size) for size in now["media"]]
    names, dots = media_names(now), now["dotsPerInch"]
    return [
        ("copies-default", INTEGER, 1), ("copies-supported", RANGE, (1, 1)),
        ("finishings-default", ENUM, 3), ("finishings-supported", ENUM, *now["finishings"]),
        ("media-default", KEYWORD, names[0]), ("media-ready", KEYWORD, names[0]),
        ("media-supported", KEYWORD, *names),
        ("media-size-supported", COLLECTION, *[one[0][2] for one in collections]),
        ("media-col-default", COLLECTION, collections[0]),
        ("media-col-ready", COLLECTION, collections[0]),
        ("media-col-supported", KEYWORD, *[one[0] for one in collections[0]]),
        ("media-col-database", COLLECTION, *collections),
        ("media-top-margin-supported", INTEGER, 0),
        ("media-bottom-margin-supported", INTEGER, 0),
        ("media-left-margin-supported", INTEGER, 400),
        ("media-right-margin-supported", INTEGER, 400),
        ("media-source-supported", KEYWORD, "main-roll"),
        ("media-type-supported", KEYWORD, "continuous"),
        ("orientation-requested-default", ENUM, 3), ("orientation-requested-supported", ENUM, 3),
        ("output-bin-default", KEYWORD, "face-up"), ("output-bin-supported", KEYWORD, "face-up"),
        ("print-color-mode-default", KEYWORD, "monochrome"),
        ("print-color-mode-supported", KEYWORD, "monochrome", "bi-level"),
        ("print-quality-default", ENUM, 4), ("print-quality-supported", ENUM, 4),
        ("printer-resolution-default", RESOLUTION, dots),
        ("printer-resolution-supported", RESOLUTION, dots),
        ("sides-default", KEYWORD, "one-sided"), ("sides-supported", KEYWORD, "one-sided")]


def is_wanted(name, wanted, groups):
    if name in wanted:
        return True
    if name in ONLY_BY_NAME:
        return False
    return "all" in wanted or any(
        group in wanted and name in names for group, names in groups.items())


def printer_group(now, wanted):
    every = standing(now) + description(now) + template(now)
    groups = {"job-template": JOB_TEMPLATE,
              "printer-description": {one[0] for one in every} - JOB_TEMPLATE}
    return bytes([PRINTER_GROUP]) + b"".join(
        attribute(*one) for one in every if is_wanted(one[0], wanted, groups))


# Jobs


def job_group(job, wanted):
    every = [
        ("job-id", INTEGER, job["id"]), ("job-uri", URI, f"{ADDRESS}/{job['id']}"),
        ("job-printer-uri", URI, ADDRESS), ("job-name", NAME, job["name"]),
        ("job-originating-user-name", NAME, job["user"]), ("job-state", ENUM, job["state"]),
        ("job-state-reasons", KEYWORD, STATE_REASONS[job["state"]]),
        ("job-printer-up-time", INTEGER, up_time()),
        ("job-impressions-completed", INTEGER, int(job["state"] == 9))]
    for event in ("creation", "processing", "completed"):
        moment = job.get(event)
        every.append((f"time-at-{event}", *((NO_VALUE, "") if moment is None else (INTEGER, moment))))
    groups = {"job-description": {one[0] for one in every}, "job-template": set()}
    return bytes([JOB_GROUP]) + b"".join(
        attribute(*one) for one in every if is_wanted(one[0], wanted, groups))


def new_job(request):
    with lock:
        number = max(jobs, default=0) + 1
        jobs[number] = {
            "id": number, "name": request.text("job-name", "untitled"), "data": b"", "state": 4,
            "user": request.text("requesting-user-name", "anonymous"), "creation": up_time(),
            "since": time.monotonic()}
        return jobs[number]


def start_printing(job):
    job["state"], job["processing"] = 5, up_time()
    note("started", job["name"])
    threading.Thread(target=put_on_paper, args=(job,), daemon=True).start()


def put_on_paper(job):
    begun = time.monotonic()
    while True:
        now = script()
        with lock:
            if job["state"] != 5:
                return  # cancelled
            is_due = time.monotonic() - begun >= now["printTime"]
            if is_due and not now["stall"] and now["state"] != 5:
                if not now["abort"] and not now["lie"] and job["data"]:
                    save_page(job)
                end(job, 8 if now["abort"] else 9)
                return
        time.sleep(0.01)


def end(job, state):
    job["state"], job["completed"], job["data"] = state, up_time(), b""


def save_page(job):
    page = os.path.join(FOLDER, "pages", f"{time.time_ns()}-{job['id']:04}.page")
    with open(page + ".part", "wb") as file:
        file.write(job["data"])
    os.rename(page + ".part", page)


def forget_jobs():
    with lock:
        for job in jobs.values():
            job["state"] = 8  # so that it does not print after all
        jobs.clear()


def give_up_empty_jobs():
    for job in list(jobs.values()):
        if job["state"] == 4 and time.monotonic() - job["since"] > DOCUMENT_TIME_OUT:
            end(job, 8)


# Answers


def mistake(request, now):
    """Why nobody could answer this request; None when it is in order."""
    if request.version[0] not in (1, 2):
        return NO_VERSION
    if request.number <= 0:
        return BAD_REQUEST
    if request.order[:2] != ["attributes-charset", "attributes-natural-language"]:
        return BAD_REQUEST
    if request.text("attributes-charset").lower() not in ("utf-8", "us-ascii"):
        return CHARSET_REFUSED
    if request.code not in OPERATIONS:
        return NO_OPERATION
    if now["withoutCreateJob"] and request.code in (CREATE_JOB, SEND_DOCUMENT):
        return NO_OPERATION
    if request.order[2:3] not in (["printer-uri"], ["job-uri"]):
        return BAD_REQUEST
    path = "/" + request.text(request.order[2]).split("://", 1)[-1].partition("/")[2]
    if request.order[2] == "printer-uri" and path not in ("/ipp/print", "/ipp/print/"):
        return NOT_FOUND
    if request.code in WITH_JOB and job_number(request) is None:
        return BAD_REQUEST
    return None


def job_number(request):
    if "job-uri" in request.operation:
        last = request.text("job-uri").rsplit("/", 1)[-1]
        return int(last) if last.isdigit() else None
    return request.integer("job-id")


def refusal(request, now):
    """Why this document or job is not taken, and what of the request is to blame."""
    compression = request.text("compression", "none")
    if compression != "none":
        return COMPRESSION_REFUSED, attribute("compression", KEYWORD, compression)
    form = request.text("document-format", now["formats"][0])
    if form not in now["formats"]:
        return FORMAT_REFUSED, attribute("document-format", MIME, form)
    unknown = {name: value for name, value in request.job.items() if not is_granted(name, value, now)}
    blame = b"".join(
        attribute(name, COLLECTION, []) if request.tags[JOB_GROUP, name] == COLLECTION
        else attribute(name, request.tags[JOB_GROUP, name], *value)
        if name in JOB_WISHES else attribute(name, 0x10, "") for name, value in unknown.items())
    if not unknown:
        return OK, b""
    return VALUE_REFUSED if request.boolean("ipp-attribute-fidelity") else SUBSTITUTED, blame


def is_granted(name, values, now):
    if name not in JOB_WISHES:
        return False
    if name == "media":
        wish = values[0].decode()
        return wish in media_names(now) or now["customMedia"] and wish.startswith("custom_")
    if name == "copies":
        return values == [struct.pack(">i", 1)]
    if name == "finishings":
        return values[0] in [struct.pack(">i", one) for one in now["finishings"]]
    if name == "sides":
        return values == [b"one-sided"]
    return True


def blamed(attributes):
    return bytes([UNSUPPORTED_GROUP]) + attributes if attributes else b""


def jobs_answer(request):
    which = request.text("which-jobs", "not-completed")
    if which not in ("completed", "not-completed"):
        return VALUE_REFUSED, blamed(attribute("which-jobs", KEYWORD, which))
    listed = [job for job in jobs.values() if (job["state"] >= 7) == (which == "completed")]
    if request.boolean("my-jobs"):
        user = request.text("requesting-user-name", "anonymous")
        listed = [job for job in listed if job["user"] == user]
    # What ended last comes first; what waits comes in its order.
    ordered = reversed(listed) if which == "completed" else listed
    chosen = list(ordered)[: request.integer("limit")]
    wanted = request.texts("requested-attributes") or ["job-id", "job-uri"]
    return OK, b"".join(job_group(job, wanted) for job in chosen)


def new_job_answer(request, now):
    status, blame = refusal(request, now)
    if status not in (OK, SUBSTITUTED) or request.code == VALIDATE_JOB:
        return status, blamed(blame)
    if refused["busy"] < now["busy"]:
        refused["busy"] += 1
        return BUSY, b""
    if not now["accepting"]:
        return NOT_ACCEPTING, b""
    job = new_job(request)
    wishes = request.job.get("finishings", [])
    note("finishings", " ".join(str(struct.unpack(">i", wish)[0]) for wish in wishes) or "-")
    if request.code == PRINT_JOB:
        job["data"] = request.document
        start_printing(job)
    wanted = ["job-id", "job-uri", "job-state", "job-state-reasons"]
    return status, blamed(blame) + job_group(job, wanted)


def job_answer(request, now):
    job = jobs.get(job_number(request))
    if job is None:
        return NOT_FOUND, b""
    wanted = ["job-id", "job-uri", "job-state", "job-state-reasons"]
    if request.code == GET_JOB:
        wanted = request.texts("requested-attributes") or ["all"]
    elif request.code == CANCEL_JOB:
        with lock:
            if job["state"] >= 7:
                return NOT_POSSIBLE, b""
            if not now["deaf"]:
                end(job, 7)
    else:
        if request.boolean("last-document") is None:
            return BAD_REQUEST, b""
        status, blame = refusal(request, now)
        if status != OK:
            return status, blamed(blame)
        if job["state"] != 4:
            return NOT_POSSIBLE, b""
        job["data"] = request.document
        if not now["cutDocument"]:
            start_printing(job)
    return OK, job_group(job, wanted)


def answer(request, now):
    """The IPP status and the groups of the answer."""
    wrong = mistake(request, now)
    if wrong is not None:
        return wrong, b""
    if request.code == GET_PRINTER:
        form = request.text("document-format", now["formats"][0])
        if form not in now["formats"]:
            return FORMAT_REFUSED, blamed(attribute("document-format", MIME, form))
        return OK, printer_group(now, request.texts("requested-attributes") or ["all"])
    if request.code == GET_JOBS:
        return jobs_answer(request)
    if request.code in WITH_JOB:
        return job_answer(request, now)
    return new_job_answer(request, now)


class LinkDied(Exception):
    pass


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

    def read(self, size, limit):
        """So many bytes, or the end of the link once the limit of all that is read is reached."""
        if limit is not None and size > limit:
            self.rfile.read(limit)
            raise LinkDied
        return self.rfile.read(size)

    def body(self, now):
        # A request without a document is smaller.
        limit = 400 if now["cutRequest"] else 3000 if now["cutMiddle"] else None
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            size = int(self.headers.get("Content-Length", 0))
            return self.read(size, limit if size > 4000 else None)
        result = b""
        while True:
            size = int(self.rfile.readline().split(b";")[0], 16)
            result += self.read(size, limit if len(result) + size > 4000 else None)
            self.rfile.readline()
            if size == 0:
                return result

    def hold(self, name, kind):
        """Says nothing as long as the script says so."""
        note("held", name)
        end = time.monotonic() + LONGEST_HOLD
        while name in script()[kind] and time.monotonic() < end:
            time.sleep(0.01)
        raise LinkDied

    def do_POST(self):
        try:
            self.talk()
        except (LinkDied, ConnectionError):
            self.close_connection = True

    def talk(self):
        request = Request(self.body(script()))
        now = script()
        name = OPERATIONS.get(request.code, "")
        if name in now["hang"]:
            self.hold(name, "hang")
        if now["forget"]:
            forget_jobs()
        give_up_empty_jobs()
        status, groups = answer(request, now)
        if name in now["mute"]:
            self.hold(name, "mute")
        is_document = request.code in (PRINT_JOB, SEND_DOCUMENT)
        if is_document and (now["dropDocument"] or now["cutDocument"]):
            raise LinkDied
        reply = response(request, status, groups)
        self.send_response(200)
        self.send_header("Content-Type", "application/ipp")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)
        self.wfile.flush()


if __name__ == "__main__":
    ThreadingHTTPServer.daemon_threads = True
    ThreadingHTTPServer.request_queue_size = 64
    ThreadingHTTPServer(("127.0.0.1", PORT), Link).serve_forever()
