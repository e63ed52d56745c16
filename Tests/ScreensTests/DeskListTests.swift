import Lobby
import Screens
import Testing

/// What a desk does with the line that is chosen, and about its counter.
struct DeskListTests {
    /// Each key with the line that is chosen for it, counted from the first.
    @Test(
        arguments: [
            ("c", 1, .call(DeskView.person(1))), ("v", 1, .prioritise(DeskView.person(1), true)),
            ("v", 2, .prioritise(DeskView.person(2), false)), ("g", 3, .left(DeskView.person(3))),
            ("r", 4, .resume(DeskView.person(11))), ("c", 4, .call(DeskView.person(11))),
            ("r", 5, .reinstate(DeskView.person(12))), ("r", 6, .admit(DeskView.person(13))),
            ("x", 6, .cancel(DeskView.person(13))), ("r", 7, .checkIn(DeskView.person(14))),
            ("r", 9, .checkIn(DeskView.person(14))), ("o", 0, .reopen(DeskView.person(17))),
            ("i", 0, .takeHelp(DeskView.person(15))), ("h", 0, .help),
            ("b2", 0, .pause(minutes: 15)),
        ] as [(String, Int, DeskDialogue.Effect)]
    )
    func `a key is about the chosen line, or about the counter`(
        key: String,
        line: Int,
        effect: DeskDialogue.Effect
    ) throws {
        var desk = try CounterClerk()
        desk.send(.view(.busy()))
        for _ in 0..<line { desk.send(.key(.down)) }
        desk.press(key)
        #expect(desk.effects == [effect])
    }

    @Test
    func `a key about a line says first that one has to be chosen`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.busy()))
        for key in ["c", "v", "g", "r", "x"] {
            desk.press(key)
            #expect(desk.effects.isEmpty)
            #expect(desk.text.contains("Bitte zuerst eine Zeile wählen"))
        }
        desk.press("0")
        #expect(desk.text.contains("Niemand ruft um Hilfe."))
    }

    @Test
    func `nobody else is meant when the chosen one has gone, and the choice goes along`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.busy()))
        for _ in 0..<2 { desk.send(.key(.down)) }
        var view = DeskView.busy()
        view.waiting.removeFirst()
        desk.send(.view(view))
        desk.press("g")
        #expect(desk.effects == [.left(DeskView.person(2))])
        desk.send(.done(.deskDoneLeft, ["label": "A 002"]))
        view.waiting.removeFirst()
        desk.send(.view(view))
        desk.press("g")
        #expect(desk.effects.count == 1)
        #expect(desk.text.contains("Bitte zuerst eine Zeile wählen"))
    }

    @Test
    func `a call for help stands where nothing moves for it, until it is done`() throws {
        var desk = try CounterClerk()
        var view = DeskView.example(waiting: 3)
        desk.send(.view(view))
        let before = desk.screen.grid.lines
        view.help = [DeskView.Help(id: DeskView.person(15), counter: 5)]
        desk.send(.view(view))
        #expect(desk.screen.grid.lines[3].contains("Hilfe: Schalter 5"))
        #expect(desk.screen.grid.lines[4...10] == before[4...10])
        view.help[0].takenBy = 3
        desk.send(.view(view))
        #expect(desk.screen.grid.lines[3].contains("Schalter 3 geht hin"))
        desk.press("0")
        #expect(desk.effects == [.endHelp(DeskView.person(15))])
    }

    @Test
    func `a number is given out for persons, with priority, or not at all`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.busy()))
        desk.press("y")
        desk.send(.key(.escape))
        #expect(desk.text.contains("Kinderwagen") == false && desk.effects.isEmpty)
        desk.press("y")
        for key in [Key.down, .right, .right, .left] { desk.send(.key(key)) }
        desk.press("v")
        desk.send(.key(.enter))
        let service = Office.example.services.all[1].id
        #expect(desk.effects == [.draw(service, persons: 2, isPriority: true)])
    }

    @Test
    func `a visit is transferred to a counter by its number, or to a service`() throws {
        var desk = try CounterClerk()
        desk.send(.view(.busy(holding: .serving)))
        desk.press("w1")
        #expect(desk.effects == [.transfer(.example, service: nil, counter: 1)])
        desk.send(.done(.deskDoneTransferred, ["label": "A 047"]))
        desk.send(.view(.busy(holding: .serving)))
        desk.press("w")
        let counters = Office.example.counters.count - 1
        for _ in 0..<counters { desk.send(.key(.down)) }
        desk.send(.key(.enter))
        let service = Office.example.services.all[0].id
        #expect(desk.effects.last == .transfer(.example, service: service, counter: nil))
    }

    @Test
    func `a pause is shown, and the same key ends it`() throws {
        var desk = try CounterClerk()
        var view = DeskView.example(waiting: 3)
        view.pausedUntil = Visitor.start + .minutes(15)
        desk.send(.view(view))
        #expect(desk.text.contains("Pause bis 10:57"))
        desk.press("b")
        #expect(desk.effects == [.pause(minutes: 0)])
    }
}
