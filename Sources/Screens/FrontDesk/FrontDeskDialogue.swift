package import Lobby

/// Appointments at the front desk and on the phone, as a value; the shell works as with
/// ``KioskDialogue``.
///
/// One screen, keyboard only: digits are a code, letters are actions, and Escape goes back.
package struct FrontDeskDialogue: Equatable, Sendable {
    package enum Message: Equatable, Sendable {
        case key(Key)
        case tick
        case day(DeskDay)
        case slots([FreeTimes])
        /// The appointment asked for, booked or moved; nil when there is none.
        case appointment(DeskAppointment?, TextKey?)
        case callbacks([CallbackLine])
        case cancelled(Instant)
        case checkedIn(Label)
        /// Whether the paper is out.
        case slip(isPrinted: Bool)
        /// Nobody waits with this number.
        case noNumber(Label)
        /// It was refused; these times are free near the one wanted.
        case taken([Instant])
        case access(AccessView)
        /// It was refused; the text says why.
        case refused(TextKey)
        case linkLost
    }

    package enum Effect: Equatable, Sendable {
        /// The appointments of a day; today's without one.
        case showDay(Day?)
        case findTimes([Errand], Channel)
        case book(BookingForm)
        case move(VisitID, Instant, Channel)
        case cancel(VisitID)
        case checkIn(VisitID)
        /// Lets the holder of an appointment in with the number that was drawn without a code.
        case match(VisitID, Label)
        /// One appointment with its codes.
        case open(VisitID)
        /// The appointment of nine digits.
        case find(String)
        /// Prints what the holder of an appointment takes home; its codes are known.
        case printSlip(DeskAppointment)
        case showAccess
        case showCallbacks
        case takeDown(phone: String, wish: String)
        case callbackDone(VisitID)
        case quit
        /// Send a tick after this time; replaces the wake before.
        case wake(after: Duration)

        /// Whether it only asks for something to look at.
        var isLook: Bool {
            switch self {
            case .showDay, .showAccess, .showCallbacks, .wake: true
            default: false
            }
        }
    }

    enum Mode: Equatable, Sendable {
        case day
        case code(String)
        /// Typing the number that the holder of an appointment has drawn without a code.
        case number(DeskAppointment, String)
        /// One appointment; one found by its code is cancelled without a question.
        case appointment(DeskAppointment, byCode: Bool)
        /// Choosing the service: what was typed of its name, and the persons.
        case service(BookingForm, filter: String, persons: Int)
        /// Choosing a time; `moving` is the appointment that gets it.
        case times(BookingForm, [FreeTimes], day: Int, moving: DeskAppointment?)
        case person(BookingForm, field: Int)
        /// How soon each channel gets an appointment.
        case access
        case callbacks
        case newCallback(phone: String, wish: String, field: Int)
    }

    let office: Office
    let texts: ScreenTexts
    /// Whether this desk can print slips.
    let hasPrinter: Bool
    var mode = Mode.day
    var day: DeskDay?
    /// When the hub last said how the day is.
    private var dayCame: Duration = .zero
    var callbacks: [CallbackLine] = []
    var access: AccessView?
    /// When it was last asked how soon each channel gets an appointment.
    private var accessAsked: Duration?
    /// The line that arrow keys stand on.
    var selected = 0
    var sentence = ""
    var isAttention = false
    /// The digits of an hour typed in a list of times.
    var hour = ""
    /// Asked once whether to cancel this one.
    var cancelAsked: VisitID?
    /// Until when an answer is awaited; nil when none is.
    var workingUntil: Duration?
    /// Whether what is waited for changes nothing.
    var isLooking = false

    static let answerLimit: Duration = .seconds(10)
    static let refresh: Duration = .seconds(10)
    private static let accessRefresh: Duration = .minutes(5)

    package init(office: Office, texts: ScreenTexts, hasPrinter: Bool = false) {
        self.office = office
        self.texts = texts
        self.hasPrinter = hasPrinter
    }

    package mutating func update(_ message: Message, at moment: Moment) -> [Effect] {
        var effects: [Effect] = []
        switch message {
        case .tick: effects = passTime(at: moment)
        case .key(.resize): break
        case .key(let key): effects = press(key, at: moment)
        case .day(let new):
            dayCame = moment.elapsed
            show(new)
            if accessAsked.map({ moment.elapsed - $0 >= Self.accessRefresh }) ?? true {
                accessAsked = moment.elapsed
                effects = [.showAccess]
            }
        case .slots(let days): show(days)
        case .appointment(let found, let key): show(found, key)
        case .callbacks(let lines):
            endWork()
            callbacks = lines
            if case .newCallback = mode { go(to: .callbacks) }
            clampSelected()
        case .cancelled(let start):
            effects = finish(texts[.frontDoneCancelled, ["when": dayTime(start)]])
        case .checkedIn(let label):
            effects = finish(texts[.frontDoneCheckedIn, ["label": label.description]])
        case .slip(let isPrinted):
            workingUntil = nil
            let sentence = texts[isPrinted ? .frontDonePrinted : .frontNotPrinted]
            say(sentence, isAttention: !isPrinted)
        case .noNumber(let label):
            workingUntil = nil
            say(texts[.frontNoNumber, ["label": label.description]], isAttention: true)
        case .taken(let nearest):
            workingUntil = nil
            let times = nearest.map(dayTime).joined(separator: "; ")
            say(texts[.frontTaken, ["times": times]], isAttention: true)
        case .access(let view): show(view)
        case .refused(let key):
            workingUntil = nil
            say(texts[key], isAttention: true)
        case .linkLost:
            workingUntil = nil
            say(texts[.frontNoConnection], isAttention: true)
        }
        effects.append(.wake(after: workingUntil == nil ? Self.refresh : .seconds(1)))
        return effects
    }

    // MARK: Answers

    private mutating func passTime(at moment: Moment) -> [Effect] {
        if let limit = workingUntil, moment.elapsed >= limit {
            workingUntil = nil
            say(texts[.frontNoConnection], isAttention: true)
        }
        guard workingUntil == nil else { return [] }
        // A question of a while ago is not answered by a key of now.
        if cancelAsked != nil {
            cancelAsked = nil
            say("")
        }
        switch mode {
        case .day: return [.showDay(day?.day)]
        case .callbacks: return [.showCallbacks]
        default: return []
        }
    }

    /// A day as it is now; the line that was chosen stays chosen.
    private mutating func show(_ new: DeskDay) {
        let chosen = selectedAppointment?.id
        let isSameDay = day?.day == new.day
        day = new
        endWork()
        guard mode == .day else { return }
        if let place = new.appointments.firstIndex(where: { $0.id == chosen }) {
            selected = place
        } else if !isSameDay {
            // The first that is still expected.
            selected = new.appointments.firstIndex { $0.state == .booked } ?? 0
        }
        clampSelected()
    }

    private mutating func show(_ days: [FreeTimes]) {
        endWork()
        guard case .times(let form, _, _, let moving) = mode else { return }
        let days = days.without(moving?.start)
        if days.isEmpty { say(texts[.bookingNoTimes], isAttention: true) }
        // Who moves begins at the day there is.
        let today = moving.map { office.time.date(at: $0.start) }
        let place = days.firstIndex { $0.day >= today ?? $0.day } ?? 0
        go(to: .times(form, days, day: place, moving: moving))
    }

    private mutating func show(_ view: AccessView) {
        endWork()
        access = view
    }

    /// What the last line says: what was answered, or that a promise is not kept.
    var shownSentence: (words: String, isAttention: Bool) {
        let missed = access?.missed.map { texts[$0.text] } ?? []
        guard sentence.isEmpty, mode == .day || mode == .access, !missed.isEmpty else {
            return (sentence, isAttention)
        }
        let values = ["channels": missed.joined(separator: ", ")]
        return (texts[.frontAccessMissed, values], true)
    }

    private mutating func show(_ found: DeskAppointment?, _ key: TextKey?) {
        endWork()
        guard let found else {
            say(texts[.codeNone], isAttention: true)
            if case .code = mode { mode = .day }
            return
        }
        var byCode = false
        if case .code = mode { byCode = true }
        mode = .appointment(found, byCode: byCode)
        if let key { say(texts[key, ["when": dayTime(found.start)]]) }
    }

    /// Says what is done, and looks at the day anew.
    private mutating func finish(_ words: String) -> [Effect] {
        workingUntil = nil
        say(words)
        return [.showDay(day?.day)]
    }

    // MARK: Helpers

    /// The time on the hub's clock; this machine's may be another.
    func hubTime(at moment: Moment) -> Instant {
        day.map { $0.asOf + (moment.elapsed - dayCame) } ?? moment.wall
    }

    /// An answer has come; what it brought says the rest.
    private mutating func endWork() {
        if workingUntil != nil, sentence == texts[.deskWorking] { say("") }
        workingUntil = nil
    }

    mutating func say(_ words: String, isAttention: Bool = false) {
        (sentence, self.isAttention) = (words, isAttention)
    }

    mutating func go(to mode: Mode) {
        self.mode = mode
        selected = 0
        hour = ""
    }

    mutating func clampSelected() {
        selected = max(0, min(selected, lineCount - 1))
    }

    /// Lines of the list that is shown.
    var lineCount: Int {
        switch mode {
        case .day: day?.appointments.count ?? 0
        case .service(_, let filter, _): services(filter).count
        case .times(_, let days, let place, _):
            days.indices.contains(place) ? days[place].starts.count : 0
        case .callbacks: callbacks.count
        case .code, .number, .appointment, .person, .access, .newCallback: 0
        }
    }

    var selectedAppointment: DeskAppointment? {
        guard let all = day?.appointments, all.indices.contains(selected) else { return nil }
        return all[selected]
    }

    /// The services whose name has what was typed, those that begin with it first.
    func services(_ filter: String) -> [Service] {
        let typed = filter.lowercased()
        let named = office.services.all.filter(\.isBookable).map { service in
            (service, service.name[texts.language].lowercased())
        }
        let first = named.filter { $0.1.hasPrefix(typed) }
        let others = named.filter { !$0.1.hasPrefix(typed) && $0.1.contains(typed) }
        return (first + others).map(\.0)
    }

    func dayTime(_ instant: Instant) -> String {
        let time = office.time.timeOfDay(at: instant).description
        let day = texts.values(of: office.time.date(at: instant))
        return texts[.dayTime, day.merging(["time": time]) { $1 }]
    }

    func errandsText(_ errands: [Errand]) -> String {
        errands.map { errand in
            let name = office.services[errand.service]?.name[texts.language] ?? errand.service
            return errand.persons == 1 ? name : "\(name) ×\(errand.persons)"
        }.joined(separator: " + ")
    }
}

extension Channel {
    /// Its name on the screens of staff.
    var text: TextKey {
        switch self {
        case .web: .channelWeb
        case .kiosk: .channelKiosk
        case .phone: .channelPhone
        case .desk: .channelDesk
        }
    }
}
