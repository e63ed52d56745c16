import Foundation
import Lobby
import Screens
import Testing

/// What visitors are told of the wait, and when it is too late for another number.
struct WaitTests {
    private static let asOf = Visitor.start

    @Test(arguments: [
        (ToldWait.about(ShownWait(from: 20, to: 35)), "Ungefähr 20 bis 35 Minuten (Stand 10:42)"),
        (ToldWait.about(ShownWait(from: 0, to: 5)), "Bis zu 5 Minuten (Stand 10:42)"),
        (
            ToldWait.about(ShownWait(from: 125, to: 160)),
            "Mehr als 2 Stunden (Stand 10:42). Sie können um 12:30 Uhr wiederkommen."
        ),
        (ToldWait.unknown, "Die Wartezeit ist gerade nicht bekannt."),
        (
            ToldWait.tooLate,
            "Vielleicht kommen Sie heute nicht mehr dran: Wir schließen um 16:00 Uhr."
        ),
    ])
    func `one sentence says it everywhere`(told: ToldWait, words: String) throws {
        let texts = try screenTexts("de")
        var office = Office.example
        office.hours = .untilFour
        #expect(texts.sentence(of: told, asOf: Self.asOf, in: office) == words)
    }

    @Test func `where there is little room a few words do`() throws {
        let texts = try screenTexts("de")
        #expect(texts.short(of: .about(ShownWait(from: 20, to: 35))) == "20–35 Min")
        #expect(texts.short(of: .about(ShownWait(from: 0, to: 10))) == "bis 10 Min")
        #expect(texts.short(of: .about(ShownWait(from: 120, to: 150))) == "über 2 Std")
        #expect(texts.short(of: .unknown) == "nicht bekannt")
    }

    @Test(arguments: [Size(width: 60, height: 20), Size(width: 40, height: 12)])
    func `an unknown wait is said before and with the number, in every window`(size: Size) throws {
        var visitor = try Visitor(size: size)
        visitor.press("11")
        #expect(visitor.shows("Die Wartezeit ist gerade nicht bekannt."))
        visitor.press("1")
        visitor.wait(.milliseconds(100))
        var ticket = IssuedTicket.example(ahead: 7, asOf: visitor.moment.wall)
        ticket.wait = .unknown
        visitor.send(.issued(ticket))
        visitor.send(.printed(.example, .printed))
        #expect(visitor.shows("Die Wartezeit ist gerade nicht bekannt."))
    }

    @Test func `the wait stands beside the service before a number is drawn`() throws {
        var lobby = LobbyView.example
        lobby.waitByService = ["id-card": ShownWait(from: 20, to: 35)]
        var visitor = try Visitor(lobby)
        visitor.press("11")
        #expect(visitor.shows("20–35 Min"))
        #expect(visitor.shows("(Stand 10:42)"))
        #expect(!visitor.effects.contains(.issue("id-card", "de")))
    }

    @Test func `when it is late an appointment is offered first, and a number takes four keys`()
        throws
    {
        var lobby = LobbyView.example
        lobby.tooLate = ["id-card"]
        var office = Office.exampleWithBooking
        office.hours = .untilFour
        var visitor = try Visitor(lobby, office: office)
        visitor.press("121")
        #expect(visitor.shows("Wer jetzt kommt, wird bis 16:00 Uhr vielleicht nicht mehr"))
        #expect(visitor.shows("1 Termin buchen"))
        #expect(visitor.shows("2 Trotzdem eine Nummer nehmen"))
        visitor.press("*")
        #expect(visitor.shows("heute fraglich"))
        visitor.press("1")
        visitor.press("1")
        visitor.wait(.milliseconds(100))
        #expect(visitor.effects.last == .findTimes([Errand("id-card")], isNew: true))
        var other = try Visitor(lobby, office: office)
        other.press("1212")
        other.wait(.milliseconds(100))
        #expect(other.effects.contains(.issue("id-card", "de")))
    }

    @Test func `without the hub there is only the number`() throws {
        var lobby = LobbyView.example
        lobby.tooLate = ["id-card"]
        lobby.isConnected = false
        var visitor = try Visitor(lobby, office: .exampleWithBooking)
        visitor.press("121")
        #expect(!visitor.shows("Termin buchen"))
        visitor.press("1")
        visitor.wait(.milliseconds(100))
        #expect(visitor.effects.contains(.issue("id-card", "de")))
    }

    @Test func `where the office wants it so, numbers end`() throws {
        var lobby = LobbyView.example
        lobby.tooLate = ["id-card"]
        var office = Office.example
        office.policy.lastTicket = .stop
        var visitor = try Visitor(lobby, office: office)
        visitor.press("11")
        #expect(visitor.shows("heute nicht"))
        visitor.press("1")
        visitor.wait(.milliseconds(100))
        visitor.send(.issueRefused(.noTickets(.tooLate("id-card"))))
        #expect(visitor.shows("Personalausweis: heute keine neuen Nummern mehr"))
        #expect(visitor.shows("buchen Sie einen Termin"))
    }

    @Test func `the board tells who is next how long it takes, in one calm line`() throws {
        let numbers = [(48, 5, 10), (49, 10, 20), (50, 125, 150)].map { number, from, to in
            SoonCalled.Number(
                label: Label(series: "A", number: number),
                wait: ShownWait(from: from, to: to)
            )
        }
        let texts = try screenTexts("de")
        func lines(_ soon: SoonCalled?, width: Int = 60, isStale: Bool = false) -> [String] {
            boardScreen(
                BoardView(
                    calls: [
                        BoardView.BoardCall(
                            label: Label(series: "A", number: 47),
                            counter: 3,
                            at: Self.asOf - .seconds(60)
                        )
                    ],
                    soon: soon,
                    asOf: Self.asOf,
                    isStale: isStale
                ),
                office: .example,
                texts: texts,
                size: Size(width: width, height: 20),
                at: Moment(elapsed: .zero, wall: Self.asOf)
            ).grid.lines
        }
        let soon = SoonCalled(asOf: Self.asOf, numbers: numbers)
        #expect(
            lines(soon, width: 80)[19].trimmingCharacters(in: .whitespaces)
                == "Wartezeit um 10:42: A 048 5–10 Min · A 049 10–20 Min · A 050 über 2 Std"
        )
        #expect(
            lines(soon)[19].trimmingCharacters(in: .whitespaces)
                == "Wartezeit um 10:42: A 048 5–10 Min · A 049 10–20 Min"
        )
        #expect(!lines(soon, isStale: true).joined().contains("Wartezeit"))
        #expect(!lines(nil).joined().contains("Wartezeit"))
        let nothing = SoonCalled(asOf: Self.asOf, numbers: [])
        #expect(lines(nothing)[19].contains("Die Wartezeit ist gerade nicht bekannt."))
    }

    @Test func `the desk tells how long each still waits`() throws {
        var view = DeskView.example(waiting: 2)
        view.waiting[0].wait = ShownWait(from: 5, to: 15)
        var clerk = try CounterClerk(size: Size(width: 80, height: 25))
        clerk.send(.view(view))
        let lines = clerk.screen.grid.lines
        #expect(lines[5].contains("A 001") && lines[5].contains("5–15"))
        #expect(lines[6].contains("A 002") && lines[6].contains("–"))
    }
}

extension OpeningHours {
    fileprivate static let untilFour = OpeningHours(
        weekdays: Dictionary(
            uniqueKeysWithValues: Weekday.allCases.map {
                ($0, [TimeOfDay(minutes: 480)..<TimeOfDay(minutes: 960)])
            }
        )
    )
}
