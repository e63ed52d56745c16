import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `Somebody who tries codes` {
    private let web: Browsing

    init() throws {
        web = try Browsing()
    }

    @Test func `ten thousand of them opens nothing, and hinders nobody else`() async throws {
        let letter = try await web.booked()
        let statuses = try await web.postMany("/de/code", count: 10_000) { number in
            let digits = String(100_000_000 + number)
            let fields = ["code": digits, "change": letter.codes.change]
            return (fields, from: "198.51.100.\(number % 256)")
        }
        #expect(statuses == [404: 10, 429: 9_990])
        let fields = ["code": grouped(letter.codes.checkIn), "change": letter.codes.change]
        let owner = try await web.post("/de/code", fields, from: "203.0.113.5")
        #expect(owner.location == "/de/a/\(letter.codes.link)")
        // Even from that network the link goes on working.
        #expect(try await web.get("/de/a/\(letter.codes.link)").title == "Ihr Termin")
        web.world.clock.advance(.minutes(11))
        #expect(try await web.post("/de/code", fields, from: "198.51.100.9").status == 303)
    }

    @Test func `of one appointment is stopped wherever they come from, and staff are told`()
        async throws
    {
        let letter = try await web.booked()
        let statuses = try await web.postMany("/de/code", count: 300) { number in
            let fields = ["code": letter.codes.checkIn, "change": String(100_000 + number)]
            return (fields, from: "198.51.\(number % 100).1")
        }
        #expect(statuses == [404: 10, 429: 290])
        let alarms = try await web.world.hub.read { _, store, _ in try store.alarms(most: 5) }
        #expect(alarms.map(\.sentence).contains { $0.contains("wrong codes of appointments") })
        #expect(web.world.hub.refusals.counts["unknown_appointment"] == 10)
    }

    @Test(arguments: [
        ["code": "123456789", "change": "123456"], ["code": "", "change": ""],
        ["code": "12345678901234567890", "change": "' OR 1=1"], ["code": "ß≠字", "change": "0"],
    ])
    func `gets the same words for each that is wrong`(fields: [String: String]) async throws {
        let letter = try await web.booked()
        let half = try await web.post(
            "/de/code",
            ["code": letter.codes.checkIn, "change": "000000"]
        )
        let wrong = try await web.post("/de/code", fields)
        #expect(wrong.status == 404)
        let shown = { (page: Shown) in page.text.replacing(/value="[^"]*"/, with: "") }
        #expect(shown(wrong) == shown(half))
    }

    @Test(arguments: ["0123456789abcdef0123456789abcdef", "0", "ABCDEF", "%27", "x/y"])
    func `or links gets one page for all`(link: String) async throws {
        let answer = try await web.get("/de/a/\(link)")
        #expect(answer.status == 404)
    }

    @Test func `or has times held is stopped, the neighbours are not`() async throws {
        var statuses: [Int] = []
        for number in 0..<12 {
            let changes = ["mail": "\(number)@example.org", "key": "\(number)"]
            statuses.append(try await web.hold(changes).status)
        }
        #expect(statuses.filter { $0 == 429 }.count == 2)
        let other = try await web.post("/de/book/hold", Browsing.form, from: "203.0.113.5")
        #expect(other.status != 429)
    }

    @Test(arguments: [
        ("192.0.2.7", "192.0.2.200", true), ("192.0.2.7", "192.0.3.7", false),
        ("::ffff:192.0.2.7", "192.0.2.9", true), ("2001:db8:1:2::1", "2001:db8:1:ff::9", true),
        ("2001:db8:1:200::1", "2001:db8:1:100::1", false),
    ])
    func `is known by the network`(one: String, other: String, isSame: Bool) {
        #expect((addressRange(one) == addressRange(other)) == isSame)
    }
}
