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
            .deskQuitHolding, .deskCallFirst, .deskCalledFirst, .deskServingFirst,
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
                label: Label(series: isBooked ? "T" : "A", number: index + 1),
                service: services[index % 3],
                kind: isBooked ? .appointment : .walkIn,
                arrived: now - .minutes(3 + 2 * index),
                booked: isBooked ? now : nil
            )
        }
        let held = holding.map { state in
            HeldVisit(
                id: .example,
                label: Label(series: "A", number: 47),
                service: "id-card",
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
