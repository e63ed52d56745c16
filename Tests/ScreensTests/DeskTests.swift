import Lobby
import Screens
import Testing

struct DeskTests {
    @Test(arguments: ["de", "en"])
    func `the desk looks as it was looked at`(language: LanguageCode) throws {
        for size in KioskScreenTests.sizes {
            var desk = try CounterClerk(language, size: size)
            try expectGolden(desk.screen.grid, "desk-starting-\(language)")
            desk.send(.view(.example(waiting: 20)))
            try expectGolden(desk.screen.grid, "desk-free-\(language)")
            desk.send(.view(.example(waiting: 20, holding: .called)))
            desk.press("f")
            try expectGolden(desk.screen.grid, "desk-called-\(language)")
            desk.send(.view(.example(waiting: 0, holding: .serving)))
            desk.send(.linkLost)
            try expectGolden(desk.screen.grid, "desk-serving-stale-\(language)")
            var busy = try CounterClerk(language, size: size)
            busy.send(.view(.busy()))
            busy.send(.key(.down))
            try expectGolden(busy.screen.grid, "desk-busy-\(language)")
            busy.press("y")
            busy.send(.key(.right))
            try expectGolden(busy.screen.grid, "desk-draw-\(language)")
        }
    }

    @Test(
        arguments: [
            ("n", nil, DeskDialogue.Effect.next), ("N", nil, .next),
            ("a", VisitState.called, .again(.example)), ("p", .called, .appear(.example)),
            ("m", .called, .missed(.example)), ("f", .serving, .finish(.example)),
            ("z", .called, .putBack(.example)), ("e", .serving, .finishAndNext(.example)),
            ("k1", .serving, .park(.example, .photo)), ("k4", .serving, .park(.example, .other)),
            ("u", nil, .undo),
        ] as [(String, VisitState?, DeskDialogue.Effect)]
    )
    func `every action is one key, and its reason another`(
        key: String,
        holding: VisitState?,
        effect: DeskDialogue.Effect
    ) throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 3, holding: holding)))
        desk.press(key)
        #expect(desk.effects == [effect])
    }

    @Test
    func `another key than a reason does not park`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 3, holding: .serving)))
        desk.press("k")
        #expect(desk.text.contains("1 Fotoautomat"))
        desk.press("5")
        desk.press("1")
        #expect(desk.effects.isEmpty)
    }

    @Test
    func `a second press does nothing while the first is under way`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 3)))
        desk.press("nnn")
        #expect(desk.effects == [.next])
        desk.send(.view(.example(waiting: 3)))
        desk.press("n")
        #expect(desk.effects == [.next])
        desk.send(.done(.deskDoneCalled, ["label": "A 047"]))
        #expect(desk.text.contains("A 047 ist aufgerufen."))
        desk.press("n")
        #expect(desk.effects == [.next, .next])
    }

    @Test(
        arguments: [
            ("n", VisitState.called, "Ist A 047 da?"), ("f", .called, "Ist A 047 da?"),
            ("n", .serving, "Erst A 047 abschließen: f"),
            ("a", nil, "Erst eine Nummer aufrufen: n"),
            ("f", nil, "Erst eine Nummer aufrufen: n"),
        ] as [(String, VisitState?, String)]
    )
    func `what cannot be done now says what comes first`(
        key: String,
        holding: VisitState?,
        sentence: String
    ) throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 3, holding: holding)))
        desk.press(key)
        #expect(desk.effects.isEmpty)
        #expect(desk.text.contains(sentence))
    }

    @Test
    func `an answer that never comes frees the keys again`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 3)))
        desk.press("n")
        desk.now += DeskDialogue.answerLimit
        desk.send(.tick)
        #expect(desk.text.contains("Der Hub hat nicht geantwortet."))
        desk.press("n")
        #expect(desk.effects == [.next, .next])
    }

    @Test
    func `an action cut off by a lost connection is said to be perhaps not done`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 3)))
        desk.press("n")
        #expect(desk.text.contains("Einen Moment"))
        desk.send(.linkLost)
        desk.send(.view(.example(waiting: 3)))
        #expect(!desk.text.contains("Einen Moment"))
        #expect(
            desk.words.contains(
                "Der Hub hat nicht geantwortet. Bitte Liste ansehen; ist nichts geschehen, noch "
                    + "einmal drücken."
            )
        )
        desk.press("n")
        #expect(desk.effects == [.next, .next])
    }

    @Test(arguments: [true, false])
    func `an action without an answer that was done all the same is in doubt no more`(
        isSeenBefore: Bool
    ) throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 3)))
        desk.press("n")
        if isSeenBefore { desk.send(.view(.example(waiting: 2, holding: .called))) }
        desk.now += DeskDialogue.answerLimit
        desk.send(.tick)
        #expect(desk.text.contains("Der Hub hat nicht geantwortet.") == !isSeenBefore)
        desk.send(.view(.example(waiting: 2, holding: .called)))
        #expect(!desk.text.contains("geantwortet"))
    }

    @Test
    func `that nobody can be called is said until the list changes`() throws {
        var desk = try CounterClerk()
        let sentence = "Niemand wartet, den Sie aufrufen könnten."
        desk.send(.view(.example(waiting: 0)))
        desk.press("n")
        desk.send(.done(.deskDoneNobody, [:]))
        desk.send(.view(.example(waiting: 0)))
        #expect(desk.text.contains(sentence))
        desk.send(.view(.example(waiting: 1)))
        #expect(!desk.text.contains(sentence))
    }

    @Test
    func `what was done is said until the counter holds something else`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 1)))
        desk.press("n")
        desk.send(.done(.deskDoneCalled, ["label": "A 047"]))
        for waiting in 0...1 {
            desk.send(.view(.example(waiting: waiting, holding: .called)))
            #expect(desk.text.contains("A 047 ist aufgerufen."))
        }
        // Missed by itself after three calls.
        desk.send(.view(.example(waiting: 1)))
        #expect(!desk.text.contains("A 047"))
    }

    @Test
    func `another key takes the sentence away`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 0, holding: .called)))
        desk.press("f")
        #expect(desk.text.contains("Ist A 047 da?"))
        desk.send(.key(.down))
        #expect(!desk.text.contains("Ist A 047 da?"))
    }

    @Test(arguments: [
        (2, "A 047 ist noch einmal aufgerufen; so kurz danach zählt es nicht als neuer Aufruf."),
        (3, "A 047 ist noch einmal aufgerufen."),
    ])
    func `a call too soon after the last one is said not to count`(
        calls: Int,
        sentence: String
    ) throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 1, holding: .called)))
        desk.press("a")
        desk.send(.calledAgain(Label(series: "A", number: 47), calls: calls))
        #expect(desk.words.contains(sentence))
        #expect(desk.words.contains("nicht als neuer Aufruf") == (calls == 2))
    }

    @Test
    func `a hub that is not there at the start is said, and nothing about pressing`() throws {
        var desk = try CounterClerk()
        desk.send(.linkLost)
        #expect(desk.text.contains("Noch keine Verbindung zum Hub. Es wird weiter versucht."))
        #expect(!desk.text.contains("drücken"))
        desk.send(.view(.example(waiting: 3)))
        #expect(!desk.text.contains("Verbindung"))
    }

    @Test
    func `the list scrolls by pages and not beyond its last one`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 30)))
        #expect(desk.text.contains("13 darunter: Bild↓"))
        let first = desk.screen.grid.lines
        desk.send(.key(.pageDown))
        desk.send(.key(.pageUp))
        #expect(desk.screen.grid.lines == first)
        for _ in 0..<5 { desk.send(.key(.pageDown)) }
        let last = desk.screen.grid.lines
        #expect(last[21].contains("030") && last[22].contains("13 darüber: Bild↑"))
        for _ in 0..<5 { desk.send(.key(.pageUp)) }
        #expect(desk.screen.grid.lines[5].contains("001"))
    }

    @Test(arguments: ["de", "en"])
    func `every key is there in full, and no sentence is cut, in the smallest window`(
        language: LanguageCode
    ) throws {
        let texts = try screenTexts(language)
        var desk = try CounterClerk(language, size: .smallest)
        desk.send(.view(.example(waiting: 20)))
        let keys: [(VisitState?, [TextKey])] = [
            (nil, [.deskNext, .deskUndo, .deskQuit]),
            (.called, [.deskAgain, .deskAppear, .deskMissed, .deskPutBack, .deskUndo, .deskQuit]),
            (.serving, [.deskFinish, .deskFinishAndNext, .deskPark, .deskUndo, .deskQuit]),
        ]
        for (state, keys) in keys {
            desk.send(.view(.example(waiting: 20, holding: state)))
            for key in keys { #expect(desk.text.contains(texts[key])) }
            for key in TextKey.allCases where key.isSentenceOfDesk {
                let values = ["label": "TK 1047", "time": "10:42"]
                desk.send(.done(key, values))
                #expect(desk.words.contains(texts[key, values]), "\(desk.text)")
                #expect(desk.screen.grid.lines[4].contains("001"))
            }
        }
    }

    @Test
    func `one who waits is one`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 1)))
        #expect(desk.text.contains("1 wartet "))
        desk.send(.view(.example(waiting: 2)))
        #expect(desk.text.contains("2 warten "))
    }

    @Test
    func `the list stays under the eye when somebody before it is called`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 30)))
        desk.send(.key(.pageDown))
        let first = desk.screen.grid.lines[5]
        var view = DeskView.example(waiting: 30)
        view.waiting.removeFirst(2)
        desk.send(.view(view))
        #expect(desk.screen.grid.lines[5] == first)
        view.waiting.removeAll { $0.label.number == 14 }
        desk.send(.view(view))
        #expect(desk.screen.grid.lines[5].contains("015"))
    }

    @Test
    func `what came long ago is shown as old, and new again with the next view`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 3)))
        desk.now += .seconds(16)
        desk.send(.tick)
        #expect(desk.text.contains("Keine Verbindung zum Hub. Stand 10:42."))
        desk.send(.view(.example(waiting: 3)))
        #expect(!desk.text.contains("Keine Verbindung"))
    }

    @Test
    func `waiting times go by the clock of the hub`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 1)))
        #expect(desk.screen.grid.lines[5].hasSuffix(" 3"))
        desk.now += .seconds(61)
        #expect(desk.screen.grid.lines[5].hasSuffix(" 4"))
    }

    @Test
    func `leaving asks when a visit is still open`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 1, holding: .serving)))
        desk.press("q")
        #expect(desk.effects.isEmpty)
        #expect(desk.text.contains("A 047 ist noch offen."))
        desk.press("q")
        #expect(desk.effects == [.quit])
    }

    @Test
    func `leaving asks again after another key, and without a connection too`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 1, holding: .serving)))
        desk.press("q")
        desk.send(.key(.down))
        desk.send(.linkLost)
        desk.press("q")
        #expect(desk.effects.isEmpty)
        #expect(desk.text.contains("A 047 ist noch offen."))
        desk.press("q")
        #expect(desk.effects == [.quit])
    }

    @Test
    func `a refusal is shown in its own words`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.example(waiting: 1)))
        desk.press("n")
        desk.send(.refused("Schalter 3 hat noch A 047."))
        #expect(desk.text.contains("Schalter 3 hat noch A 047."))
    }
}
