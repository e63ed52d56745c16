import Foundation
import Lobby
import Screens

/// The example the tests play in: a kiosk, a clock moved by hand, and a visitor who presses keys.
struct Visitor {
    private(set) var dialogue: KioskDialogue
    private(set) var now: Duration = .seconds(1000)
    /// Everything the dialogue asked for, without wakes.
    private(set) var effects: [KioskDialogue.Effect] = []
    /// The last wake.
    private(set) var wake: Duration?

    /// 24 November 2026, 10:42 in Berlin.
    static let start = Instant(milliseconds: 1_795_513_320_000)
    let size: Size

    init(
        _ lobby: LobbyView = .example,
        office: Office = .example,
        speech: Bool = false,
        languages: [LanguageCode] = ["de", "en"],
        size: Size = Size(width: 60, height: 20)
    ) throws {
        self.size = size
        dialogue = KioskDialogue(
            office: office,
            settings: KioskSettings(languages: languages),
            texts: try ["de", "en"].map(screenTexts),
            speechAvailable: speech
        )
        send(.tick)
        send(.lobby(lobby))
    }

    var moment: Moment {
        Moment(elapsed: now, wall: Self.start + (now - .seconds(1000)))
    }

    var screen: Screen {
        dialogue.screen(size: size, at: moment)
    }

    var text: String {
        screen.grid.lines.joined(separator: "\n")
    }

    /// Whether the screen shows a text, wherever its lines break.
    func shows(_ text: String) -> Bool {
        self.text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(text)
    }

    mutating func send(_ message: KioskDialogue.Message) {
        for effect in dialogue.update(message, at: moment) {
            if case .wake(let after) = effect { wake = after } else { effects.append(effect) }
        }
    }

    /// Lets time pass the way the shell does: with a tick whenever one was asked for.
    mutating func wait(_ time: Duration) {
        let end = now + time
        while let next = wake, now + next <= end {
            now += next
            send(.tick)
        }
        if let next = wake { wake = next - (end - now) }
        now = end
    }

    /// Presses keys as a person does, slowly enough for each to count.
    mutating func press(_ keys: String) {
        for key in keys { press(.character(key)) }
    }

    mutating func press(_ key: Key) {
        wait(.milliseconds(600))
        send(.key(key))
    }

    /// Types keys a few milliseconds apart, as a scanner does, and ends with Enter.
    mutating func scan(_ code: String, gap: Duration = .milliseconds(5)) {
        for character in code {
            send(.key(.character(character)))
            wait(gap)
        }
        send(.key(.enter))
    }

    /// Draws a number for the first service; afterwards the number stands on the screen.
    mutating func draw(ahead: Int? = 7) {
        press("111")
        wait(.milliseconds(100))
        send(.issued(.example(ahead: ahead, asOf: moment.wall)))
    }

    mutating func forgetEffects() {
        effects = []
    }
}

extension VisitID {
    static let example = VisitID(high: 1, low: 2)
}

extension LobbyView {
    static let example = LobbyView(
        waitingNumbers: 12,
        aheadByService: ["id-card": 7, "passport": 1, "registration": 0]
    )
}

extension DayPlan {
    /// On the day of ``Visitor/start``.
    static let example: DayPlan = {
        var plan = DayPlan(day: Office.example.time.day(at: Visitor.start), version: 1)
        plan.closes = TimeOfDay(minutes: 14 * 60)
        plan.stoppedServices = ["passport"]
        plan.notices = [.photoBooth]
        return plan
    }()
}

extension IssuedTicket {
    static func example(ahead: Int?, asOf: Instant) -> IssuedTicket {
        IssuedTicket(
            id: .example,
            label: Label(series: "A", number: 47),
            service: "id-card",
            ahead: ahead,
            asOf: asOf,
            code: .example
        )
    }
}

extension CodePicture {
    /// As large as the code of a link, and no code.
    static let example = CodePicture(
        side: 33,
        isDark: (0..<33 * 33).map { ($0 % 33 * 7 + $0 / 33 * 5) % 3 == 0 }
    )
}

extension FoundVisit {
    static func example(
        _ state: VisitState,
        series: String = "A",
        ahead: Int? = nil,
        counter: Int? = nil,
        canComeBack: Bool = false
    ) -> FoundVisit {
        FoundVisit(
            id: .example,
            label: Label(series: series, number: 47),
            service: "id-card",
            state: state,
            ahead: ahead,
            counter: counter,
            canReprint: state == .waiting,
            canHandBack: state == .waiting,
            canComeBack: canComeBack
        )
    }
}

extension StaffList {
    /// Eight numbers that wait, own ones among them, and two appointments to come.
    static func example(_ standing: Standing) -> StaffList {
        func waiting(_ series: String, _ number: Int, _ minutes: Int) -> Line {
            .waiting(
                Label(series: series, number: number),
                "id-card",
                arrived: Visitor.start - .minutes(minutes),
                booked: series == "T" ? Visitor.start - .minutes(12) : nil
            )
        }
        return StaffList(
            lines: [
                waiting("T", 3, 15), waiting("A", 47, 31), waiting("AK", 12, 29),
                waiting("A", 48, 28), waiting("AK", 13, 20), waiting("A", 49, 11),
                waiting("A", 50, 5), waiting("AK", 14, 0),
                .expected("passport", booked: Visitor.start + .minutes(3)),
                .expected("registration", booked: Visitor.start + .minutes(33)),
            ],
            standing: standing
        )
    }
}

extension Office {
    /// The example with appointments, for all services but the last.
    static let exampleWithBooking: Office = {
        var office = example
        office.booking = BookingRules(plan: CounterPlan(weekdays: [:]))
        var services = office.services.all
        services[0].documents = [
            LocalizedText(["de": "Alter Ausweis oder Pass", "en": "Your old card or passport"]),
            LocalizedText(["de": "Biometrisches Foto", "en": "A biometric photo"]),
        ]
        services[services.count - 1].isBookable = false
        office.services = ServiceDirectory(services)
        return office
    }()

    static let example = Office(
        id: "musterstadt",
        name: LocalizedText(["de": "Bürgerbüro Musterstadt", "en": "Citizens' Office Musterstadt"]),
        phone: "01234 5678-0",
        time: OfficeTime(zone: TimeZone(identifier: "Europe/Berlin") ?? .gmt),
        publicURL: nil,
        services: ServiceDirectory([
            service("id-card", "A", "Personalausweis", "Identity card"),
            service("passport", "A", "Reisepass", "Passport"),
            service("registration", "F", "Wohnsitz anmelden oder ummelden", "Register an address"),
            service("conduct", "H", "Führungszeugnis", "Certificate of conduct"),
            service("copies", "H", "Beglaubigte Kopien", "Certified copies"),
            service("pick-up", "D", "Ausweis oder Pass abholen", "Pick up an ID card or passport"),
            service(
                "licence",
                "A",
                "Führerschein umtauschen",
                "Exchange a driving licence"
            ),
            service("other", "F", "Andere Anliegen", "Anything else"),
        ]),
        counters: (1...6).map { Counter(number: $0) },
        hours: .always,
        policy: Policy()
    )

    private static func service(
        _ id: String,
        _ letter: String,
        _ german: String,
        _ english: String
    )
        -> Service
    {
        Service(
            id: id,
            letter: letter,
            name: LocalizedText(["de": german, "en": english]),
            plannedMinutes: 15
        )
    }
}
