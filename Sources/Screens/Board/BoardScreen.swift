package import Lobby

/// How long a call counts as new on the board.
package let newCallLasts: Duration = .seconds(30)

/// The board: the newest call large, the ones before it small.
///
/// Draw it again at least once a minute for its clock, and once ``newCallLasts`` after each call.
package func boardScreen(
    _ view: BoardView,
    office: Office,
    texts: ScreenTexts,
    size: Size,
    at moment: Moment
) -> Screen {
    guard size.holds(.smallest) else {
        let page = smallWindowPage(texts: texts, size: size)
        return Screen(grid: PageLayout(page, size: size).grid(), spoken: page.spoken { $0.name })
    }
    var board = Board(view, office: office, texts: texts, size: size, now: moment.wall)
    board.draw()
    return Screen(grid: board.canvas.grid, spoken: board.spoken)
}

/// One drawing of the board.
private struct Board {
    /// Cells to a dot, at most.
    private static let largest = 8
    /// Rows kept for earlier calls, with their heading.
    private static let earlierRows = 3

    let view: BoardView
    let calls: [BoardView.BoardCall]
    let office: Office
    let texts: ScreenTexts
    let now: Instant
    var canvas: Canvas

    init(_ view: BoardView, office: Office, texts: ScreenTexts, size: Size, now: Instant) {
        self.view = view
        // The newest first; of two at one instant always the same.
        calls = view.calls.sorted { ($1.at, $0.label) < ($0.at, $1.label) }
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
        let notice = view.isStale ? wrapped(staleText, to: size.width - 4) : []
        let bottom = size.height - notice.count
        for (index, line) in notice.enumerated() {
            canvas.text(line, row: bottom + index, column: 2, style: .attention)
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

    private var staleText: String {
        let asOf = office.time.timeOfDay(at: view.asOf).description
        return texts[.boardStale, ["time": asOf]]
    }

    private func isNew(_ call: BoardView.BoardCall) -> Bool {
        now - call.at < newCallLasts
    }

    private func line(_ call: BoardView.BoardCall) -> String {
        "\(call.label) → \(call.counter)"
    }

    /// Draws as large as fits between the rows, on one line or on two; returns the row after it.
    private mutating func drawNewest(
        _ call: BoardView.BoardCall,
        from first: Int,
        to end: Int
    ) -> Int {
        let width = canvas.size.width - 4
        let rows = end - first
        let label = call.label.description
        let one = BigText.fitting(line(call), width: width, height: rows - 1, upTo: Self.largest)
        let half = (rows - 1) / 2
        if let above = BigText.fitting(label, width: width, height: half, upTo: Self.largest),
            above.height > one?.height ?? 0,
            let below = BigText.fitting(
                "→ \(call.counter)",
                width: width,
                height: above.height,
                upTo: Self.largest
            )
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

    private mutating func draw(_ big: BigText, row: Int) {
        canvas.big(big, row: row, column: (canvas.size.width - big.width) / 2, style: .key)
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
                "label": "\(newest.label.series) \(newest.label.number)",
                "counter": String(newest.counter),
            ]
        ]
        return view.isStale ? "\(call) \(staleText)" : call
    }
}
