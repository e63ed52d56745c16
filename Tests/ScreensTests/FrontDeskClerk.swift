import Lobby
import Screens

/// A clerk at the front desk, on 24 November 2026 at 10:42 in Berlin.
struct Clerk {
    /// All keys that were pressed.
    private(set) var keys = 0
    private var dialogue: FrontDeskDialogue
    private var now: Duration = .seconds(1000)
    let size: Size
    /// What the keys since the last answer asked for, without wakes.
    private(set) var effects: [FrontDeskDialogue.Effect] = []

    init(size: Size = Size(width: 80, height: 25), hasPrinter: Bool = false) throws {
        self.size = size
        dialogue = FrontDeskDialogue(
            office: .exampleWithBooking,
            texts: try screenTexts("de"),
            hasPrinter: hasPrinter
        )
        let over = DeskAppointment(
            id: VisitID(high: 3, low: 4),
            errands: [Errand("licence")],
            start: Visitor.start + .minutes(18),
            channel: .web,
            state: .checkedIn,
            name: "Bert"
        )
        let appointments = [DeskAppointment.example, over]
        send(
            .day(
                DeskDay(
                    day: Day(ordinal: 20_781),
                    appointments: appointments,
                    asOf: Visitor.start
                )
            )
        )
    }

    private var moment: Moment {
        Moment(elapsed: now, wall: Visitor.start)
    }

    var screen: Screen {
        dialogue.screen(size: size, at: moment)
    }

    func shows(_ text: String) -> Bool {
        screen.grid.lines.joined(separator: " ").split(whereSeparator: \.isWhitespace)
            .joined(separator: " ").contains(text)
    }

    mutating func send(_ message: FrontDeskDialogue.Message) {
        effects = dialogue.update(message, at: moment).filter { effect in
            if case .wake = effect { false } else { true }
        }
    }

    mutating func press(_ keys: String) {
        for key in keys { press(.character(key)) }
    }

    mutating func press(_ key: Key) {
        keys += 1
        send(.key(key))
    }

    mutating func wait(_ time: Duration) {
        now += time
        send(.tick)
    }
}

extension DeskAppointment {
    static let example = DeskAppointment(
        id: .example,
        errands: [Errand("id-card", persons: 2)],
        start: Visitor.start + .minutes(8),
        channel: .phone,
        state: .booked,
        name: "Anna Beispiel",
        phone: "0123 456",
        code: "123456789",
        change: "135790"
    )
}
