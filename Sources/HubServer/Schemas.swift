import Lobby

/// The schemas of the messages, in JSON Schema as OpenAPI 3.1 takes it.
var schemas: [String: [String: Any]] {
    [
        "TicketRequest": object(
            ["service": text, "language": text, "persons": integer, "priority": boolean],
            optional: ["language", "persons", "priority"]
        ),
        "Ticket": object([
            "ticket": object([
                "id": uuid, "label": label, "number": integer, "waitingAhead": integer,
                "wait": orNull("Wait"),
            ])
        ]),
        "Wait": object(["from": integer, "to": integer]),
        "Visit": object(
            [
                "id": uuid, "label": label, "service": text,
                "kind": ["enum": ["walkIn", "appointment"]], "state": text, "standing": text,
                "arrived": instant, "booked": instant, "counter": integer, "calls": integer,
                "lastCalled": instant, "also": ["type": "array", "items": label],
                "claimed": instant, "mayHaveBeenCalled": boolean, "errands": list("Errand"),
                "parkedFor": parkReason, "onlyCounter": integer, "note": text,
                "reason": ["enum": CallReason.allCases.map(\.rawValue)],
                "urgency": ["enum": UrgencyLevel.allCases.map(\.rawValue)],
                "wait": reference("Wait"),
            ],
            optional: [
                "booked", "counter", "lastCalled", "claimed", "parkedFor", "onlyCounter", "note",
                "reason", "urgency", "wait",
            ]
        ),
        "VisitEnvelope": object(["visit": reference("Visit")]),
        "VisitRequest": object(
            [
                "visit": uuid, "reason": parkReason, "service": text, "counter": integer,
                "note": text, "other": uuid, "elsewhere": text, "priority": boolean,
            ],
            optional: ["reason", "service", "counter", "note", "other", "elsewhere", "priority"]
        ),
        "CallRequest": object(["label": label, "visit": uuid], optional: ["label", "visit"]),
        "Waiting": object(["asOf": instant, "waiting": list("Visit")]),
        "Call": object(["label": label, "counter": integer, "at": instant]),
        "Calls": object(
            [
                "version": integer, "asOf": instant, "calls": list("Call"),
                "due": ["type": "array", "items": instant], "plan": reference("DayPlan"),
                "soon": reference("SoonCalled"),
            ],
            optional: ["due", "plan", "soon"]
        ),
        "SoonCalled": object([
            "asOf": integer,
            "numbers": [
                "type": "array", "items": object(["label": label, "wait": reference("Wait")]),
            ],
        ]),
        "Forecast": object(["low": number, "middle": number, "high": number]),
        "Counter": object(
            [
                "version": integer, "counter": integer, "asOf": instant, "open": boolean,
                "waiting": list("Visit"), "holding": reference("Visit"), "others": list("Visit"),
                "unclearPapers": ["type": "array", "items": uuid], "printers": list("Printer"),
                "parked": list("Visit"), "missed": list("Visit"), "atDesk": list("Visit"),
                "expected": list("Expected"), "help": list("HelpCall"), "pausedUntil": instant,
                "undoable": label, "reopenable": object(["visit": uuid, "label": label]),
            ],
            optional: [
                "holding", "unclearPapers", "printers", "pausedUntil", "undoable", "reopenable",
            ]
        ),
        "Printer": object(
            [
                "kiosk": text, "ready": boolean, "reasons": ["type": "array", "items": text],
                "ticketsLeft": integer, "since": instant,
            ],
            optional: ["ticketsLeft"]
        ),
        "PrinterReport": object(
            [
                "isReady": boolean, "reasons": ["type": "array", "items": text],
                "ticketsLeft": integer,
            ],
            optional: ["ticketsLeft"]
        ),
        "Expected": object(
            [
                "id": uuid, "start": instant, "errands": list("Errand"), "name": text,
                "due": boolean,
            ],
            optional: ["name"]
        ),
        "HelpCall": object(
            [
                "id": uuid, "at": instant, "counter": integer, "kiosk": text, "takenBy": integer,
            ],
            optional: ["counter", "kiosk", "takenBy"]
        ),
        "PauseRequest": object(["minutes": integer]),
        "HelpRequest": object(["help": uuid]),
        "Status": object([
            "open": boolean, "tickets": boolean, "asOf": instant, "waiting": integer,
            "calls": list("Call"),
            "services": [
                "type": "array",
                "items": object([
                    "id": text, "letter": text, "name": text, "tickets": boolean,
                    "waiting": ["type": ["integer", "null"]],
                    "wait": orNull("Wait"),
                    "told": [
                        "type": "string",
                        "enum": StatusAnswer.ToldAnswer.allCases.map(\.rawValue),
                    ],
                ]),
            ],
        ]),
        "Health": object(
            [
                "status": text, "epoch": integer, "protocol": integer, "parkedEvents": integer,
                "alarms": [
                    "type": "array",
                    "items": object(["at": instant, "source": text, "sentence": text]),
                ],
                "kiosks": [
                    "type": "array",
                    "items": object(
                        [
                            "name": text, "heard": instant, "printer": text,
                            "printerState": reference("Printer"),
                        ],
                        optional: ["printerState"]
                    ),
                ],
                "certificateEnds": instant,
                "backup": object(
                    ["latest": instant, "problem": text, "drill": reference("Drill")],
                    optional: ["latest", "problem", "drill"]
                ),
            ],
            optional: ["certificateEnds", "backup"]
        ),
        "Drill": object(
            [
                "at": instant, "backup": text, "good": boolean, "milliseconds": integer,
                "finding": text,
            ],
            optional: ["finding"]
        ),
        "Error": object(
            [
                "error": object(["code": text, "message": text]), "visit": reference("Visit"),
                "nearest": ["type": "array", "items": instant],
            ],
            optional: ["visit", "nearest"]
        ),
        "Errand": object(["service": text, "persons": integer]),
        "Slots": object([
            "asOf": instant,
            "days": [
                "type": "array",
                "items": object(["day": day, "starts": ["type": "array", "items": instant]]),
            ],
        ]),
        "Person": object(
            ["name": text, "mail": text, "phone": text, "note": text],
            optional: ["name", "mail", "phone", "note"]
        ),
        "BookingRequest": object(
            [
                "errands": list("Errand"), "start": instant, "channel": text, "language": text,
                "person": reference("Person"), "squeezeIn": boolean,
            ],
            optional: ["channel", "language", "person", "squeezeIn"]
        ),
        "Appointment": object(
            [
                "id": uuid, "errands": list("Errand"), "start": instant, "minutes": integer,
                "channel": text, "state": text, "language": text,
                "person": reference("Person"), "codes": reference("Codes"),
                "squeezedIn": boolean,
            ],
            optional: ["person", "codes", "squeezedIn"]
        ),
        "Codes": object(["checkIn": text, "change": text, "link": text]),
        "AppointmentEnvelope": object(["appointment": reference("Appointment")]),
        "Appointments": object([
            "asOf": instant, "day": day, "appointments": list("Appointment"),
            "freed": ["type": "array", "items": instant],
        ]),
        "CodesRequest": object(["checkIn": text, "change": text], optional: ["change"]),
        "CheckInRequest": object(["visit": uuid], optional: ["visit"]),
        "CallbackRequest": object(["phone": text, "wish": text]),
        "Callback": object(["id": uuid, "at": instant, "phone": text, "wish": text]),
        "Access": object(
            [
                "channel": text, "service": text, "first": instant, "days": integer,
                "target": integer, "isMissed": boolean,
            ],
            optional: ["first", "days", "target"]
        ),
        "ForecastFigures": object([
            "visits": integer, "inside": number, "overFiveBeyond": number, "meanError": number,
            "bias": number, "meanWidth": number,
        ]),
        "ForecastReport": object([
            "asOf": instant, "from": day, "to": day, "all": reference("ForecastFigures"),
            "uncalled": integer,
            "services": [
                "type": "array",
                "items": object(["service": text, "figures": reference("ForecastFigures")]),
            ],
            "hours": [
                "type": "array",
                "items": object(["hour": integer, "figures": reference("ForecastFigures")]),
            ],
        ]),
        "AccessList": object(["asOf": instant, "access": list("Access")]),
        "Callbacks": object(["callbacks": list("Callback")]),
        "BackRequest": object(["visit": uuid]),
        "MoveRequest": object(["start": instant, "channel": text], optional: ["channel"]),
        "EnrolRequest": object(["code": text]),
        "EnrolAnswer": object(["device": text, "secret": text]),
        "HelloRequest": object(
            [
                "incarnation": text, "protocol": integer, "lastSeq": integer, "head": text,
                "epochSeen": integer,
                "highest": ["type": "object", "additionalProperties": integer],
                "letter": text, "clock": integer, "printer": text,
                "printerReport": reference("PrinterReport"),
            ],
            optional: ["letter", "printerReport"]
        ),
        "HelloAnswer": object(
            [
                "epoch": integer, "protocol": integer, "haveSeq": integer, "haveHead": text,
                "letter": text, "spareLetter": text, "day": day, "now": integer,
                "machine": integer, "maxBatch": integer,
                "staffPIN": object(["salt": text, "digest": text]), "codeKey": text,
            ],
            optional: ["machine", "staffPIN", "codeKey"]
        ),
        "ReserveRequest": object([
            "visit": uuid, "letter": text, "epoch": integer, "highest": integer,
        ]),
        "ReserveAnswer": object(
            ["number": integer, "gone": boolean, "day": day, "epoch": integer],
            optional: ["number"]
        ),
        "EventsRequest": object(
            [
                "incarnation": text, "epoch": integer, "events": list("KioskEvent"),
                "printer": reference("PrinterReport"),
            ],
            optional: ["printer"]
        ),
        "KioskEvent": object(
            [
                "seq": integer, "previous": text, "hash": text, "visit": uuid, "kind": text,
                "version": integer, "at": integer, "day": day, "details": text,
                "latestDay": day,
            ],
            optional: ["day", "latestDay"]
        ),
        "EventsAnswer": object([
            "haveSeq": integer, "haveHead": text, "epoch": integer, "day": day,
        ]),
        "ChangesAnswer": object(
            [
                "epoch": integer, "cursor": integer, "resync": boolean, "day": day, "now": integer,
                "changes": list("VisitChange"), "appointments": list("AppointmentChange"),
                "freed": list("FreedTime"), "plan": reference("DayPlan"),
                "isFull": boolean,
                "waits": ["type": "object", "additionalProperties": reference("Forecast")],
                "tooLate": ["type": "array", "items": text], "version": integer,
            ],
            optional: ["freed", "plan", "isFull", "waits", "tooLate", "version"]
        ),
        "FreedTime": object([
            "start": integer, "minutes": integer, "services": ["type": "array", "items": text],
        ]),
        "DayPlan": object(
            [
                "day": day, "version": integer, "opens": text, "closes": text,
                "ticketsFrom": text, "ticketsUntil": text, "isStopped": boolean,
                "stoppedServices": ["type": "array", "items": text], "quota": integer,
                "counters": ["type": "array", "items": integer],
                "notices": ["type": "array", "items": text],
            ],
            optional: [
                "opens", "closes", "ticketsFrom", "ticketsUntil", "quota", "counters",
            ]
        ),
        "AppointmentChange": object(
            [
                "appointment": uuid, "service": text,
                "further": ["type": "array", "items": text], "booked": integer,
                "standing": text, "code": text, "state": text, "visit": uuid,
            ],
            optional: ["further", "visit"]
        ),
        "VisitChange": object(
            [
                "visit": uuid, "label": label, "service": text, "state": text, "kind": text,
                "standing": text, "arrived": integer, "booked": integer, "counter": integer,
                "key": text, "attached": ["type": "array", "items": uuid],
            ],
            optional: ["booked", "counter"]
        ),
    ]
}

private var text: [String: Any] { ["type": "string"] }
private var parkReason: [String: Any] { ["enum": ParkReason.allCases.map(\.rawValue)] }
private var number: [String: Any] { ["type": "number"] }
private var integer: [String: Any] { ["type": "integer"] }
private var boolean: [String: Any] { ["type": "boolean"] }
private var uuid: [String: Any] { ["type": "string", "format": "uuid"] }
private var instant: [String: Any] { ["type": "string", "format": "date-time"] }
private var day: [String: Any] { ["type": "string", "format": "date"] }
private var label: [String: Any] { ["type": "string", "examples": ["A 047"]] }

private func object(
    _ properties: [String: [String: Any]],
    optional: Set<String> = []
) -> [String: Any] {
    [
        "type": "object", "properties": properties,
        "required": properties.keys.filter { !optional.contains($0) }.sorted(),
    ]
}

private func reference(_ schema: String) -> [String: Any] {
    ["$ref": "#/components/schemas/\(schema)"]
}

private func list(_ schema: String) -> [String: Any] {
    ["type": "array", "items": reference(schema)]
}

private func orNull(_ schema: String) -> [String: Any] {
    ["oneOf": [reference(schema), ["type": "null"]]]
}
