import HTTPTypes
import Hub
import HubStore
import Lobby
import OfficeFiles
import TestWorlds
import Testing

@testable import HubServer

/// It is 9:00 on Tuesday, 24 November 2026.
@Suite struct `Appointments on the clerks' page` {
    private let desk: DeskBrowsing

    init() throws {
        var office = smallOffice()
        office.booking?.channels[.phone] = ChannelRules(targetDays: 0)
        desk = try DeskBrowsing(office: office)
    }

    @Test func `are matched with the number of who had no code`() async throws {
        let clerk = try await desk.person(.clerk, at: 1)
        let id = try await book(at(10))
        // What was guessed at the kiosk gives way to what was booked.
        let drawn = try await claim(at(10), for: "pick-up")
        let other = try await claim(at(14))
        let page = try await desk.ask(.get, "/desk", as: clerk).body
        #expect(page.contains("Termin 10:00? Bitte prüfen"))
        #expect(page.contains("Gehört zu \(drawn.label)"))
        // Four hours off it is somebody else's.
        #expect(!page.contains("Gehört zu \(other.label)"))
        let deed = "match-\(drawn.id):\(id)"
        #expect(page.contains(deed))
        let done = try await desk.ask(.post, "/desk/do", ["do": deed, "key": "1"], as: clerk)
        #expect(done.status == 303)
        let after = try await desk.ask(.get, "/desk", as: clerk).body
        #expect(after.contains("\(drawn.label) hat jetzt den Termin."))
        #expect(!after.contains("Gehört zu"))
        let visit = try await desk.world.visit(drawn.id)
        #expect(visit?.kind == .appointment && visit?.booked == at(10) && visit?.claimed == nil)
        #expect(visit?.service == "passport")
        let booked = try await desk.world.store.read { try $0.booking(id) }
        #expect(booked?.state == .checkedIn && booked?.visit == drawn.id)
        // A second clerk is too late, and is told so.
        let late = ["do": "match-\(other.id):\(id)", "key": "2"]
        _ = try await desk.ask(.post, "/desk/do", late, as: clerk)
        #expect(try await desk.ask(.get, "/desk", as: clerk).body.contains("Das geht jetzt nicht."))
    }

    @Test func `that were given back today are told, with what they can be booked for`()
        async throws
    {
        let clerk = try await desk.person(.clerk, at: 1)
        #expect(try await !desk.ask(.get, "/desk", as: clerk).body.contains("frei geworden"))
        let id = try await book(at(10))
        _ = try await desk.world.hub.perform { cases, store, now in
            try cases.cancel(id, by: "test", in: store, at: now)
        }
        let page = try await desk.ask(.get, "/desk", as: clerk).body
        #expect(page.contains("Heute frei geworden"))
        #expect(page.contains("10:00") && page.contains("Reisepass, Anmeldung, Abholung"))
    }

    @Test func `that come later than promised are told to clerks and to the head`() async throws {
        let sentence = "Das Versprechen eines nahen Termins wird nicht gehalten: Telefon."
        #expect(try await !page("/desk", of: .clerk).contains(sentence))
        // In the evening the next free time is tomorrow.
        desk.world.clock.set(at(15, 50))
        try await desk.world.hub.watchAccess()
        #expect(try await page("/desk", of: .clerk).contains(sentence))
        let overview = try await page("/desk/overview", of: .head)
        let promise = #"<tr><th scope="row">Versprochen, in Tagen</th>"#
        #expect(overview.contains(promise + "<td>–</td><td>–</td><td>0</td><td>–</td></tr>"))
        #expect(overview.contains("<td>1 !</td>"))
        // The next morning all is well again.
        desk.world.clock.set(at(9, daysLater: 1))
        try await desk.world.hub.watchAccess()
        #expect(try await !page("/desk", of: .clerk).contains(sentence))
    }

    /// A page as somebody sees it who has just logged in.
    private func page(_ path: String, of role: Device.Role) async throws -> String {
        let person = try await desk.person(role, at: role == .clerk ? 1 : nil)
        return try await desk.ask(.get, path, as: person).body
    }

    private func book(_ start: Instant) async throws -> VisitID {
        let id = desk.world.newID()
        let wish = BookingWish(errands: [Errand("passport")], start: start, channel: .desk)
        _ = try await desk.world.hub.perform { cases, store, now in
            try cases.book(wish, id: id, by: "test", in: store, at: now)
        }
        return id
    }

    /// Somebody who draws a number and says when the appointment is.
    private func claim(
        _ start: Instant,
        for service: ServiceID = "passport"
    ) async throws -> Visit {
        let fresh = desk.world.hub.newIdentity()
        return try await desk.world.hub.perform { cases, store, now in
            let label = try store.giveNumber(
                series: "A",
                day: tuesday,
                to: fresh.id,
                reserved: false
            )
            let visit = Visit(
                id: fresh.id,
                label: label,
                service: service,
                arrived: now,
                claimed: start
            )
            try store.insert(
                visit,
                day: tuesday,
                language: "de",
                key: fresh.key,
                origin: "kiosk:hall"
            )
            return visit
        }
    }
}
