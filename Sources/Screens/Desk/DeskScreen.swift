package import Lobby

extension DeskDialogue {
    package func screen(size: Size, at moment: Moment) -> Screen {
        guard size.holds(.smallest) else {
            let page = smallWindowPage(texts: texts, size: size)
            return Screen(
                grid: PageLayout(page, size: size).grid(),
                spoken: page.spoken { $0.name }
            )
        }
        var canvas = Canvas(size: size, isRightToLeft: texts.isRightToLeft)
        drawTopBar(on: &canvas, at: moment)
        drawHolding(on: &canvas)
        drawOthers(on: &canvas)
        canvas.rule(row: 3, column: 1, width: size.width - 2)
        drawList(on: &canvas, at: moment)
        drawSentence(on: &canvas, at: moment)
        drawKeys(on: &canvas)
        return Screen(grid: canvas.grid, spoken: spoken(at: moment))
    }

    private func time(_ instant: Instant) -> String {
        office.time.timeOfDay(at: instant).description
    }

    private func serviceName(_ id: ServiceID) -> String {
        office.services[id]?.name[texts.language] ?? id
    }

    // MARK: Above the list

    private func drawTopBar(on canvas: inout Canvas, at moment: Moment) {
        canvas.bar(row: 0)
        var end = time(hubTime(at: moment))
        if let view {
            end = texts[.deskWaiting, ["count": String(view.waiting.count)]] + "   " + end
        }
        let name = office.name[texts.language]
        let title = texts[.deskCounter, ["counter": String(counter)]] + " · " + name
        let room = canvas.size.width - 3 - cellWidth(of: end)
        canvas.text(title, row: 0, column: 1, width: room, style: .reverse)
        canvas.textAtEnd(end, row: 0, margin: 1, style: .reverse)
    }

    private func drawHolding(on canvas: inout Canvas) {
        guard let view else { return }
        guard let holding = view.holding else {
            return canvas.text(texts[.deskHoldingNobody], row: 1, column: 1, style: .dim)
        }
        let state = stateText(holding)
        let label = holding.label.description
        canvas.text(label, row: 1, column: 1, style: .key)
        let column = 1 + max(9, cellWidth(of: label) + 2)
        let room = canvas.size.width - column - cellWidth(of: state) - 3
        canvas.text(
            serviceName(holding.service),
            row: 1,
            column: column,
            width: room,
            style: .bold
        )
        canvas.textAtEnd(state, row: 1, margin: 1, style: .bold)
    }

    private func stateText(_ visit: DeskView.HeldVisit) -> String {
        guard visit.state == .called else { return texts[.deskServing] }
        let called = visit.lastCalled.map(time) ?? "–"
        return texts[.deskCalled, ["time": called, "calls": String(visit.calls)]]
    }

    private func drawOthers(on canvas: inout Canvas) {
        guard let view, !view.others.isEmpty else { return }
        let others = view.others.sorted { $0.counter < $1.counter }
            .map { "\($0.counter) → \($0.label)" }
        let line = texts[.deskOthers] + "  " + others.joined(separator: "   ")
        canvas.text(line, row: 2, column: 1, width: canvas.size.width - 2, style: .dim)
    }

    // MARK: The list

    /// The columns after the number: where each begins.
    private struct Columns {
        let number = 1
        let service = 10
        let kind: Int
        let waited: Int

        init(width: Int) {
            waited = width - 5
            kind = waited - 15
        }
    }

    private func drawList(on canvas: inout Canvas, at moment: Moment) {
        let columns = Columns(width: canvas.size.width)
        canvas.text(texts[.deskColumnNumber], row: 4, column: columns.number, style: .dim)
        canvas.text(texts[.deskColumnService], row: 4, column: columns.service, style: .dim)
        canvas.text(texts[.deskColumnKind], row: 4, column: columns.kind, style: .dim)
        canvas.textAtEnd(texts[.deskColumnWaited], row: 4, margin: 1, style: .dim)
        guard let view else { return }
        if view.waiting.isEmpty {
            return canvas.text(texts[.deskEmpty], row: 5, column: columns.number)
        }
        // One row is kept for what lies outside, so that the list never moves for it.
        let rows = max(0, canvas.size.height - 5 - 3)
        let shown = view.waiting.dropFirst(firstLine).prefix(rows)
        for (index, line) in shown.enumerated() {
            draw(line, at: 5 + index, columns, on: &canvas, now: hubTime(at: moment))
        }
        let below = view.waiting.count - firstLine - shown.count
        let hidden = [(TextKey.deskHiddenAbove, firstLine), (.deskHiddenBelow, below)]
            .filter { $0.1 > 0 }.map { texts[$0.0, ["count": String($0.1)]] }
        canvas.text(
            hidden.joined(separator: " · "),
            row: 5 + rows,
            column: columns.number,
            style: .dim
        )
    }

    private func draw(
        _ line: DeskView.WaitingLine,
        at row: Int,
        _ columns: Columns,
        on canvas: inout Canvas,
        now: Instant
    ) {
        canvas.text(line.label.description, row: row, column: columns.number, style: .bold)
        canvas.text(
            serviceName(line.service),
            row: row,
            column: columns.service,
            width: columns.kind - columns.service - 1
        )
        let kind =
            line.booked.map { texts[.deskAppointment, ["time": time($0)]] } ?? texts[.deskWalkIn]
        canvas.text(
            kind,
            row: row,
            column: columns.kind,
            width: columns.waited - columns.kind - 1
        )
        let minutes = max(0, (now - line.arrived).wholeMilliseconds / 60_000)
        canvas.textAtEnd(String(minutes), row: row, margin: 1)
    }

    // MARK: Below the list

    private func sentenceText(at moment: Moment) -> (text: String, style: Style) {
        if isStale(at: moment) {
            guard let view else { return (texts[.deskNoAnswer], .attention) }
            return (texts[.deskStale, ["time": time(view.asOf)]], .attention)
        }
        switch sentence {
        case .text(let key, let values): return (texts[key, values], .bold)
        case .refused(let text): return (text, .attention)
        case .nothing:
            guard let view else { return (texts[.deskStarting], .plain) }
            return (view.isOpen ? "" : texts[.deskClosed], .plain)
        }
    }

    private func drawSentence(on canvas: inout Canvas, at moment: Moment) {
        let (text, style) = sentenceText(at: moment)
        canvas.text(
            text,
            row: canvas.size.height - 2,
            column: 1,
            width: canvas.size.width - 2,
            style: style
        )
    }

    /// All actions, always in the same place; those that cannot be done now are quiet.
    private func drawKeys(on canvas: inout Canvas) {
        let row = canvas.size.height - 1
        canvas.bar(row: row)
        let words = Action.allCases.map { "\($0.rawValue) \(texts[key(of: $0)])" }
        let used = words.reduce(0) { $0 + cellWidth(of: $1) }
        let space = max(1, min(4, (canvas.size.width - 2 - used) / max(1, words.count - 1)))
        var column = 1
        for (action, word) in zip(Action.allCases, words) {
            let style =
                isPossible(action)
                ? Style(isBold: true, isReverse: true) : Style(isReverse: true, isDim: true)
            canvas.text(word, row: row, column: column, style: style)
            column += cellWidth(of: word) + space
        }
    }

    private func key(of action: Action) -> TextKey {
        switch action {
        case .next: .deskNext
        case .again: .deskAgain
        case .appear: .deskAppear
        case .missed: .deskMissed
        case .finish: .deskFinish
        case .quit: .deskQuit
        }
    }

    private func spoken(at moment: Moment) -> String {
        var sentences = [texts[.deskCounter, ["counter": String(counter)]]]
        if let view {
            if let holding = view.holding {
                sentences.append("\(holding.label): \(stateText(holding))")
            } else {
                sentences.append(texts[.deskHoldingNobody])
            }
            sentences.append(texts[.deskWaiting, ["count": String(view.waiting.count)]])
        }
        sentences.append(sentenceText(at: moment).text)
        var page = Page()
        for sentence in sentences { page.text(sentence) }
        return page.spoken { $0.name }
    }
}
