import Lobby
import Screens
import Testing

struct BoardTests {
    private static let now = Visitor.start
    private static let calls = [
        call("A", 47, to: 3, secondsAgo: 5), call("AK", 12, to: 1, secondsAgo: 20),
        call("T", 9, to: 6, secondsAgo: 90), call("F", 3, to: 2, secondsAgo: 240),
        call("H", 1012, to: 4, secondsAgo: 300),
    ]

    @Test(arguments: ["de", "en"])
    func `the board looks as it was looked at`(language: LanguageCode) throws {
        for size in KioskScreenTests.sizes + [Size(width: 120, height: 40)] {
            let view = BoardView(calls: Self.calls, asOf: Self.now)
            try expectGolden(screen(view, language, size).grid, "board-calls-\(language)")
            let old = BoardView(
                calls: Self.calls,
                asOf: Self.now - .minutes(3),
                isStale: true
            )
            try expectGolden(screen(old, language, size).grid, "board-stale-\(language)")
            let today = BoardView(calls: Self.calls, plan: .example, asOf: Self.now)
            try expectGolden(screen(today, language, size).grid, "board-today-\(language)")
            let empty = BoardView(calls: [], asOf: Self.now)
            try expectGolden(screen(empty, language, size).grid, "board-empty-\(language)")
        }
    }

    @Test
    func `who is due is asked to check in, and not when the data is old`() throws {
        let due = [Self.now - .minutes(8), Self.now]
        let words = "Termin 10:34, 10:42: bitte am Automaten anmelden."
        for size in KioskScreenTests.sizes {
            var view = BoardView(calls: Self.calls, due: due, asOf: Self.now)
            let screen = try screen(view, "de", size)
            let text = screen.grid.lines.joined(separator: " ")
                .split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(text.contains(words))
            #expect(screen.spoken.contains(words))
            view.isStale = true
            #expect(try !self.screen(view, "de", size).spoken.contains(words))
        }
    }

    @Test
    func `what is otherwise today and the office's notices are said in every window, in turn`()
        throws
    {
        let notices = [
            LocalizedText(["de": "Der Fotoautomat steht im Erdgeschoss.", "en": "The photo booth."]
            ),
            LocalizedText(["de": "Bitte halten Sie Ihren Ausweis bereit.", "en": "Your card."]),
        ]
        let view = BoardView(calls: Self.calls, plan: .example, asOf: Self.now)
        let texts = try screenTexts("de")
        let sentences = texts.sentences(of: .example, in: .example, at: Self.now)
        #expect(!sentences.isEmpty)
        for size in KioskScreenTests.sizes + [Size(width: 120, height: 40)] {
            var seen = ""
            var first: Int?
            for turn in 0..<8 {
                let screen = boardScreen(
                    view,
                    office: .example,
                    texts: texts,
                    size: size,
                    at: Moment(elapsed: .zero, wall: Self.now + .seconds(8 * turn)),
                    notices: notices
                )
                seen += screen.grid.lines.joined(separator: " ") + " "
                for notice in notices { #expect(screen.spoken.contains(notice["de"])) }
                // The line below the number stays where it is.
                let rule = screen.grid.lines.firstIndex { $0.contains("────") }
                #expect(first == nil || rule == first)
                first = rule
            }
            let words = seen.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            for sentence in sentences + notices.map({ $0["de"] }) {
                #expect(words.contains(sentence), "\(size): \(sentence)")
            }
        }
    }

    @Test
    func `waiting times, who is due and notices never share a row, and all are said in turn`()
        throws
    {
        let numbers = [(48, 5, 10), (49, 10, 20), (50, 15, 25)].map { number, from, to in
            SoonCalled.Number(
                label: Label(series: "A", number: number),
                wait: ShownWait(from: from, to: to)
            )
        }
        let soon = SoonCalled(asOf: Self.now, numbers: numbers)
        let texts = try screenTexts("de")
        let sentences = texts.sentences(of: .example, in: .example, at: Self.now)
        let sizes = [
            Size(width: 40, height: 12), Size(width: 60, height: 12), Size(width: 80, height: 24),
        ]
        for size in sizes + KioskScreenTests.sizes {
            let alone = BoardView(calls: Self.calls, soon: soon, asOf: Self.now)
            let waits = try screen(alone, "de", size).grid.lines.last.map(Self.words(in:)) ?? ""
            #expect(waits.hasPrefix("Wartezeit"))
            for due in [[], [Self.now]] {
                var view = alone
                view.due = due
                view.plan = .example
                var rows: [String] = []
                for turn in 0..<8 {
                    rows += boardScreen(
                        view,
                        office: .example,
                        texts: texts,
                        size: size,
                        at: Moment(elapsed: .zero, wall: Self.now + .seconds(8 * turn))
                    ).grid.lines.map(Self.words(in:))
                }
                if size.width >= 60 { #expect(rows.contains(waits), "\(size): \(waits)") }
                #expect(rows.filter { $0.contains("Min") }.allSatisfy { $0 == waits })
                #expect(rows.contains("Heute schließen wir um 14:00 Uhr."), "\(size)")
                let words = rows.filter { !$0.isEmpty }.joined(separator: " ")
                let dueWords = "Termin 10:42: bitte am Automaten anmelden."
                for sentence in sentences + (due.isEmpty ? [] : [dueWords]) {
                    #expect(words.contains(sentence), "\(size): \(sentence)")
                }
            }
        }
    }

    @Test
    func `the newest call is the large one, in whatever order they come`() throws {
        let size = Size(width: 60, height: 20)
        let view = BoardView(calls: Self.calls.reversed(), asOf: Self.now)
        let screen = try screen(view, "de", size)
        #expect(screen.spoken == "Nummer A 47, bitte zu Schalter 3.")
        #expect(!screen.grid.lines.joined().contains("A 047"))
        #expect(screen.grid.lines.joined().contains("AK 012 → 1"))
    }

    @Test
    func `old data is said to be old`() throws {
        let view = BoardView(calls: Self.calls, asOf: Self.now - .minutes(3), isStale: true)
        let screen = try screen(view, "de", Size(width: 60, height: 20))
        #expect(screen.grid.lines.joined().contains("Stand 10:39"))
        #expect(screen.spoken.contains("Stand 10:39"))
    }

    @Test
    func `of two calls in one second the one the hub puts first is the newest`() throws {
        for labels in [(1, 2), (2, 1)] {
            let calls = [labels.0, labels.1].map { Self.call("A", $0, to: $0, secondsAgo: 5) }
            let view = BoardView(calls: calls, asOf: Self.now)
            let screen = try screen(view, "de", Size(width: 60, height: 20))
            #expect(screen.spoken == "Nummer A \(labels.0), bitte zu Schalter \(labels.0).")
        }
    }

    @Test
    func `the number stays as large when the data gets old`() throws {
        let size = Size(width: 60, height: 20)
        let fresh = BoardView(calls: Self.calls, asOf: Self.now)
        var old = fresh
        old.isStale = true
        let (before, after) = (try screen(fresh, "de", size), try screen(old, "de", size))
        #expect(before.grid.lines[2...8] == after.grid.lines[2...8])
        #expect(after.grid.lines.joined().contains("AK 012 → 1"))
    }

    @Test
    func `a board that never heard of the hub names no time`() throws {
        for size in KioskScreenTests.sizes {
            let silent = BoardView(calls: [], asOf: nil, isStale: true)
            let screen = try screen(silent, "de", size)
            let text = screen.grid.lines.dropFirst().joined(separator: " ")
            #expect(text.contains("Neue Aufrufe erscheinen"))
            #expect(!text.contains("Stand") && !text.contains("Gleich geht es los."))
            #expect(!screen.spoken.contains("Stand"))
        }
        let starting = BoardView(calls: [], asOf: nil)
        let screen = try screen(starting, "de", Size(width: 60, height: 20))
        #expect(screen.grid.lines.joined().contains("Gleich geht es los."))
    }

    @Test
    func `a call is new for half a minute`() throws {
        let size = Size(width: 60, height: 20)
        let view = BoardView(calls: Self.calls, asOf: Self.now)
        #expect(try screen(view, "de", size).grid.lines[1].contains("NEU"))
        let later = Moment(elapsed: .zero, wall: Self.now + .seconds(26))
        let lines = boardScreen(
            view,
            office: .example,
            texts: try screenTexts("de"),
            size: size,
            at: later
        ).grid.lines
        #expect(!lines[1].contains("NEU"))
    }

    @Test
    func `a new call blinks once a second for six seconds, unless it shall be still`() throws {
        let view = BoardView(calls: [Self.call("A", 47, to: 3, secondsAgo: 0)], asOf: Self.now)
        func style(after time: Duration, blinks: Bool = true) throws -> [Style] {
            let grid = boardScreen(
                view,
                office: .example,
                texts: try screenTexts("de"),
                size: Size(width: 60, height: 20),
                at: Moment(elapsed: .zero, wall: Self.now + time),
                blinks: blinks
            ).grid
            return grid.row(5).map(\.style)
        }
        let calm = try style(after: .seconds(20))
        var changes: [Bool] = []
        for quarter in 0..<32 {
            changes.append(try style(after: .milliseconds(250 * quarter)) != calm)
            #expect(try style(after: .milliseconds(250 * quarter), blinks: false) == calm)
        }
        let second = [false, false, true, true]
        #expect(
            changes == Array(repeatElement(second, count: 6).joined())
                + Array(repeating: false, count: 8)
        )
    }

    @Test
    func `the longest label fits every window`() throws {
        let view = BoardView(
            calls: [Self.call("TKL", 999_999, to: 12, secondsAgo: 1)],
            asOf: Self.now
        )
        for size in KioskScreenTests.sizes + [
            Size(width: 40, height: 12), Size(width: 9, height: 1),
        ] {
            let screen = try screen(view, "de", size)
            #expect(screen.grid.size == size)
            #expect(!screen.spoken.isEmpty)
        }
    }

    private func screen(_ view: BoardView, _ language: LanguageCode, _ size: Size) throws -> Screen
    {
        boardScreen(
            view,
            office: .example,
            texts: try screenTexts(language),
            size: size,
            at: Moment(elapsed: .zero, wall: Self.now)
        )
    }

    private static func words(in line: String) -> String {
        line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func call(
        _ series: String,
        _ number: Int,
        to counter: Int,
        secondsAgo: Int
    )
        -> BoardView.BoardCall
    {
        BoardView.BoardCall(
            label: Label(series: series, number: number),
            counter: counter,
            at: now - .seconds(secondsAgo)
        )
    }
}
