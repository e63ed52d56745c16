import Foundation
import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `The description of the API` {
    let folder: TemporaryFolder
    let asking: Asking
    let document: Answer

    init() async throws {
        folder = try TemporaryFolder()
        asking = try await Asking(backups: folder.file("backups"))
        document = try await asking.ask(.get, "/api/v1/openapi.json")
    }

    @Test func `lists exactly the routes that answer`() async throws {
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let listed = paths.flatMap { path, methods in
            methods.keys.map { "\($0.uppercased()) \(path)" }
        }
        #expect(Set(listed) == Set(Endpoint.all.map(\.title)))
        for endpoint in Endpoint.all {
            let answer = try await asking.ask(endpoint.method, endpoint.anyPath)
            #expect(answer.code != "unknown_path", "\(endpoint.title)")
        }
    }

    @Test func `has a schema for every reference`() throws {
        let schemas = try #require(document["components.schemas"] as? [String: Any])
        let references = document.text.matches(of: /"\$ref":"#\/components\/schemas\/(\w+)"/)
            .map { String($0.1) }
        #expect(references.count > 30)
        #expect(Set(references).subtracting(schemas.keys) == [])
    }

    @Test func `describes what is really answered`() async throws {
        let world = asking.world
        for service in ["passport", "passport", "passport", "residence"] {
            world.clock.advance(.minutes(1))
            try await world.draw(service)
        }
        let called = try #require(try await world.next(1))
        let visit = #"{"visit":"\#(called.id)"}"#
        let hello = firstHello(at: world.clock.now)
        try await world.hub.administer { try await $0.setStaffPIN("4711") }
        let reserve = ReserveRequest(visit: world.newID(), letter: "A", epoch: 1, highest: 0)
        let events = EventsRequest(incarnation: "first", epoch: 1, events: [])
        let code = try await world.hub.administer { try await $0.makeEnrolment(name: "two") }
        _ = await world.hub.backups?.tend()
        let answers = [
            (
                "Ticket",
                try await asking.ask(
                    .post,
                    "/api/v1/tickets",
                    #"{"service":"passport"}"#,
                    as: .program
                )
            ),
            (
                "VisitEnvelope",
                try await asking.ask(.post, "/api/v1/counters/1/appear", visit, as: .desk)
            ),
            ("Error", try await asking.ask(.post, "/api/v1/counters/1/next", as: .desk)),
            ("Waiting", try await asking.ask(.get, "/api/v1/waiting", as: .desk)),
            ("Calls", try await asking.ask(.get, "/api/v1/calls", as: .board)),
            ("Counter", try await asking.ask(.get, "/api/v1/counters/1", as: .desk)),
            ("Counter", try await asking.ask(.get, "/api/v1/counters/3", as: .desk)),
            ("Status", try await asking.ask(.get, "/api/v1/status")),
            (
                "EnrolAnswer",
                try await asking.ask(.post, "/api/v1/kiosk/enrol", write(["code": code]))
            ),
            (
                "HelloAnswer",
                try await asking.ask(.post, "/api/v1/kiosk/hello", write(hello), as: .kiosk)
            ),
            (
                "ReserveAnswer",
                try await asking.ask(.post, "/api/v1/kiosk/reserve", write(reserve), as: .kiosk)
            ),
            (
                "EventsAnswer",
                try await asking.ask(.post, "/api/v1/kiosk/events", write(events), as: .kiosk)
            ),
            ("ChangesAnswer", try await asking.ask(.get, "/api/v1/kiosk/changes", as: .kiosk)),
            ("Health", try await asking.ask(.get, "/healthz")),
        ]
        for (schema, answer) in answers {
            let json = try #require(answer.json, "\(schema): \(answer.text)")
            #expect(faults(of: json, as: ["$ref": "/\(schema)"], at: schema) == [])
        }
        #expect(
            faults(
                of: try #require(Answer(status: 0, text: try write(hello)).json),
                as: ["$ref": "/HelloRequest"],
                at: ""
            ) == []
        )
    }

    @Test func `describes what is answered about appointments`() async throws {
        let booking = """
            {"errands": [{"service": "passport", "persons": 1}], \
            "start": "2026-11-24T13:00:00Z", "person": {"name": "Anna"}}
            """
        let path = "/api/v1/appointments"
        let answers = [
            ("Slots", try await asking.ask(.get, "/api/v1/slots?errands=passport", as: .desk)),
            ("AppointmentEnvelope", try await asking.ask(.post, path, booking, as: .desk)),
            ("AppointmentEnvelope", try await asking.ask(.post, path, booking, as: .desk)),
            ("Error", try await asking.ask(.post, path, booking, as: .desk)),
            ("Appointments", try await asking.ask(.get, path, as: .desk)),
        ]
        for (schema, answer) in answers {
            let json = try #require(answer.json, "\(schema): \(answer.text)")
            #expect(faults(of: json, as: ["$ref": "/\(schema)"], at: schema) == [])
        }
    }

    /// What contradicts a schema, as far as the description uses JSON Schema.
    private func faults(of value: Any, as schema: [String: Any], at place: String) -> [String] {
        if let reference = schema["$ref"] as? String {
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            return faults(of: value, as: HubServer.schemas[name] ?? [:], at: place)
        }
        if let choices = schema["oneOf"] as? [[String: Any]] {
            let fits = choices.contains { faults(of: value, as: $0, at: place) == [] }
            return fits ? [] : ["\(place) fits no choice"]
        }
        if let words = schema["enum"] as? [String] {
            return (value as? String).map(words.contains) == true ? [] : ["\(place): \(value)"]
        }
        let types = schema["type"] as? [String] ?? [schema["type"] as? String ?? "?"]
        guard types.contains(where: { isOf(type: $0, value) }) else {
            return ["\(place) is not \(types): \(value)"]
        }
        if let list = value as? [Any], let items = schema["items"] as? [String: Any] {
            return list.flatMap { faults(of: $0, as: items, at: place + "[]") }
        }
        guard let object = value as? [String: Any],
            let properties = schema["properties"] as? [String: [String: Any]]
        else { return [] }
        let missing = Set(schema["required"] as? [String] ?? []).subtracting(object.keys)
        return missing.map { "\(place) lacks \($0)" }
            + object.flatMap { key, value in
                guard let inner = properties[key] else {
                    return ["\(place).\(key) is not described"]
                }
                return faults(of: value, as: inner, at: "\(place).\(key)")
            }
    }

    private func isOf(type: String, _ value: Any) -> Bool {
        switch type {
        case "string": value is String
        case "integer": value is Int
        case "boolean": value is Bool
        case "array": value is [Any]
        case "object": value is [String: Any]
        case "null": value is NSNull
        default: false
        }
    }
}

private func firstHello(at now: Instant) -> HelloRequest {
    HelloRequest(
        incarnation: "first",
        lastSeq: 0,
        head: "",
        epochSeen: 0,
        highest: [:],
        clock: now,
        printer: "ready"
    )
}
