import Hub
import HubStore
import Lobby

/// The parts of the workplace that change while a clerk looks at them, as HTML.
struct WorkplaceParts {
    let byName: [String: String]

    init(_ view: Workplace, _ call: DeskCall) {
        let writer = WorkplaceWriter(view: view, call: call)
        let words = call.words
        func render(_ template: DeskLayouts.Template, _ values: [String: Any]) -> String {
            call.desk.layouts.render(template, values.merging(["t": words]) { $1 })
        }
        let (now, more, fragments) = (writer.now, writer.more, call.desk.fragments)
        byName = [
            "now": fragments.html(.now(now)) { render(.now, now.values) },
            "waiting": render(.waiting, writer.waiting),
            "rest": render(.rest, writer.rest), "help": render(.help, writer.help),
            "more": fragments.html(.more(more)) { render(.more, writer.values(of: more)) },
        ]
    }
}

/// Fills the templates.
struct WorkplaceWriter {
    let view: Workplace
    let call: DeskCall

    var texts: DeskTexts { call.texts }

    // MARK: At the counter

    var now: WorkplaceNow {
        var now = WorkplaceNow(
            language: texts.language,
            isClosed: !view.isOpen,
            actions: actions
        )
        if let plan = call.office.plan,
            let sentences = call.desk.layouts.notices(in: texts.language)?
                .sentences(of: plan, in: call.office, at: view.asOf), !sentences.isEmpty
        {
            now.today = sentences.joined(separator: " ")
        }
        if !view.lastTickets.isEmpty { now.lastTickets = call.words(view.lastTickets) }
        if let end = view.desk.pausedUntil, end > view.asOf {
            now.paused = texts[.nowPaused, ["time": call.time(end)]]
        }
        if let first = view.waiting.first {
            let next = ["label": labels(first), "reason": texts[first.reason.text]]
            now.nextIs = texts[.waitingNextIs, next]
        }
        guard let holding = view.holding else { return now }
        let visit = holding.visit
        let also = holding.also.map(\.description).joined(separator: ", ")
        now.held = WorkplaceNow.Held(
            label: visit.label.description,
            errands: call.words(visit.errands),
            kind: kind(visit),
            state: state(visit),
            also: also.isEmpty ? nil : texts[.nowAlso, ["label": also]],
            note: holding.note,
            remark: holding.isPaperUnclear ? texts[.paperUnclear] : nil
        )
        if visit.state == .serving { now.parks = parks(visit) }
        return now
    }

    private func state(_ visit: Visit) -> String {
        let time = visit.lastCalled.map(call.time) ?? "–"
        guard visit.state == .called else { return texts[.nowServing, ["time": time]] }
        return texts[.nowCalled, ["time": time, "count": String(visit.calls)]]
    }

    /// The buttons, each with its key; what cannot be done now has none.
    private var actions: [WorkplaceNow.Action] {
        var actions: [WorkplaceNow.Action] = []
        func add(_ deed: String, _ key: String, _ words: String, isFirst: Bool = false) {
            let id = deed.split(separator: ":").first.map(String.init) ?? deed
            actions.append(
                WorkplaceNow.Action(deed: deed, id: id, words: words, key: key, isFirst: isFirst)
            )
        }
        if let visit = view.holding?.visit {
            let id = visit.id
            if visit.state == .called {
                add("appear:\(id)", "p", texts[.doAppear], isFirst: true)
                add("again:\(id)", "a", texts[.doAgain])
                add("missed:\(id)", "m", texts[.doMissed])
                add("put-back:\(id)", "z", texts[.doPutBack])
            } else {
                add("finish:\(id)", "f", texts[.doFinish], isFirst: true)
                add("finish-and-next:\(id)", "e", texts[.doFinishAndNext])
            }
        } else {
            // Whoever pauses is not meant to call somebody with the key of every day, unasked.
            let isPaused = view.desk.pausedUntil.map { $0 > view.asOf } ?? false
            if isPaused { add("work", "b", texts[.doWork], isFirst: true) }
            add("next", "n", texts[isPaused ? .doWorkAndNext : .doNext], isFirst: !isPaused)
            if let label = view.reopenable {
                add("reopen", "o", texts[.doReopen, ["label": label.description]])
            }
        }
        add("help", "h", texts[.doHelp])
        // Last, because it comes and goes by itself.
        if let label = view.undoable {
            add("undo", "u", texts[.doUndo, ["label": label.description]])
        }
        return actions
    }

    private func parks(_ visit: Visit) -> [WorkplaceNow.Action] {
        ParkReason.allCases.enumerated().map { index, reason in
            WorkplaceNow.Action(
                deed: "park-\(reason.rawValue):\(visit.id)",
                id: "park-\(reason.rawValue)",
                words: texts[reason.text],
                key: String(index + 1)
            )
        }
    }

    private func kind(_ visit: Visit) -> String {
        if let claimed = visit.claimed {
            return texts[.kindClaim, ["time": call.time(claimed)]]
        }
        guard let booked = visit.booked else { return texts[.kindWalkIn] }
        return texts[.kindAppointment, ["time": call.time(booked)]]
    }

    // MARK: Who waits

    var waiting: [String: Any] {
        let count = ["count": String(view.waiting.count)]
        var values: [String: Any] = [
            "title": texts[.waitingTitle, count],
            "lines": view.waiting.map { writeRow(line($0)) }.joined(),
            "hasLines": !view.waiting.isEmpty,
            "groups": otherGroups,
        ]
        if view.waitingElsewhere > 0 {
            values["elsewhere"] =
                texts[.waitingElsewhere, ["count": String(view.waitingElsewhere)]]
            // At a counter where nobody is they would be forgotten.
            values["onlyThere"] = view.onlyThere.map(onlyThere).joined(separator: " · ")
        }
        return values
    }

    /// Who else is in the house: links to their lists, which may be far below.
    private var otherGroups: [[String: Any]] {
        let groups: [(id: String, title: DeskTextKey, count: Int)] = [
            ("parked", .parkedTitle, view.parked.count),
            ("missed", .missedTitle, view.missed.count),
            ("at-desk", .atDeskTitle, view.atDesk.count),
            ("expected", .expectedTitle, view.expected.count),
        ]
        return groups.filter { $0.count > 0 }.map { group in
            ["id": group.id, "title": texts[group.title], "count": group.count]
        }
    }

    private func writeRow(_ row: WorkplaceRow) -> String {
        call.desk.fragments.html(.row(row)) { call.desk.layouts.render(.row, row.values) }
    }

    func write(_ entry: WorkplaceEntry) -> String {
        call.desk.fragments.html(.entry(entry)) { call.desk.layouts.render(.entry, entry.values) }
    }

    private func line(_ line: Workplace.Line) -> WorkplaceRow {
        let visit = line.visit
        let minutes = max(0, (view.asOf - visit.arrived).components.seconds / 60)
        var row = WorkplaceRow(
            id: visit.id.description,
            level: line.urgency.rawValue,
            label: labels(line),
            errands: call.words(visit.errands),
            kind: kind(visit),
            waited: texts[.waitingMinutes, ["count": String(minutes)]],
            left: line.wait.map { texts[.waitingLeft, ["wait": call.words($0)]] },
            urgency: texts[line.urgency.text],
            reason: texts[line.reason.text],
            buttons: rowButtons(visit),
            more: texts[.rowMore],
            note: line.note
        )
        var remarks: [String] = []
        if let counter = visit.onlyCounter {
            remarks.append(texts[.onlyHere, ["counter": String(counter)]])
        } else if visit.mayHaveBeenCalled {
            remarks.append(texts[.maybeCalled])
        }
        if line.isPaperUnclear { remarks.append(texts[.paperUnclear]) }
        if !remarks.isEmpty { row.remark = remarks.joined(separator: ", ") }
        return row
    }

    private func onlyThere(_ line: Workplace.Line) -> String {
        let minutes = max(0, (view.asOf - line.visit.arrived).components.seconds / 60)
        return texts[
            .waitingOnlyThere,
            [
                "label": labels(line), "minutes": String(minutes),
                "counter": line.visit.onlyCounter.map(String.init) ?? "",
            ]
        ]
    }

    func labels(_ line: Workplace.Line) -> String {
        ([line.visit.label] + line.also).map(\.description).joined(separator: " + ")
    }

    private func rowButtons(_ visit: Visit) -> [WorkplaceButton] {
        let id = visit.id
        var buttons: [WorkplaceButton] = []
        if call.mayCall {
            var button = button("call:\(id)", "c", .rowCall)
            button.isOff = view.holding != nil
            buttons.append(button)
        }
        buttons.append(
            visit.standing == .priority
                ? button("unprioritise:\(id)", "v", .rowNoPriority)
                : button("prioritise:\(id)", "v", .rowPriority)
        )
        if call.papers != nil { buttons.append(button("reprint:\(id)", "d", .rowReprint)) }
        buttons.append(button("left:\(id)", "g", .rowLeft))
        return buttons
    }

    func button(_ deed: String, _ key: String, _ words: DeskTextKey) -> WorkplaceButton {
        WorkplaceButton(deed: deed, words: texts[words], key: key)
    }

    // MARK: Everybody else

    var rest: [String: Any] {
        let pauses = view.pauses.map { desk in
            let time = desk.pausedUntil.map(call.time) ?? ""
            let values = ["counter": String(desk.counter), "time": time]
            let id = "pause-\(desk.counter)"
            return WorkplaceEntry(id: id, label: "", words: texts[.othersPause, values])
        }
        let others = view.others.map { line in
            let key: DeskTextKey = line.visit.state == .called ? .othersCalled : .othersServing
            let counter = ["counter": line.visit.counter.map(String.init) ?? ""]
            return WorkplaceEntry(
                id: line.visit.id.description,
                label: labels(line),
                words: texts[key, counter]
            )
        }
        var values: [String: Any] = [
            "groups": [
                group("parked", .parkedTitle, view.parked.map(parked)),
                group(
                    "missed",
                    .missedTitle,
                    view.missed.map { entry($0, [("reinstate", "r", .missedBack)]) }
                ),
                group(
                    "at-desk",
                    .atDeskTitle,
                    view.atDesk.map {
                        entry($0, [("admit", "r", .atDeskAdmit), ("cancel", "x", .atDeskCancel)])
                    }
                ),
                group("expected", .expectedTitle, view.expected.map(expected)),
                group("freed", .freedTitle, view.freed.map(freed)),
                group("others", .othersTitle, others + pauses),
                group("printers", .printersTitle, PrinterLines(call).entries(view.printers)),
            ].compactMap(\.self)
        ]
        values["missed"] = missedPromises
        return values
    }

    private func group(
        _ id: String,
        _ title: DeskTextKey,
        _ lines: [WorkplaceEntry]
    ) -> [String: Any]? {
        lines.isEmpty
            ? nil : ["id": id, "title": texts[title], "lines": lines.map(write).joined()]
    }

    private func entry(
        _ line: Workplace.Line,
        _ buttons: [(String, String, DeskTextKey)]
    ) -> WorkplaceEntry {
        let note = line.note.map { " · \($0)" } ?? ""
        return WorkplaceEntry(
            id: line.visit.id.description,
            label: labels(line),
            words: call.words(line.visit.errands) + note,
            buttons: buttons.map { button("\($0.0):\(line.visit.id)", $0.1, $0.2) },
            more: texts[.rowMore]
        )
    }

    private func parked(_ line: Workplace.Line) -> WorkplaceEntry {
        var entry = entry(line, [("resume", "r", .parkedBack), ("call", "c", .parkedCall)])
        entry.buttons[1].isOff = view.holding != nil
        if let reason = line.visit.parkedFor { entry.words += " (\(texts[reason.text]))" }
        return entry
    }
}

extension CallReason {
    var text: DeskTextKey {
        switch self {
        case .lateAppointment: .reasonLateAppointment
        case .priority: .reasonPriority
        case .transferred: .reasonTransferred
        case .returned: .reasonReturned
        case .dueAppointment: .reasonDueAppointment
        case .early: .reasonEarly
        case .overTarget: .reasonOverTarget
        case .withinTarget: .reasonWithinTarget
        }
    }
}

extension UrgencyLevel {
    fileprivate var text: DeskTextKey {
        switch self {
        case .calm: .urgencyCalm
        case .soon: .urgencySoon
        case .late: .urgencyLate
        }
    }
}

extension ParkReason {
    fileprivate var text: DeskTextKey {
        switch self {
        case .photo: .parkPhoto
        case .payment: .parkPayment
        case .papers: .parkPapers
        case .other: .parkOther
        }
    }
}
