import Foundation
import Hub
import HubStore
import Lobby
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `Appointments over HTTP` {
    private let asking: Asking

    init() async throws {
        asking = try await Asking()
    }

    @Test func `are offered day by day`() async throws {
        let answer = try await asking.ask(
            .get,
            "/api/v1/slots?errands=passport*2,pick-up&from=2026-11-24&to=2026-11-25",
            as: .desk
        )
        #expect(answer["days.0.day"] as? String == "2026-11-24")
        #expect(answer["days.0.starts.0"] as? String == "2026-11-24T08:15:00Z")
        // 35 minutes on a grid of 15: the last one ends at 16:00 in Berlin.
        #expect((answer["days.1.starts"] as? [String])?.last == "2026-11-25T14:15:00Z")
        #expect((answer["days"] as? [Any])?.count == 2)
    }

    @Test(arguments: [
        ("errands=fishing", 422, "not_bookable"), ("errands=passport*x", 400, "bad_request"),
        ("errands=", 422, "not_bookable"), ("errands=passport&from=24.11.", 400, "bad_request"),
        ("errands=passport&channel=web", 400, "bad_request"),
        ("errands=passport&from=2026-11-24&to=2027-11-24", 400, "bad_request"),
        ("errands=passport&from=2026-11-25&to=2026-11-24", 400, "bad_request"),
    ])
    func `are not offered for what cannot be`(
        query: String,
        status: Int,
        code: String
    ) async throws {
        let answer = try await asking.ask(.get, "/api/v1/slots?\(query)", as: .desk)
        #expect(answer.status == status)
        #expect(answer.code == code)
    }

    @Test func `are checked in by hand, with a number of their own or the one drawn`() async throws
    {
        let first = try await asking.ask(
            .post,
            path,
            booking("2026-11-24T09:00:00Z"),
            as: .desk,
            key: "a"
        )
        let second = try await asking.ask(
            .post,
            path,
            booking("2026-11-24T09:15:00Z"),
            as: .desk,
            key: "b"
        )
        let ids = try [first, second].map { try #require($0["appointment.id"] as? String) }
        let here = try await asking.ask(.post, "\(path)/\(ids[0])/check-in", "{}", as: .desk)
        #expect(here["visit.label"] as? String == "T 001")
        #expect(here["visit.booked"] as? String == "2026-11-24T09:00:00Z")
        let again = try await asking.ask(.post, "\(path)/\(ids[0])/check-in", "{}", as: .desk)
        #expect(again.status == 404)
        let drawn = try await asking.world.draw()
        let body = #"{"visit": "\#(drawn.id)"}"#
        let upgraded = try await asking.ask(
            .post,
            "\(path)/\(ids[1])/check-in",
            body,
            as: .desk
        )
        #expect(upgraded["visit.label"] as? String == drawn.label.description)
        #expect(upgraded["visit.kind"] as? String == "appointment")
        #expect(upgraded["visit.booked"] as? String == "2026-11-24T09:15:00Z")
    }

    @Test func `have codes that the desk can read out again`() async throws {
        let booked = try await asking.ask(
            .post,
            path,
            booking("2026-11-24T09:00:00Z"),
            as: .desk
        )
        let id = try #require(booked["appointment.id"] as? String)
        let code = try #require(booked["appointment.codes.checkIn"] as? String)
        let told = try await asking.ask(.get, "\(path)/\(id)", as: .desk)
        #expect(told["appointment.codes.checkIn"] as? String == code)
        // The desk finds it by the nine digits alone, a program does not.
        let codes = #"{"checkIn": "\#(code)"}"#
        let found = try await asking.ask(.post, "\(path)/find", codes, as: .desk)
        #expect(found["appointment.id"] as? String == id)
        #expect(try await asking.ask(.post, "\(path)/find", codes, as: .program).status == 404)
    }

    @Test func `are called back, the first to ask first`() async throws {
        let callbacks = "/api/v1/callbacks"
        for phone in ["0555 1", "0555 2"] {
            let body = #"{"phone": "\#(phone)", "wish": "Pass\n\u001b[2J"}"#
            let taken = try await asking.ask(.post, callbacks, body, as: .desk, key: phone)
            #expect(taken.status == 201)
            asking.world.clock.advance(.seconds(1))
        }
        let list = try await asking.ask(.get, callbacks, as: .desk)
        #expect(list["callbacks.0.phone"] as? String == "0555 1")
        // Nothing that steers a terminal.
        #expect(list["callbacks.0.wish"] as? String == "Pass  [2J")
        let id = try #require(list["callbacks.0.id"] as? String)
        let left = try await asking.ask(.post, "\(callbacks)/\(id)/done", "{}", as: .desk)
        #expect((left["callbacks"] as? [Any])?.count == 1)
        // The first one is asked for again, as after a lost answer: nothing of it was kept.
        let again = try await asking.ask(
            .post,
            callbacks,
            #"{"phone": "0555 1", "wish": "Pass\n\u001b[2J"}"#,
            as: .desk,
            key: "0555 1"
        )
        #expect(again["phone"] as? String == "0555 1" && again["id"] as? String == id)
        let desk = try asking.world.hub.device(secret: asking.secrets[.desk], roles: [.desk])
        let kept = try await asking.world.store.write { store in
            try store.keptAnswer(to: desk.id, key: "0555 1")?.body
        }
        #expect(kept?.hasPrefix(id) == true && kept?.contains("Pass") == false)
        for phone in ["", " ", "ring me"] {
            let body = #"{"phone": "\#(phone)", "wish": ""}"#
            #expect(try await asking.ask(.post, callbacks, body, as: .desk).status == 400)
        }
    }

    @Test func `have a phone number with digits, or none`() async throws {
        let tries: [(String, String?)] = [("keine", nil), (" ", ""), (" 0123 4 ", "0123 4")]
        for (phone, kept) in tries {
            let person = #"{"name": "Anna", "phone": "\#(phone)"}"#
            let body = booking("2026-11-24T09:00:00Z", person: person)
            let booked = try await asking.ask(.post, path, body, as: .desk, key: phone + "k")
            #expect(booked.status == (kept == nil ? 400 : 201), "\(phone)")
            guard let kept else { continue }
            #expect(booked["appointment.person.phone"] as? String ?? "" == kept)
        }
    }

    @Test func `of another day let nobody in, and say which`() async throws {
        let body = booking("2026-11-25T09:00:00Z")
        let booked = try await asking.ask(.post, path, body, as: .desk)
        let id = try #require(booked["appointment.id"] as? String)
        let refused = try await asking.ask(.post, "\(path)/\(id)/check-in", "{}", as: .desk)
        #expect(refused.status == 409 && refused.code == "other_day")
        #expect(refused.text.contains("2026-11-25"))
    }

    @Test func `are booked once, however often the question comes`() async throws {
        let body = booking("2026-11-24T09:00:00Z", person: #"{"name": "Anna", "phone": "0123"}"#)
        let first = try await asking.ask(.post, path, body, as: .desk, key: "k1")
        let again = try await asking.ask(.post, path, body, as: .desk, key: "k1")
        #expect(first.status == 201)
        #expect(first.text == again.text)
        let code = try #require(first["appointment.codes.checkIn"] as? String)
        #expect(code.count == 9)
        let list = try await asking.ask(.get, path, as: .desk)
        #expect((list["appointments"] as? [Any])?.count == 1)
        #expect(list["appointments.0.person.phone"] as? String == "0123")
        // Nothing in the file tells the codes.
        try asking.world.store.close()
        let files = ["", "-wal"].compactMap {
            try? Data(contentsOf: URL(filePath: asking.world.path + $0))
        }
        #expect(files.contains { $0.range(of: Data("Anna".utf8)) != nil })
        #expect(files.allSatisfy { $0.range(of: Data(code.utf8)) == nil })
    }

    @Test func `tell the nearest free times when one is taken`() async throws {
        for _ in 0..<2 {
            let answer = try await asking.ask(
                .post,
                path,
                booking("2026-11-24T09:00:00Z"),
                as: .desk
            )
            #expect(answer.status == 201)
        }
        let taken = try await asking.ask(.post, path, booking("2026-11-24T09:00:00Z"), as: .desk)
        #expect(taken.status == 409)
        #expect(taken.code == "slot_taken")
        #expect(
            taken["nearest"] as? [String]
                == ["2026-11-24T08:30:00Z", "2026-11-24T08:45:00Z", "2026-11-24T09:15:00Z"]
        )
        let body = booking("2026-11-24T09:00:00Z", more: #", "squeezeIn": true"#)
        let squeezed = try await asking.ask(.post, path, body, as: .desk)
        #expect(squeezed.status == 201)
        #expect(squeezed["appointment.squeezedIn"] as? Bool == true)
        #expect(try await asking.ask(.post, path, body, as: .program).status == 409)
    }

    @Test func `are found by both codes, moved and cancelled`() async throws {
        let booked = try await asking.ask(.post, path, booking("2026-11-24T09:00:00Z"), as: .desk)
        let id = try #require(booked["appointment.id"] as? String)
        let codes = try #require(booked["appointment.codes"] as? [String: String])
        let both =
            #"{"checkIn": "\#(codes["checkIn"] ?? "")", "change": "\#(codes["change"] ?? "")"}"#
        let found = try await asking.ask(.post, "\(path)/find", both, as: .desk)
        #expect(found["appointment.id"] as? String == id)
        #expect(found["appointment.codes"] == nil)
        let start = #"{"start": "2026-11-25T09:00:00Z"}"#
        let moved = try await asking.ask(.post, "\(path)/\(id)/move", start, as: .desk)
        #expect(moved["appointment.start"] as? String == "2026-11-25T09:00:00Z")
        // Who is on the phone moves by the phone's contingent.
        #expect(moved["appointment.channel"] as? String == "desk")
        let call = #"{"start": "2026-11-25T10:00:00Z", "channel": "phone"}"#
        let phoned = try await asking.ask(.post, "\(path)/\(id)/move", call, as: .desk)
        #expect(phoned["appointment.channel"] as? String == "phone")
        let foreign = #"{"start": "2026-11-25T11:00:00Z", "channel": "web"}"#
        #expect(
            try await asking.ask(.post, "\(path)/\(id)/move", foreign, as: .desk).status == 400
        )
        let cancelled = try await asking.ask(.post, "\(path)/\(id)/cancel", as: .desk)
        #expect(cancelled["appointment.state"] as? String == "cancelled")
        for action in ["move", "cancel"] {
            let late = try await asking.ask(.post, "\(path)/\(id)/\(action)", start, as: .desk)
            #expect(late.code == "unknown_appointment")
        }
        let wrong = #"{"checkIn": "123456789", "change": "123456"}"#
        #expect(try await asking.ask(.post, "\(path)/find", wrong, as: .desk).status == 404)
    }
}

private let path = "/api/v1/appointments"

private func booking(_ start: String, person: String = "null", more: String = "") -> String {
    """
    {"errands": [{"service": "passport", "persons": 1}], "start": "\(start)", \
    "person": \(person)\(more)}
    """
}
