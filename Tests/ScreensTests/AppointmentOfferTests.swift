import Lobby
import Screens
import Testing

/// It is 10:42 on Tuesday, 24 November 2026.
@Suite struct `What the kiosk says of appointments by itself` {
    /// At 11:30, for an identity card or picking one up.
    private let freed = FreedTime(
        start: Visitor.start + .minutes(48),
        minutes: 15,
        services: ["id-card", "pick-up"]
    )

    @Test func `is a time that has just become free, and four keys book it`() throws {
        var visitor = try visitor(freed: [freed])
        visitor.press("1")
        #expect(visitor.shows("6 Heute frei geworden: 11:30 Uhr"))
        visitor.press("6")
        #expect(visitor.shows("Termin heute um 11:30 Uhr. Worum geht es?"))
        #expect(visitor.shows("1 Personalausweis") && visitor.shows("2 Ausweis oder Pass abholen"))
        #expect(!visitor.shows("Reisepass"))
        visitor.press("2")
        visitor.wait(.milliseconds(100))
        #expect(visitor.effects.last == .findTimes([Errand("pick-up")], isNew: true))
        visitor.send(.times(.free([day([freed.start, freed.start + .minutes(15)])])))
        #expect(visitor.shows("Diesen Termin buchen?") && visitor.shows("11:30"))
        visitor.press("1")
        visitor.wait(.milliseconds(100))
        let booked = KioskDialogue.Effect.book(
            [Errand("pick-up")],
            freed.start,
            phone: nil,
            "de"
        )
        #expect(visitor.effects.last == booked)
    }

    @Test func `at a time that has been closed since gets no number, and is told whom to call`()
        throws
    {
        // A lead closes at 14:00 today.
        var lobby = LobbyView.example
        lobby.plan = .example
        var visitor = try Visitor(lobby, office: .exampleWithBooking)
        let afternoon = Visitor.start + .minutes(4 * 60)
        let closed = ShownAppointment(
            id: VisitID(high: 1, low: 1),
            errands: [Errand("id-card")],
            start: afternoon
        )
        visitor.press("111")
        visitor.press("123456789")
        visitor.press(.enter)
        visitor.send(.code(.expected(closed)))
        #expect(visitor.shows("haben wir leider geschlossen"))
        #expect(visitor.shows("Bitte rufen Sie uns an"))
        visitor.wait(.seconds(1))
        #expect(
            visitor.effects.allSatisfy { effect in
                if case .checkIn = effect { false } else { true }
            }
        )
    }

    @Test func `a code that is too short is not looked up, and says so`() throws {
        var visitor = try Visitor(.example, office: .exampleWithBooking)
        visitor.press("111")
        visitor.press("987")
        visitor.press(.enter)
        #expect(visitor.shows("Hier fehlt noch etwas: Der Code hat neun Ziffern."))
        visitor.press("654321")
        #expect(!visitor.shows("Hier fehlt noch etwas"))
        #expect(!visitor.effects.contains(.checkCode("987")))
        visitor.press(.enter)
        #expect(visitor.effects.contains(.checkCode("987654321")))
    }

    @Test func `on another day that is closed is not sent there`() throws {
        var office = Office.exampleWithBooking
        let start = Visitor.start + .minutes(24 * 60)
        office.hours.closures = [office.time.date(at: start)]
        var visitor = try Visitor(.example, office: office)
        let closed = ShownAppointment(
            id: VisitID(high: 1, low: 1),
            errands: [Errand("id-card")],
            start: start
        )
        visitor.press("111")
        visitor.press("123456789")
        visitor.press(.enter)
        visitor.send(.code(.otherDay(closed)))
        #expect(visitor.shows("Dann haben wir leider geschlossen."))
        #expect(!visitor.shows("Bitte kommen Sie dann wieder"))
    }

    @Test func `is not booked with a phone number that is none, and says so`() throws {
        var visitor = try visitor(freed: [freed])
        visitor.press("161")
        visitor.wait(.milliseconds(100))
        visitor.send(.times(.free([day([freed.start])])))
        visitor.press("2")
        visitor.press("123")
        visitor.press(.enter)
        visitor.wait(.milliseconds(600))
        #expect(visitor.shows("Das ist noch keine Telefonnummer."))
        #expect(visitor.shows("123"))
        visitor.press("4")
        #expect(!visitor.shows("Das ist noch keine Telefonnummer."))
        visitor.press(.enter)
        visitor.wait(.milliseconds(100))
        let booked = KioskDialogue.Effect.book(
            [Errand("id-card")],
            freed.start,
            phone: "1234",
            "de"
        )
        #expect(visitor.effects.last == booked)
    }

    @Test func `is not taken for booked when somebody was quicker`() throws {
        var visitor = try visitor(freed: [freed])
        visitor.press("161")
        visitor.wait(.milliseconds(100))
        visitor.send(.times(.free([day([freed.start + .minutes(15)])])))
        #expect(visitor.shows("Diese Zeit ist nicht mehr frei."))
        #expect(visitor.shows("11:45"))
    }

    @Test func `is nothing while the connection is gone`() throws {
        var visitor = try visitor(freed: [freed], isConnected: false)
        visitor.press("1")
        #expect(!visitor.shows("frei geworden"))
    }

    @Test func `ends with the grace time of whoever is expected`() throws {
        let time = Visitor.start + .minutes(1)
        var visitor = try visitor(expected: [time])
        let call = "Termin 10:43: bitte hier anmelden."
        #expect(!visitor.shows(call))
        visitor.wait(.minutes(1))
        #expect(visitor.shows(call))
        visitor.wait(.minutes(10) - .milliseconds(1))
        #expect(visitor.shows(call))
        visitor.wait(.milliseconds(1))
        #expect(!visitor.shows(call))
    }

    @Test func `ends as soon as its holder is here`() throws {
        var visitor = try visitor(expected: [Visitor.start])
        #expect(visitor.shows("Termin 10:42: bitte hier anmelden."))
        visitor.send(.lobby(.example))
        #expect(!visitor.shows("Termin 10:42"))
    }

    @Test func `a code that cannot be looked up goes with the number`() throws {
        var visitor = try visitor(isConnected: false)
        visitor.press("111")
        visitor.press("123456789")
        visitor.press(.enter)
        visitor.send(.code(.unchecked("123456789")))
        #expect(visitor.shows("Dieses Gerät kann den Code gerade nicht nachsehen."))
        #expect(!visitor.shows("keinen Termin"))
        visitor.press("1")
        visitor.press("2")
        visitor.wait(.milliseconds(100))
        let claim = KioskDialogue.Effect.claim(
            "passport",
            SaidAppointment(code: "123456789"),
            "de"
        )
        #expect(visitor.effects.last == claim)
    }

    @Test func `going back from there keeps the digits`() throws {
        var visitor = try visitor(isConnected: false)
        visitor.press("111")
        visitor.press("123456789")
        visitor.press(.enter)
        visitor.send(.code(.unchecked("123456789")))
        visitor.press("1*1")
        visitor.press("1")
        visitor.wait(.milliseconds(100))
        guard case .claim(_, let said, _) = visitor.effects.last else {
            Issue.record("\(visitor.effects)")
            return
        }
        #expect(said.code == "123456789")
    }

    @Test func `a service that is gone has words, not its name in a file`() throws {
        var visitor = try visitor(expected: [Visitor.start])
        let gone = ShownAppointment(
            id: .example,
            errands: [Errand("fishing")],
            start: Visitor.start
        )
        visitor.press("111")
        visitor.press("123456789")
        visitor.press(.enter)
        visitor.send(.code(.expected(gone)))
        visitor.wait(.milliseconds(100))
        #expect(visitor.effects.last == .checkIn(gone, "de"))
        var ticket = IssuedTicket.example(ahead: 0, asOf: visitor.moment.wall)
        ticket.service = "fishing"
        ticket.booked = Visitor.start
        visitor.send(.issued(ticket))
        #expect(visitor.shows("Ihr Anliegen") && !visitor.shows("fishing"))

        var mover = try self.visitor()
        mover.press("14")
        mover.press("123456789")
        mover.press(.enter)
        mover.press("135790")
        mover.press(.enter)
        mover.send(.managed(.found(gone)))
        #expect(mover.shows("Ihr Anliegen"))
        mover.press("1")
        mover.wait(.milliseconds(100))
        mover.send(.times(.failed(.gone)))
        #expect(mover.shows("Für dieses Anliegen gibt es keine Termine mehr."))
        #expect(mover.shows("Bitte fragen Sie an der Information"))
    }

    private func visitor(
        expected: [Instant] = [],
        freed: [FreedTime] = [],
        isConnected: Bool = true
    ) throws -> Visitor {
        var lobby = LobbyView.example
        lobby.expected = expected
        lobby.freed = freed
        lobby.isConnected = isConnected
        return try Visitor(lobby, office: .exampleWithBooking)
    }

    private func day(_ starts: [Instant]) -> FreeTimes {
        FreeTimes(day: Day(ordinal: 20_781), starts: starts)
    }
}
