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
        drawHelp(on: &canvas)
        if let picker {
            draw(picker, on: &canvas, at: moment)
        } else {
            drawList(on: &canvas, at: moment)
        }
        drawSentence(on: &canvas, at: moment)
        drawKeys(on: &canvas)
        return Screen(grid: canvas.grid, spoken: spoken(at: moment))
    }

    func time(_ instant: Instant) -> String {
        office.time.timeOfDay(at: instant).description
    }

    func serviceName(_ id: ServiceID) -> String {
        office.services[id]?.name[texts.language] ?? id
    }

    /// Services, each with its persons.
    func words(_ errands: [Errand]) -> String {
        errands.map { errand in
            serviceName(errand.service) + (errand.persons > 1 ? " ×\(errand.persons)" : "")
        }.joined(separator: ", ")
    }

    // MARK: Above the list

    private func drawTopBar(on canvas: inout Canvas, at moment: Moment) {
        canvas.bar(row: 0)
        var end = time(hubTime(at: moment))
        if let view {
            end = waitingText(view) + "   " + end
        }
        let name = office.name[texts.language]
        let title = texts[.deskCounter, ["counter": String(counter)]] + " · " + name
        let room = canvas.size.width - 3 - cellWidth(of: end)
        canvas.text(title, row: 0, column: 1, width: room, style: .reverse)
        canvas.textAtEnd(end, row: 0, margin: 1, style: .reverse)
    }

    private func waitingText(_ view: DeskView) -> String {
        let count = view.waiting.count
        return count == 1
            ? texts[.deskWaitingOne] : texts[.deskWaiting, ["count": String(count)]]
    }

    private func drawHolding(on canvas: inout Canvas) {
        guard let view else { return }
        guard let holding = view.holding else {
            guard let end = view.pausedUntil else {
                return canvas.text(texts[.deskHoldingNobody], row: 1, column: 1, style: .dim)
            }
            let words = texts[.deskPaused, ["time": time(end)]]
            return canvas.text(words, row: 1, column: 1, style: .attention)
        }
        let state = stateText(holding)
        let label = ([holding.label] + holding.also).map(\.description).joined(separator: " + ")
        canvas.text(label, row: 1, column: 1, style: .key)
        let column = 1 + max(9, cellWidth(of: label) + 2)
        let room = canvas.size.width - column - cellWidth(of: state) - 3
        canvas.text(
            words(holding.errands) + (holding.note.map { " · \($0)" } ?? ""),
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

    /// Who calls for help stands in place of the line above the list, so that nothing moves.
    private func drawHelp(on canvas: inout Canvas) {
        let width = canvas.size.width - 2
        guard let help = view?.help, !help.isEmpty else {
            return canvas.rule(row: 3, column: 1, width: width)
        }
        let calls = help.map { help in
            let place =
                help.counter.map { texts[.deskCounter, ["counter": String($0)]] }
                ?? texts[.deskHelpKiosk, ["name": help.kiosk]]
            let taken = help.takenBy.map { texts[.deskHelpTaken, ["counter": String($0)]] }
            return ([place] + [taken].compactMap(\.self)).joined(separator: ", ")
        }
        let words = texts[.deskHelpCalled, ["places": calls.joined(separator: " · ")]]
        canvas.text(words, row: 3, column: 1, width: width, style: .attention)
    }

    // MARK: Below the list

    func rowsBelow(in size: Size, at moment: Moment) -> Int {
        sentenceLines(in: size, at: moment).count + keyRows(in: size).count
    }

    private func sentenceText(at moment: Moment) -> (text: String, style: Style) {
        // The question whether to quit is asked even when nothing else is known.
        if isStale(at: moment), !isQuitAsked {
            guard let view else { return (texts[.deskNoConnection], .attention) }
            return (texts[.deskStale, ["time": time(view.asOf)]], .attention)
        }
        switch sentence {
        case .text(let key, let values): return (texts[key, values], .bold)
        case .refused(let text): return (text, .attention)
        case .nothing:
            guard let view else { return (texts[.deskStarting], .plain) }
            return (view.isOpen ? printerText(view) : texts[.deskClosed], .plain)
        }
    }

    /// The first printer that somebody should see to; nothing where all print.
    private func printerText(_ view: DeskView) -> String {
        guard let printer = view.printers.first else { return "" }
        let words = texts.words(for: printer.reasons, ticketsLeft: printer.ticketsLeft)
        return texts[.deskPrinter, ["name": printer.kiosk, "reasons": words]]
    }

    /// The sentence's lines, at least one; it grows upwards and leaves the list a line.
    private func sentenceLines(in size: Size, at moment: Moment) -> [String] {
        let lines = wrapped(sentenceText(at: moment).text, to: size.width - 2)
        let most = max(1, size.height - headRows(in: size) - 1 - keyRows(in: size).count)
        guard lines.count > most else { return lines }
        return lines.prefix(most - 1) + [lines.dropFirst(most - 1).joined(separator: " ")]
    }

    private func drawSentence(on canvas: inout Canvas, at moment: Moment) {
        let style = sentenceText(at: moment).style
        let first = canvas.size.height - rowsBelow(in: canvas.size, at: moment)
        for (index, line) in sentenceLines(in: canvas.size, at: moment).enumerated() {
            canvas.text(
                line,
                row: first + index,
                column: 1,
                width: canvas.size.width - 2,
                style: style
            )
        }
    }

    /// Cells between two keys.
    private static let keySpace = 2...4

    private func word(for action: Action) -> String {
        "\(action.rawValue) \(texts[key(of: action)])"
    }

    /// The actions that fit to what is so now, on as few rows as hold all of them in full.
    private func keyRows(in size: Size) -> [[Action]] {
        rows(of: Action.allCases.filter(isOffered), in: size)
    }

    private func rows(of all: [Action], in size: Size) -> [[Action]] {
        for count in 1..<all.count {
            let length = (all.count + count - 1) / count
            let rows = stride(from: 0, to: all.count, by: length).map { first in
                Array(all[first..<min(first + length, all.count)])
            }
            let isFitting = rows.allSatisfy { row in
                let words = row.reduce(0) { $0 + cellWidth(of: word(for: $1)) }
                return words + Self.keySpace.lowerBound * (row.count - 1) <= size.width - 2
            }
            if isFitting { return rows }
        }
        return all.map { [$0] }
    }

    /// Those that cannot be done now, because one is under way, are quiet.
    private func drawKeys(on canvas: inout Canvas) {
        let rows = keyRows(in: canvas.size)
        for (index, actions) in rows.enumerated() {
            draw(actions, row: canvas.size.height - rows.count + index, on: &canvas)
        }
    }

    private func draw(_ actions: [Action], row: Int, on canvas: inout Canvas) {
        canvas.bar(row: row)
        let words = actions.map(word(for:))
        let used = words.reduce(0) { $0 + cellWidth(of: $1) }
        let room = (canvas.size.width - 2 - used) / max(1, words.count - 1)
        let space = min(max(room, Self.keySpace.lowerBound), Self.keySpace.upperBound)
        var column = 1
        for (action, word) in zip(actions, words) {
            let style =
                // While something is chosen in place of the list, the keys are those of the choice.
                isPossible(action) && picker == nil
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
        case .finishAndNext: .deskFinishAndNext
        case .park: .deskPark
        case .transfer: .deskTransfer
        case .putBack: .deskPutBack
        case .call: .deskCall
        case .back: .deskBack
        case .priority: chosenLine?.isPriority == true ? .deskNoPriority : .deskPriority
        case .left: .deskLeft
        case .cancel: .deskCancel
        case .reopen: .deskReopen
        case .undo: .deskUndo
        case .draw: .deskDraw
        case .pause: view?.pausedUntil == nil ? .deskPause : .deskWork
        case .help: .deskHelp
        case .goThere: .deskGoThere
        case .helpDone: .deskHelpDone
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
            sentences.append(waitingText(view))
        }
        if let line = chosenLine { sentences.append(details(of: line)) }
        if let entry = chosenEntry { sentences.append(details(of: entry)) }
        sentences.append(sentenceText(at: moment).text)
        var page = Page()
        for sentence in sentences { page.text(sentence) }
        return page.spoken { $0.name }
    }
}
