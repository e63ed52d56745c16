import Lobby

// The list of a desk: who waits, and below them who is parked, missed, to be clarified and expected.
extension DeskDialogue {
    /// From here on the list has titles.
    private static let tall = 14

    /// Rows above the list's first line, or above the first choice.
    func headRows(in size: Size) -> Int {
        picker != nil || size.height >= Self.tall ? 5 : 4
    }

    /// From here on there is room for how urgent it is, in a word of its own.
    private static let wide = 72
    /// From here on there is room for how long it will still wait.
    private static let broad = 60

    /// Lines of the list that are shown at once.
    ///
    /// One row below is kept for what lies outside or for more about the chosen line, so that the list
    /// never moves for it; only in a small window a long sentence takes that row.
    func listRows(in size: Size, at moment: Moment) -> Int {
        let room = size.height - headRows(in: size) - rowsBelow(in: size, at: moment)
        return room > 1 ? room - 1 : max(0, room)
    }

    /// The row below the list; nil where a long sentence needs it.
    private func detailsRow(in size: Size, at moment: Moment) -> Int? {
        let row = headRows(in: size) + listRows(in: size, at: moment)
        return row < size.height - rowsBelow(in: size, at: moment) ? row : nil
    }

    /// The columns after the number: where each begins.
    private struct Columns {
        let number = 1
        let service = 10
        let kind: Int
        /// Nil where there is no room for it.
        let urgency: Int?
        /// How long it will still wait; nil where there is no room for it.
        let left: Int?
        let waited: Int

        init(width: Int) {
            waited = width - 5
            left = width >= DeskDialogue.broad ? waited - 9 : nil
            urgency = width >= DeskDialogue.wide ? (left ?? waited) - 10 : nil
            kind = (urgency ?? left ?? waited) - 15
        }
    }

    func drawList(on canvas: inout Canvas, at moment: Moment) {
        let columns = Columns(width: canvas.size.width)
        let head = headRows(in: canvas.size)
        if canvas.size.height >= Self.tall { drawTitles(columns, on: &canvas) }
        guard let view else { return }
        let items = view.items
        if items.isEmpty {
            return canvas.text(texts[.deskEmpty], row: head, column: columns.number)
        }
        let rows = listRows(in: canvas.size, at: moment)
        let shown = items.dropFirst(firstLine).prefix(rows)
        for (index, item) in shown.enumerated() {
            let row = head + index
            switch item {
            case .waiting(let line): draw(line, at: row, columns, &canvas, now: hubTime(at: moment))
            case .heading(let kind, let count):
                let title = "\(texts[kind.title]) (\(count))"
                canvas.text(title, row: row, column: columns.number, style: .dim)
            case .entry(let entry): draw(entry, at: row, columns, &canvas)
            }
        }
        guard let detailsRow = detailsRow(in: canvas.size, at: moment) else { return }
        let below = items.count - firstLine - shown.count
        let hidden = [(TextKey.deskHiddenAbove, firstLine), (.deskHiddenBelow, below)]
            .filter { $0.1 > 0 }.map { texts[$0.0, ["count": String($0.1)]] }
        let details = chosenLine.map(details) ?? chosenEntry.map(details)
        canvas.text(
            details ?? hidden.joined(separator: " · "),
            row: detailsRow,
            column: columns.number,
            width: canvas.size.width - 2,
            style: details == nil ? .dim : .bold
        )
    }

    private func drawTitles(_ columns: Columns, on canvas: inout Canvas) {
        canvas.text(texts[.deskColumnNumber], row: 4, column: columns.number, style: .dim)
        canvas.text(texts[.deskColumnService], row: 4, column: columns.service, style: .dim)
        canvas.text(texts[.deskColumnKind], row: 4, column: columns.kind, style: .dim)
        if let urgency = columns.urgency {
            canvas.text(texts[.deskColumnUrgency], row: 4, column: urgency, style: .dim)
        }
        if let left = columns.left {
            canvas.text(texts[.deskColumnLeft], row: 4, column: left, style: .dim)
        }
        canvas.textAtEnd(texts[.deskColumnWaited], row: 4, margin: 1, style: .dim)
    }

    private func draw(
        _ line: DeskView.WaitingLine,
        at row: Int,
        _ columns: Columns,
        _ canvas: inout Canvas,
        now: Instant
    ) {
        let label = ([line.label] + line.also).map(\.description).joined(separator: "+")
        mark(row, ifChosen: line.id, &canvas)
        canvas.text(
            label,
            row: row,
            column: columns.number,
            width: columns.service - columns.number - 1,
            style: .bold
        )
        canvas.text(
            words(line.errands),
            row: row,
            column: columns.service,
            width: columns.kind - columns.service - 1
        )
        canvas.text(kind(of: line), row: row, column: columns.kind, width: 14)
        let isUrgent = line.urgency == .late || line.urgency == .soon
        if let column = columns.urgency, let urgency = line.urgency {
            let style: Style = line.urgency == .late ? .attention : isUrgent ? .bold : .dim
            canvas.text(texts[urgency.word], row: row, column: column, width: 9, style: style)
        }
        if let left = columns.left { canvas.text(leftText(line.wait), row: row, column: left) }
        let minutes = max(0, (now - line.arrived).wholeMilliseconds / 60_000)
        canvas.textAtEnd(String(minutes), row: row, margin: 1)
    }

    private func draw(
        _ entry: DeskView.Entry,
        at row: Int,
        _ columns: Columns,
        _ canvas: inout Canvas
    ) {
        mark(row, ifChosen: entry.id, &canvas)
        let title = entry.label?.description ?? entry.start.map(time) ?? ""
        canvas.text(title, row: row, column: columns.number, style: .bold)
        let more = [entry.parkedFor.map { texts[$0.word] }, entry.note].compactMap(\.self)
        canvas.text(
            ([words(entry.errands)] + more).joined(separator: " · "),
            row: row,
            column: columns.service,
            width: canvas.size.width - columns.service - 1
        )
    }

    private func leftText(_ wait: ShownWait?) -> String {
        guard let wait else { return "–" }
        return wait.isLong ? "> \(ShownWait.long)" : "\(wait.from)–\(wait.to)"
    }

    /// Marks the chosen line, not by colour alone.
    private func mark(_ row: Int, ifChosen id: VisitID, _ canvas: inout Canvas) {
        if id == chosen { canvas.text("▸", row: row, column: 0, style: .key) }
    }

    private func kind(of line: DeskView.WaitingLine) -> String {
        if line.mayHaveBeenCalled { return texts[.deskMaybeCalled] }
        if line.isPaperUnclear { return texts[.deskPaperUnclear] }
        return line.booked.map { texts[.deskAppointment, ["time": time($0)]] }
            ?? line.claimed.map { texts[.deskClaim, ["time": time($0)]] }
            ?? texts[.deskWalkIn]
    }

    /// The chosen line in one sentence: how soon, why, what for, and the note.
    func details(of line: DeskView.WaitingLine) -> String {
        let why = [line.urgency.map { texts[$0.word] }, line.reason.map { texts[$0.word] }]
            .compactMap(\.self).joined(separator: ", ")
        let label = ([line.label] + line.also).map(\.description).joined(separator: " + ")
        return [label, why, line.note ?? "", words(line.errands)]
            .filter { !$0.isEmpty }.joined(separator: " · ")
    }

    func details(of entry: DeskView.Entry) -> String {
        let title = entry.label?.description ?? entry.start.map(time) ?? ""
        return [title, texts[entry.kind.title], entry.note ?? "", words(entry.errands)]
            .filter { !$0.isEmpty }.joined(separator: " · ")
    }

    // MARK: Choosing

    /// The choice in place of the list.
    func draw(_ picker: DeskPicker, on canvas: inout Canvas, at moment: Moment) {
        let width = canvas.size.width - 2
        canvas.text(title(of: picker), row: 4, column: 1, width: width, style: .bold)
        let rows = max(1, listRows(in: canvas.size, at: moment))
        let first = max(0, picker.index - rows + 1)
        for (index, choice) in picker.choices.enumerated().dropFirst(first).prefix(rows) {
            let row = headRows(in: canvas.size) + index - first
            if index == picker.index { canvas.text("▸", row: row, column: 0, style: .key) }
            canvas.text(
                words(choice, at: index, of: picker),
                row: row,
                column: 1,
                width: width,
                style: index == picker.index ? .bold : .plain
            )
        }
        guard let detailsRow = detailsRow(in: canvas.size, at: moment) else { return }
        canvas.text(
            texts[picker.purpose == .draw ? .deskPickDrawHint : .deskPickHint],
            row: detailsRow,
            column: 1,
            width: width,
            style: .dim
        )
    }

    private func title(of picker: DeskPicker) -> String {
        switch picker.purpose {
        case .draw:
            let priority = picker.isPriority ? " · " + texts[.deskPriority] : ""
            return texts[.deskPickDraw, ["count": String(picker.persons)]] + priority
        case .transfer(_, let label):
            return texts[.deskPickTransfer, ["label": label.description]]
        }
    }

    private func words(_ choice: DeskPicker.Choice, at index: Int, of picker: DeskPicker) -> String
    {
        switch choice {
        case .counter(let number): "\(number)  " + texts[.deskCounter, ["counter": String(number)]]
        case .service(let id):
            picker.purpose == .draw && index < 9
                ? "\(index + 1)  \(serviceName(id))" : "   \(serviceName(id))"
        }
    }
}

extension DeskView.Entry.Kind {
    fileprivate var title: TextKey {
        switch self {
        case .parked: .deskParkedTitle
        case .missed: .deskMissedTitle
        case .atDesk: .deskAtDeskTitle
        case .expected: .deskExpectedTitle
        }
    }
}

extension ParkReason {
    fileprivate var word: TextKey {
        switch self {
        case .photo: .deskParkPhoto
        case .payment: .deskParkPayment
        case .papers: .deskParkPapers
        case .other: .deskParkOther
        }
    }
}

extension UrgencyLevel {
    fileprivate var word: TextKey {
        switch self {
        case .calm: .deskUrgencyCalm
        case .soon: .deskUrgencySoon
        case .late: .deskUrgencyLate
        }
    }
}

extension CallReason {
    fileprivate var word: TextKey {
        switch self {
        case .lateAppointment: .deskReasonLateAppointment
        case .priority: .deskReasonPriority
        case .transferred: .deskReasonTransferred
        case .returned: .deskReasonReturned
        case .dueAppointment: .deskReasonDueAppointment
        case .early: .deskReasonEarly
        case .overTarget: .deskReasonOverTarget
        case .withinTarget: .deskReasonWithinTarget
        }
    }
}
