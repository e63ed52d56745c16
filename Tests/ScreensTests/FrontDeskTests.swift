import Lobby
import Screens
import Testing

@Suite struct `The front desk` {
    @Test func `cancels what an answering machine told with a code and one key`() throws {
        var desk = try Clerk()
        desk.press("123456789")
        #expect(desk.effects == [.find("123456789")])
        desk.send(.appointment(.example, nil))
        #expect(desk.shows("Code zum Anmelden: 123 456 789"))
        desk.press("x")
        #expect(desk.effects == [.cancel(.example)])
        desk.send(.cancelled(DeskAppointment.example.start))
        #expect(desk.shows("Abgesagt: Dienstag, 24. November, 10:50 Uhr."))
        #expect(desk.effects.last == .showDay(Day(ordinal: 20_781)))
    }

    @Test func `takes a code and one key to cancel, and nine keys to book by phone`() throws {
        var desk = try Clerk()
        desk.press("123456789")
        desk.send(.appointment(.example, nil))
        desk.press("x")
        #expect(desk.effects == [.cancel(.example)])
        #expect(desk.keys == 9 + 1)
        desk = try Clerk()
        desk.press("treis")
        desk.press(.enter)
        desk.send(.slots(FreeTimes.examples))
        // The first time, no name, no number.
        for _ in 1...3 { desk.press(.enter) }
        guard case .book(let form) = desk.effects.last else { throw Nothing() }
        #expect(form.channel == .phone && form.start == FreeTimes.examples[0].starts[0])
        #expect(desk.keys == 9)
    }

    @Test func `never cancels what was open when another code is typed`() throws {
        var desk = try Clerk()
        desk.press("123456789")
        desk.send(.appointment(.example, nil))
        desk.press("987654321")
        #expect(desk.effects == [.find("987654321")])
        // Nobody has it.
        desk.send(.appointment(nil, nil))
        desk.press("x")
        #expect(!desk.effects.contains(.cancel(.example)))
        #expect(desk.shows("wirklich absagen?"))
    }

    @Test func `asks before it cancels what is only chosen in the list`() throws {
        var desk = try Clerk()
        desk.press("x")
        #expect(desk.effects.isEmpty)
        #expect(desk.shows("wirklich absagen? Noch einmal x."))
        desk.press("x")
        #expect(desk.effects == [.cancel(.example)])
    }

    @Test func `forgets that it asked when another key comes`() throws {
        var desk = try Clerk()
        desk.press("x")
        desk.press(.down)
        desk.press(.up)
        desk.press("x")
        #expect(desk.effects.isEmpty)
    }

    @Test func `books for somebody on the phone with few keys`() throws {
        var desk = try Clerk()
        desk.press("treis")
        desk.press(.right)
        desk.press(.enter)
        #expect(desk.effects == [.findTimes([Errand("passport", persons: 2)], .phone)])
        desk.send(.slots(FreeTimes.examples))
        desk.press(.right)
        desk.press(.down)
        desk.press(.enter)
        desk.press("Anna")
        desk.press(.enter)
        desk.press("0123")
        desk.press(.enter)
        var form = BookingForm(channel: .phone)
        form.errands = [Errand("passport", persons: 2)]
        form.start = FreeTimes.examples[1].starts[1]
        (form.name, form.phone) = ("Anna", "0123")
        #expect(desk.effects == [.book(form)])
        desk.send(.appointment(.example, .frontDoneBooked))
        #expect(desk.shows("Bitte die Codes vorlesen."))
    }

    @Test func `prints the slip of the appointment that is open, and says what came of it`() throws
    {
        var desk = try Clerk(hasPrinter: true)
        desk.send(.appointment(.example, nil))
        desk.press("p")
        #expect(desk.effects == [.printSlip(.example)])
        desk.send(.slip(isPrinted: true))
        #expect(desk.shows("Der Zettel ist gedruckt."))
        desk.press("p")
        desk.send(.slip(isPrinted: false))
        #expect(desk.shows("Der Drucker meldet keinen Zettel."))
        var bare = try Clerk()
        bare.send(.appointment(.example, nil))
        bare.press("p")
        #expect(bare.effects.isEmpty)
        #expect(bare.shows("Dieser Platz hat keinen Drucker."))
    }

    @Test func `shows how soon each channel gets an appointment, and what was promised`() throws {
        var desk = try Clerk()
        desk.press("w")
        #expect(desk.effects == [.showAccess])
        let cells: [Channel: AccessView.Cell] = [
            .web: .init(days: 12, isMissed: true), .kiosk: .init(days: nil, isMissed: false),
            .phone: .init(days: 3, isMissed: false), .desk: .init(days: 0, isMissed: false),
        ]
        let line = AccessView.Line(service: "passport", cells: cells)
        desk.send(.access(AccessView(promised: [.web: 10], lines: [line])))
        #expect(desk.shows("Reisepass"))
        #expect(desk.shows("12! – 3 0"))
        #expect(desk.shows("Versprechen nicht gehalten: Internet."))
        desk.press(.escape)
        #expect(desk.effects == [.showDay(Day(ordinal: 20_781))])
    }

    @Test func `goes on from what is only looked at before it has come`() throws {
        var desk = try Clerk()
        desk.press("w")
        desk.press(.escape)
        #expect(desk.effects == [.showDay(Day(ordinal: 20_781))])
        desk.press("r")
        #expect(desk.effects == [.showCallbacks])
    }

    @Test func `tells in the list of the day that a promise is not kept`() throws {
        var desk = try Clerk()
        #expect(desk.effects == [.showAccess])
        let cells = [Channel.phone: AccessView.Cell(days: 12, isMissed: true)]
        let line = AccessView.Line(service: "passport", cells: cells)
        desk.send(.access(AccessView(promised: [.phone: 5], lines: [line])))
        #expect(desk.shows("Versprechen nicht gehalten: Telefon."))
        desk.press("b")
        #expect(!desk.shows("Versprechen"))
    }

    @Test func `offers another time than the one an appointment has`() throws {
        var desk = try Clerk()
        desk.press("v")
        let start = DeskAppointment.example.start
        let day = FreeTimes.examples[0].day
        desk.send(.slots([FreeTimes(day: day, starts: [start, start + .minutes(30)])]))
        desk.press(.enter)
        #expect(desk.effects == [.move(.example, start + .minutes(30), .phone)])
    }

    @Test(arguments: [
        (TextKey.frontRefusedClosed, "Das Büro hat geschlossen"),
        (.frontNotPossible, "Das geht nicht mehr"), (.deskRefusedOther, "Das geht jetzt nicht."),
    ])
    func `says in the clerk's language why the hub refuses`(key: TextKey, words: String) throws {
        var desk = try Clerk()
        desk.press("c")
        desk.send(.refused(key))
        #expect(desk.shows(words))
    }

    @Test func `moves to the other field with Tab, and takes in a phone number only what it has`()
        throws
    {
        var desk = try Clerk()
        desk.press("treis")
        desk.press(.enter)
        desk.send(.slots(FreeTimes.examples))
        desk.press(.enter)
        desk.press("Anna")
        desk.press(.tab)
        desk.press("a0123b")
        desk.press(.enter)
        guard case .book(let form) = desk.effects.first else {
            Issue.record("nothing is booked: \(desk.effects)")
            return
        }
        #expect(form.name == "Anna" && form.phone == "0123")
    }

    @Test(
        arguments: [
            ("keine", ""), (" ", ""), ("12", nil), (" 0123 ", "0123"),
        ] as [(String, String?)]
    )
    func `books without a phone number, or with one that has digits`(
        typed: String,
        phone: String?
    ) throws {
        var desk = try Clerk()
        desk.press("treis")
        desk.press(.enter)
        desk.send(.slots(FreeTimes.examples))
        desk.press(.enter)
        desk.press("Anna")
        desk.press(.tab)
        desk.press(typed)
        if typed == "keine" { #expect(desk.shows("Eine Telefonnummer braucht Ziffern")) }
        desk.press(.enter)
        guard let phone else {
            #expect(desk.effects.isEmpty)
            #expect(desk.shows("Eine Telefonnummer braucht Ziffern"))
            #expect(desk.shows("Anna") && desk.shows("12_"))
            return
        }
        guard case .book(let form)? = desk.effects.first else { throw Nothing() }
        #expect(form.name == "Anna" && form.phone == phone)
    }

    @Test func `says the day of an appointment that is not today`() throws {
        var desk = try Clerk()
        var later = DeskAppointment.example
        later.start = later.start + .minutes(9 * 1440)
        desk.send(.appointment(later, nil))
        for key in ["c", "z"] {
            desk.press(key)
            #expect(desk.effects.isEmpty)
            #expect(desk.shows("Der Termin ist am Donnerstag, 3. Dezember"))
        }
    }

    @Test func `books once when Enter is struck twice`() throws {
        var desk = try Clerk()
        desk.press("treis")
        desk.press(.enter)
        desk.send(.slots(FreeTimes.examples))
        desk.press(.enter)
        desk.press(.enter)
        desk.press(.enter)
        #expect(desk.effects.count == 1)
        desk.press(.enter)
        #expect(desk.effects.isEmpty)
    }

    @Test func `goes to an hour that is typed`() throws {
        var desk = try Clerk()
        desk.press("treis")
        desk.press(.enter)
        let day = FreeTimes.examples[0]
        let first = day.starts[0]
        let starts = (0..<20).map { first + .minutes($0 * 30) }
        desk.send(.slots([FreeTimes(day: day.day, starts: starts)]))
        desk.press("15")
        desk.press(.enter)
        #expect(desk.shows("15:00 Uhr"))
    }

    @Test func `tells what came free today`() throws {
        var desk = try Clerk()
        let start = Visitor.start + .minutes(30)
        desk.send(
            .day(
                DeskDay(
                    day: Day(ordinal: 20_781),
                    appointments: [],
                    asOf: Visitor.start,
                    freed: [start]
                )
            )
        )
        #expect(desk.shows("Heute frei geworden: 11:12"))
    }

    @Test func `does not take a key of now for the answer to an old question`() throws {
        var desk = try Clerk()
        desk.press("x")
        desk.send(.tick)
        desk.press("x")
        #expect(desk.effects.isEmpty)
    }

    @Test func `says what to bring`() throws {
        var desk = try Clerk()
        desk.send(.appointment(.example, nil))
        #expect(desk.shows("Bitte mitbringen: – Alter Ausweis oder Pass"))
    }

    @Test func `shows both codes in the smallest window`() throws {
        var desk = try Clerk(size: .smallest)
        desk.send(.appointment(.example, nil))
        #expect(desk.shows("123 456 789"))
        #expect(desk.shows("Code zum Ändern:"))
    }

    @Test func `names other times when somebody was quicker`() throws {
        var desk = try Clerk()
        desk.press("b")
        desk.press(.enter)
        desk.send(.slots(FreeTimes.examples))
        desk.press(.enter)
        desk.press(.enter)
        desk.send(.taken([Visitor.start + .minutes(30)]))
        #expect(desk.shows("Frei: Dienstag, 24. November, 11:12 Uhr"))
    }

    @Test func `does not change what is over`() throws {
        var desk = try Clerk()
        desk.press(.down)
        for key in ["c", "v", "x"] {
            desk.press(key)
            #expect(desk.effects.isEmpty)
            #expect(desk.shows("Das geht nicht mehr"))
        }
    }

    @Test func `finds the appointment of somebody who drew a number without a code`() throws {
        var desk = try Clerk()
        desk.press("z")
        desk.press("?47")
        desk.press(.enter)
        #expect(desk.shows("Eine Nummer ist wie A 047."))
        for _ in 1...3 { desk.press(.backspace) }
        desk.press("a47")
        desk.press(.enter)
        #expect(desk.effects == [.match(.example, Label(series: "A", number: 47))])
        desk.send(.noNumber(Label(series: "A", number: 47)))
        #expect(desk.shows("Mit der Nummer A 047 wartet niemand."))
        desk.send(.checkedIn(Label(series: "A", number: 47)))
        #expect(desk.shows("A 047 wartet jetzt."))
    }

    @Test func `works off the call-backs from the same screen`() throws {
        var desk = try Clerk()
        desk.press("r")
        #expect(desk.effects == [.showCallbacks])
        let line = CallbackLine(id: .example, at: Visitor.start, phone: "0555", wish: "Pass")
        desk.send(.callbacks([line]))
        #expect(desk.shows("0555 Pass"))
        desk.press(.enter)
        #expect(desk.shows("Pass"))
        desk.press(.enter)
        desk.send(.slots(FreeTimes.examples))
        desk.press(.enter)
        desk.press(.enter)
        desk.press(.enter)
        guard case .book(let form)? = desk.effects.last else { throw Nothing() }
        #expect(form.phone == "0555" && form.callback == .example && form.channel == .phone)
    }

    @Test func `takes a call-back down`() throws {
        var desk = try Clerk()
        desk.press("r")
        desk.send(.callbacks([]))
        desk.press("n")
        desk.press("0555")
        desk.press(.enter)
        desk.press("Pass")
        desk.press(.enter)
        #expect(desk.effects == [.takeDown(phone: "0555", wish: "Pass")])
    }

    @Test func `says when no answer comes`() throws {
        var desk = try Clerk()
        desk.press(.enter)
        #expect(desk.shows("Einen Moment"))
        desk.wait(.seconds(10))
        #expect(desk.shows("Keine Verbindung. Bitte gleich noch einmal versuchen."))
    }

    @Test(arguments: [
        Size(width: 60, height: 20), Size(width: 40, height: 12), Size(width: 80, height: 25),
    ])
    func `looks as it was looked at`(size: Size) throws {
        var desk = try Clerk(size: size)
        try expectGolden(desk.screen.grid, "front-day-de")
        desk.press("b")
        try expectGolden(desk.screen.grid, "front-service-de")
        desk.press(.enter)
        desk.send(.slots(FreeTimes.examples))
        try expectGolden(desk.screen.grid, "front-times-de")
        desk.press(.enter)
        try expectGolden(desk.screen.grid, "front-person-de")
        desk.send(.appointment(.example, .frontDoneBooked))
        try expectGolden(desk.screen.grid, "front-booked-de")
    }
}

private struct Nothing: Error {}
