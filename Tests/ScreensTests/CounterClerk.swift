import Lobby
import Screens
import Testing

/// A clerk at counter 3, with a clock moved by hand.
struct CounterClerk {
    var dialogue: DeskDialogue
    var now: Duration = .seconds(50)
    var effects: [DeskDialogue.Effect] = []
    let size: Size

    init(_ language: LanguageCode = "de", size: Size = Size(width: 80, height: 25)) throws {
        dialogue = DeskDialogue(office: .example, counter: 3, texts: try screenTexts(language))
        self.size = size
        send(.resized(size))
    }

    var moment: Moment {
        // The clock here is wrong by an hour, which must not matter.
        Moment(elapsed: now, wall: Visitor.start + .minutes(60))
    }

    var screen: Screen {
        dialogue.screen(size: size, at: moment)
    }

    var text: String {
        screen.grid.lines.joined(separator: "\n")
    }

    /// What is written, without the breaks of lines.
    var words: String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    mutating func send(_ message: DeskDialogue.Message) {
        effects += dialogue.update(message, at: moment).filter {
            if case .wake = $0 { false } else { true }
        }
    }

    mutating func press(_ keys: String) {
        for key in keys { send(.key(.character(key))) }
    }
}

extension TextKey {
    /// Whether it stands above the keys.
    var isSentenceOfDesk: Bool {
        [
            .deskWorking, .deskStale, .deskNoConnection, .deskStarting, .deskNoAnswer, .deskClosed,
            .deskQuitHolding, .deskCallFirst, .deskCalledFirst, .deskServingFirst, .deskPauseHow,
            .deskNoHelp, .deskNothingToReopen, .deskChooseFirst, .deskParkWhy,
        ].contains(self) || rawValue.hasPrefix("deskDone") || rawValue.hasPrefix("deskRefused")
    }
}

extension DeskView {
    static func example(waiting: Int, holding: VisitState? = nil) -> DeskView {
        let now = Visitor.start
        let services = ["id-card", "registration", "copies"]
        let lines = (0..<waiting).map { index in
            let isBooked = index % 4 == 3
            return WaitingLine(
                id: VisitID(at: now, chance: (1, UInt64(index + 1))),
                label: Label(series: isBooked ? "T" : "A", number: index + 1),
                errands: [Errand(services[index % 3])],
                kind: isBooked ? .appointment : .walkIn,
                arrived: now - .minutes(3 + 2 * index),
                booked: isBooked ? now : nil
            )
        }
        let held = holding.map { state in
            HeldVisit(
                id: .example,
                label: Label(series: "A", number: 47),
                errands: [Errand("id-card")],
                state: state,
                calls: 2,
                lastCalled: now - .minutes(1)
            )
        }
        return DeskView(
            waiting: lines,
            holding: held,
            others: [
                OtherCounter(
                    counter: 5,
                    label: Label(series: "AK", number: 12),
                    state: .serving
                ),
                OtherCounter(counter: 1, label: Label(series: "T", number: 9), state: .called),
            ],
            asOf: now
        )
    }
}

extension DeskView {
    /// A day with all that a desk can show.
    static func busy(holding: VisitState? = nil) -> DeskView {
        var view = example(waiting: 3, holding: holding)
        view.waiting[0].errands = [Errand("id-card", persons: 3), Errand("copies")]
        view.waiting[0].also = [Label(series: "A", number: 9)]
        view.waiting[0].note = "Kinderwagen"
        for (index, urgency) in UrgencyLevel.allCases.reversed().enumerated() {
            view.waiting[index].urgency = urgency
        }
        view.waiting[0].reason = .overTarget
        view.waiting[1].reason = .priority
        view.waiting[1].isPriority = true
        view.waiting[2].reason = .withinTarget
        view.entries = [
            Entry(
                .parked,
                id: person(11),
                label: Label(series: "A", number: 21),
                errands: [Errand("id-card")],
                parkedFor: .photo,
                note: "Passbild"
            ),
            Entry(
                .missed,
                id: person(12),
                label: Label(series: "A", number: 22),
                errands: [Errand("copies")]
            ),
            Entry(
                .atDesk,
                id: person(13),
                label: Label(series: "TK", number: 1),
                errands: [Errand("registration")]
            ),
            Entry(
                .expected,
                id: person(14),
                start: Visitor.start + .minutes(18),
                errands: [Errand("registration", persons: 2)],
                note: "Anna Muster"
            ),
        ]
        view.help = [
            Help(id: person(15), counter: 5), Help(id: person(16), counter: nil, kiosk: "Halle"),
        ]
        view.reopenable = Reopenable(id: person(17), label: Label(series: "A", number: 23))
        return view
    }

    static func person(_ number: UInt64) -> VisitID {
        VisitID(at: Visitor.start, chance: (1, number))
    }
}
