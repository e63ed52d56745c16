import Hub
import HubStore
import Lobby

// What stands beside the lists: more about one visit, and who calls for help.
extension WorkplaceWriter {
    var more: WorkplaceMore {
        let chosen = call.about.flatMap(view.line(of:))
        let subject = chosen ?? view.holding
        let isHeld = subject != nil && subject?.visit.id == view.holding?.visit.id
        return WorkplaceMore(
            subject: subject?.visit.id,
            label: subject.map(labels) ?? "",
            isHeld: isHeld,
            isServing: isHeld && subject?.visit.state == .serving,
            isPaused: view.desk.pausedUntil != nil && view.holding == nil,
            note: call.typedNote ?? subject?.note ?? "",
            paper: paper,
            language: texts.language,
            isTraining: call.training != nil,
            services: call.office.services.all.map(\.id)
        )
    }

    func values(of more: WorkplaceMore) -> [String: Any] {
        let isOther = more.subject != nil && !more.isHeld
        var values: [String: Any] = [
            "services": options(call.office.services.all) { ($0.id, $0.name[texts.language]) },
            "counters": options(call.office.counters.map { String($0.number) }) { ($0, $0) },
            "pauses": options([5, 15, 30, 45, 60].map(String.init)) {
                ($0, texts[.pauseMinutes, ["count": $0]])
            },
            "title": isOther ? texts[.moreAbout, ["label": more.label]] : texts[.moreTitle],
            "isOther": isOther,
            "isPaused": more.isPaused,
        ]
        values["paper"] = more.paper
        guard let id = more.subject?.description else { return values }
        var subject: [String: Any] = [
            "id": id, "note": more.note, "isServing": more.isServing,
        ]
        if more.isHeld, !call.office.elsewhere.isEmpty {
            subject["elsewhere"] = [
                "id": id,
                "offices": options(call.office.elsewhere) { ($0.id, $0.name[texts.language]) },
            ]
        }
        if call.papers != nil { subject["reprint"] = ["do": "reprint:\(id)"] }
        values["subject"] = subject
        return values
    }

    /// The options of a field as HTML; most are the same for all.
    private func options<Choice>(
        _ choices: [Choice],
        _ text: (Choice) -> (value: String, words: String)
    ) -> String {
        let options = choices.map { choice in
            let (value, words) = text(choice)
            return WorkplaceOption(value: value, words: words)
        }
        return call.desk.fragments.html(.options(options)) {
            call.desk.layouts.render(.options, ["options": options.map(\.values)])
        }
    }

    /// What became of the paper that was asked for last.
    private var paper: String? {
        let latest = call.papers?.latest(atCounter: view.desk.counter)
        return latest.map(PrinterLines(call).sentence)
    }

    // MARK: Help

    var help: [String: Any] {
        let calls = view.helpCalls.map { help in
            let place =
                switch help.place {
                case .counter(let number):
                    texts[.helpCounter, ["counter": String(number)]]
                case .kiosk(let name): texts[.helpKiosk, ["name": name]]
                }
            let taken = help.takenBy.map { texts[.helpTaken, ["counter": String($0)]] }
            let isMine = help.place == .counter(view.desk.counter)
            var buttons: [WorkplaceButton] = []
            if help.takenBy == nil, !isMine {
                buttons.append(
                    WorkplaceButton(
                        deed: "help-take:\(help.id)",
                        words: texts[.helpTake],
                        key: "i"
                    )
                )
            }
            if isMine || help.takenBy == view.desk.counter {
                buttons.append(
                    WorkplaceButton(
                        deed: "help-done:\(help.id)",
                        words: texts[.helpDone],
                        key: "0"
                    )
                )
            }
            return WorkplaceEntry(
                id: help.id.description,
                label: place,
                words: "\(call.time(help.at)) \(taken ?? "")",
                buttons: buttons
            )
        }
        return ["hasCalls": !calls.isEmpty, "calls": calls.map(write).joined()]
    }
}

extension Workplace {
    /// The line of a visit, wherever it stands.
    fileprivate func line(of id: VisitID) -> Line? {
        (waiting + parked + missed + atDesk + others + [holding].compactMap(\.self))
            .first { $0.visit.id == id }
    }
}
