package import Lobby

/// How long a call counts as new on the board.
package let newCallLasts: Duration = .seconds(30)

/// How long it blinks at first.
package let boardBlinkLasts: Duration = .seconds(6)

/// From one flash to the next; three in a second are the most that is safe (WCAG 2.3.1).
package let boardBlink: Duration = .seconds(1)

/// The board: the newest call large, the ones before it small.
///
/// Draw it again at least once a minute for its clock, once ``newCallLasts`` after each call, and for
/// blinking twice in each ``boardBlink``.
package func boardScreen(
    _ view: BoardView,
    office: Office,
    texts: ScreenTexts,
    size: Size,
    at moment: Moment,
    blinks: Bool = true,
    notices: [LocalizedText] = []
) -> Screen {
    guard size.holds(.smallest) else {
        let page = smallWindowPage(texts: texts, size: size)
        return Screen(grid: PageLayout(page, size: size).grid(), spoken: page.spoken { $0.name })
    }
    var board = Board(view, office: office, texts: texts, size: size, now: moment.wall)
    board.blinks = blinks
    board.notices = notices.map { $0[texts.language] }
    board.draw()
    return Screen(grid: board.canvas.grid, spoken: board.spoken)
}

/// One drawing of the board.
private struct Board {
    /// Cells to a dot, at most.
    private static let largest = 8
    /// Rows kept for earlier calls, with their heading.
    private static let earlierRows = 3
    /// Rows at most for what else is to be said, in a window of so many rows at least and in others.
    private static let noticeRows = 4
    private static let noticeHeight = 24
    private static let noticeRowsOfSmall = 2
    /// How long a part of it stands, where not all of it has room.
    private static let noticeTurn: Duration = .seconds(8)

    /// One line below the calls.
    private struct Line {
        var text: String
        var style: Style
    }

    let view: BoardView
    let calls: [BoardView.BoardCall]
    let office: Office
    let texts: ScreenTexts
    let now: Instant
    var blinks = false
    /// What the office always says, after what is otherwise today.
    var notices: [String] = []
    var canvas: Canvas

    init(_ view: BoardView, office: Office, texts: ScreenTexts, size: Size, now: Instant) {
        self.view = view
        // The hub's times are whole seconds, its order is exact.
        calls = view.calls.enumerated().sorted { left, right in
            (right.element.at, left.offset) < (left.element.at, right.offset)
        }.map(\.element)
        self.office = office
        self.texts = texts
        self.now = now
        canvas = Canvas(size: size, isRightToLeft: texts.isRightToLeft)
    }

    mutating func draw() {
        let size = canvas.size
        canvas.bar(row: 0)
        let clock = office.time.timeOfDay(at: now).description
        canvas.text(
            office.name[texts.language],
            row: 0,
            column: 1,
            width: size.width - 3 - cellWidth(of: clock),
            style: .reverse
        )
        canvas.textAtEnd(clock, row: 0, margin: 1, style: .reverse)
        let lines = linesBelow
        if view.asOf == nil, view.isStale {
            // Nothing is known, not even that it will start soon.
            for (index, line) in lines.enumerated() {
                canvas.text(line.text, row: 3 + index, column: 2, style: line.style)
            }
            return
        }
        let bottom = size.height - lines.count
        for (index, line) in lines.enumerated() {
            canvas.text(line.text, row: bottom + index, column: 2, style: line.style)
        }
        guard let newest = calls.first else {
            return canvas.text(texts[.boardEmpty], row: 3, column: 3, style: .bold)
        }
        canvas.text(texts[.boardTitle], row: 1, column: 3, style: .bold)
        if isNew(newest) {
            canvas.textAtEnd(
                " \(texts[.boardNew]) ",
                row: 1,
                margin: 3,
                style: Style(isBold: true, isReverse: true, tint: .attention)
            )
        }
        let end = drawNewest(newest, from: 2, to: bottom - Self.earlierRows)
        drawEarlier(from: end, to: bottom)
    }

    private var usualSentences: [String] {
        (view.plan.map { texts.sentences(of: $0, in: office, at: now) } ?? []) + notices
    }

    /// What stands below the calls, each line in a row of its own.
    ///
    /// The waiting times, what is urgent, and what is otherwise today; where not all of it fits, one
    /// part after the other.
    private var linesBelow: [Line] {
        let words = view.isStale ? staleText : dueText
        let style: Style = view.isStale ? .attention : .bold
        let first =
            (soonText.map { [Line(text: $0, style: .plain)] } ?? []) + lines(words, style: style)
        let usual =
            view.isStale
            ? [] : usualSentences.map { lines($0, style: .bold) }.filter { !$0.isEmpty }
        guard let longest = usual.map(\.count).max() else { return first }
        let rows =
            canvas.size.height >= Self.noticeHeight ? Self.noticeRows : Self.noticeRowsOfSmall
        let room = rows - first.count
        // The first lines stay, unless a sentence would have to be cut for them.
        let parts =
            first.isEmpty || longest <= room
            ? self.parts(of: usual, most: room).map { first + $0 }
            : [first] + self.parts(of: usual, most: rows)
        let turn = now.milliseconds / Int64(Self.noticeTurn.components.seconds * 1000)
        let part = parts[Int(turn % Int64(parts.count))]
        // The number above stays as large whichever part it is.
        let most = parts.map(\.count).max() ?? 0
        return part + Array(repeating: Line(text: "", style: .plain), count: most - part.count)
    }

    private func lines(_ sentence: String, style: Style) -> [Line] {
        guard !sentence.isEmpty else { return [] }
        return wrapped(sentence, to: canvas.size.width - 4).map { Line(text: $0, style: style) }
    }

    /// The sentences in parts of so many lines at most.
    private func parts(of sentences: [[Line]], most: Int) -> [[Line]] {
        var parts: [[Line]] = []
        for lines in sentences {
            if let last = parts.last, last.count + lines.count <= most {
                parts[parts.count - 1] += lines
            } else {
                parts += stride(from: 0, to: lines.count, by: most).map {
                    Array(lines[$0..<min($0 + most, lines.count)])
                }
            }
        }
        return parts
    }

    /// The numbers that are called next, as many as one line holds; nil where there is no room for one,
    /// nobody waits, or the data is old.
    private var soonText: String? {
        guard !view.isStale, let soon = view.soon else { return nil }
        let words = texts.words(for: soon, in: office)
        let room = canvas.size.width - 4
        var line = words.title
        for (index, number) in words.numbers.enumerated() {
            let longer = line + (index == 0 ? " " : " · ") + "\(number.label) \(number.wait)"
            guard cellWidth(of: longer) <= room else { break }
            line = longer
        }
        let isEmpty = line == words.title && !words.numbers.isEmpty
        return isEmpty || cellWidth(of: line) > room ? nil : line
    }

    /// Asks the holders of appointments to check in; empty when nobody is due.
    private var dueText: String {
        guard !view.due.isEmpty else { return "" }
        let times = view.due.map { office.time.timeOfDay(at: $0).description }
        return texts[.boardDue, ["times": times.joined(separator: ", ")]]
    }

    private var staleText: String {
        guard let asOf = view.asOf.map({ office.time.timeOfDay(at: $0).description }) else {
            return texts[.boardNoData]
        }
        return texts[.boardStale, ["time": asOf]]
    }

    private func isNew(_ call: BoardView.BoardCall) -> Bool {
        now - call.at < newCallLasts
    }

    /// Whether this is the other half of a blink of the newest call.
    private var isFlashing: Bool {
        guard blinks, let newest = calls.first else { return false }
        let age = now - newest.at
        guard age >= .zero, age < boardBlinkLasts else { return false }
        return Int(age / (boardBlink / 2)) % 2 == 1
    }

    private func line(_ call: BoardView.BoardCall) -> String {
        "\(call.label) → \(call.counter)"
    }

    /// Draws as large as fits between the rows, on one line or on two; returns the row after it.
    ///
    /// The number is what must be seen from afar: before it gets smaller, the counter does.
    private mutating func drawNewest(
        _ call: BoardView.BoardCall,
        from first: Int,
        to end: Int
    ) -> Int {
        let width = canvas.size.width - 4
        let rows = end - first
        let label = call.label.description
        let one = BigText.fitting(line(call), width: width, height: rows - 1, upTo: Self.largest)
        if let (above, below) = onTwoLines(label, "→ \(call.counter)", rows: rows),
            above.height > one?.height ?? 0
        {
            draw(above, row: first)
            draw(below, row: first + above.height + 1)
            return first + above.height + 1 + below.height
        }
        if let one {
            draw(one, row: first + 1)
            return first + one.height + 2
        }
        let counter = "→ " + texts[.boardCounter, ["counter": String(call.counter)]]
        if let above = BigText.fitting(label, width: width, height: rows - 1) {
            draw(above, row: first)
            canvas.text(counter, row: first + above.height, column: 3, style: .key)
            return first + above.height + 1
        }
        canvas.text("\(label) \(counter)", row: first, column: 3, style: .key)
        return first + 2
    }

    /// Two lines of the same size, or the lower one in the smallest size when that makes the upper
    /// one large.
    private func onTwoLines(
        _ upper: String,
        _ lower: String,
        rows: Int
    ) -> (above: BigText, below: BigText)? {
        let width = canvas.size.width - 4
        func fitting(_ text: String, _ height: Int) -> BigText? {
            BigText.fitting(text, width: width, height: height, upTo: Self.largest)
        }
        if let above = fitting(upper, (rows - 1) / 2), above.height > BigText.smallestHeight,
            let below = fitting(lower, above.height)
        {
            return (above, below)
        }
        guard let above = fitting(upper, rows - 1 - BigText.smallestHeight),
            let below = fitting(lower, min(above.height, rows - 1 - above.height))
        else { return nil }
        return (above, below)
    }

    private mutating func draw(_ big: BigText, row: Int) {
        let column = (canvas.size.width - big.width) / 2
        guard isFlashing else { return canvas.big(big, row: row, column: column, style: .key) }
        canvas.big(big, row: row, column: column, style: Style(isDim: true))
    }

    private mutating func drawEarlier(from first: Int, to bottom: Int) {
        let earlier = calls.dropFirst().map { call in
            (text: line(call), style: isNew(call) ? Style.attention : .bold)
        }
        guard let widest = earlier.map({ cellWidth(of: $0.text) }).max(), bottom - first >= 2 else {
            return
        }
        canvas.rule(row: first, column: 3, width: canvas.size.width - 6)
        var row = first + 1
        if bottom - row >= 2 {
            canvas.text(texts[.boardBefore], row: row, column: 3, style: .dim)
            row += 1
        }
        let step = widest + 4
        let columns = max(1, (canvas.size.width - 6 + 4) / step)
        for (index, call) in earlier.enumerated() {
            let place = row + index / columns
            guard place < bottom else { return }
            canvas.text(
                call.text,
                row: place,
                column: 3 + index % columns * step,
                style: call.style
            )
        }
    }

    /// The newest call, as a voice in the waiting room says it.
    var spoken: String {
        guard let newest = calls.first else { return texts[.boardEmpty] }
        let call = texts[
            .boardSpoken,
            [
                "label": newest.label.spoken,
                "counter": String(newest.counter),
            ]
        ]
        let more =
            view.isStale
            ? staleText : ([dueText] + usualSentences).filter { !$0.isEmpty }.joined(separator: " ")
        return more.isEmpty ? call : "\(call) \(more)"
    }
}
