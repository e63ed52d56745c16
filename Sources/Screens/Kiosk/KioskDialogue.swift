package import Lobby

/// The whole talk between a visitor and the kiosk, as a value.
///
/// Messages say what happened, effects what to do; the shell carries effects out and reports back.
/// Every message comes with the moment it happened, in the order in which things happened. Send one
/// ``Message/tick`` at the start. At most one ``Effect/wake(after:)`` comes out of an update, and it
/// replaces the one before: after that time, and without another message, send a tick.
/// No answer is needed to go on: when one never comes, the kiosk returns to the welcome by itself.
package struct KioskDialogue: Equatable, Sendable {
    package enum Message: Equatable, Sendable {
        case key(Key)
        case tick
        case resized
        case lobby(LobbyView)
        case issued(IssuedTicket)
        case issueRefused(IssueRefusal)
        case printed(VisitID, PrintOutcome)
        /// The answer to both kinds of looking up.
        case found([FoundVisit])
        /// Whether the visit is handed back now.
        case handedBack(VisitID, Bool)
        /// The visit as it is now, and whether it waits again.
        case cameBack(FoundVisit, Bool)
        /// Whether the counters know that somebody should come.
        case helpCalled(Bool)
        case pin(PINAnswer)
        case listed(StaffList)
        /// The last numbers that this kiosk gave out.
        case recent([FoundVisit])
        /// What became of the test page.
        case testPrinted(PrintOutcome)
        /// The answer to the nine digits of an appointment, typed or scanned.
        case code(CodeAnswer)
        case times(TimesAnswer)
        /// The answer to booking and to moving.
        case booked(BookingAnswer)
        case managed(ManagedAnswer)
        /// Whether the appointment is cancelled now.
        case appointmentCancelled(Bool)
    }

    package enum Effect: Equatable, Sendable {
        /// Give a number and print it.
        case issue(ServiceID, LanguageCode)
        /// Look for today's visits with this number, in every series.
        case lookUp(Int)
        /// Look for the visit or appointment that a scanned code belongs to; the text is digits only.
        case lookUpKey(String)
        case handBack(VisitID)
        /// Let a parked or missed visit wait again: its visitor is there.
        case comeBack(FoundVisit)
        /// Ask the counters for somebody to come to this kiosk.
        case callHelp
        case reprint(VisitID, LanguageCode)
        case checkPIN(String)
        /// Look for the appointment of nine digits.
        case checkCode(String)
        /// Give its holder a number and print it.
        case checkIn(ShownAppointment, LanguageCode)
        /// Give a number to somebody who says to have an appointment.
        case claim(ServiceID, SaidAppointment, LanguageCode)
        /// Look for free times; a new appointment is refused here when too many were booked.
        case findTimes([Errand], isNew: Bool)
        /// Book, and print the slip.
        case book([Errand], Instant, phone: String?, LanguageCode)
        /// Look for the appointment of both codes.
        case findAppointment(code: String, change: String)
        /// Give it another time, and print a new slip.
        case move(BookedAppointment, Instant, LanguageCode)
        case cancelAppointment(VisitID)
        /// Tell who waits and who is expected today.
        case listToday
        /// Tell the last numbers that this kiosk gave out.
        case listRecent
        /// Print a number again, marked, for staff.
        case reprintForStaff(VisitID)
        case printTestPage(LanguageCode)
        /// A new roll of paper is in.
        case paperChanged
        /// The welcome stands for the next visitor.
        case visitorLeft
        /// Staff leave the kiosk program.
        case leave
        /// Say this instead of what is being said; nothing for silence.
        case speak(String, LanguageCode)
        case beep
        /// Send a tick after this time; replaces the wake before.
        case wake(after: Duration)
    }

    /// Effects with consequences wait so long after their key, in case it began a scan.
    ///
    /// Longer than the gap between two characters of a usual scanner (a keyboard on USB asked every 8
    /// ms), and short enough for a number within 20 ms.
    package static let holdBack: Duration = .milliseconds(12)
    /// After so long without an answer the visitor is told where else to go.
    package static let answerLimit: Duration = .seconds(10)
    /// A result cannot be pushed away by a key that was meant for the screen before.
    package static let firstLook: Duration = .seconds(1)
    /// Digits a typed number may have.
    package static let longestNumber = 6
    package static let longestPIN = 12

    let office: Office
    let settings: KioskSettings
    /// The languages offered, in the order of the settings.
    let languages: [ScreenTexts]
    let speechAvailable: Bool

    var lobby = LobbyView()
    var state: KioskState
    var strike = Strike()
    var burst = KeyBurst()
    /// The state before the burst that runs; nil when there is no way back to it.
    var stateBeforeBurst: KioskState?
    /// A number that may have been drawn by a scan.
    var stray: StrayDraw?
    /// Effects held back, and until when.
    var held: [Effect] = []
    var heldUntil: Duration = .zero
    private var lastSpoken: String?

    /// Speech keys are shown and answered only where there is speech.
    package init(
        office: Office,
        settings: KioskSettings,
        texts: [ScreenTexts],
        speechAvailable: Bool = false
    ) {
        self.office = office
        self.settings = settings
        self.speechAvailable = speechAvailable
        let offered = settings.languages.compactMap { code in
            texts.first { $0.language == code }
        }
        languages = offered.isEmpty ? texts : offered
        state = KioskState(at: .zero)
    }

    package mutating func update(_ message: Message, at moment: Moment) -> [Effect] {
        let wasWelcome = state.place.isWelcome
        var effects = passTime(to: moment.elapsed)
        switch message {
        case .tick, .resized, .key(.resize): break
        case .key(let key): effects += take(key.onKeypad, at: moment.elapsed)
        case .lobby(let view):
            lobby = view
            // The list that staff are reading may have changed with it.
            if case .today = state.place { effects.append(.listToday) }
        case .issued, .issueRefused, .printed, .found, .handedBack, .cameBack, .helpCalled, .pin,
            .listed, .recent, .testPrinted, .code, .times,
            .booked, .managed, .appointmentCancelled:
            let before = state
            answer(message, at: moment.elapsed)
            effects += trouble(after: message, since: before)
            // Going back to before an answer would lose it.
            if state != before, stateBeforeBurst != nil { stateBeforeBurst = state }
            if let digits = stray?.digits {
                effects += takeBackStray(for: digits, at: moment.elapsed)
            }
        }
        if state.place.isWelcome, !wasWelcome { effects.append(.visitorLeft) }
        effects += speech(at: moment)
        effects.append(.wake(after: nextWake(at: moment)))
        return effects
    }

    package func screen(size: Size, at moment: Moment) -> Screen {
        let page =
            size.holds(.smallest) ? page(at: moment) : smallWindowPage(texts: texts, size: size)
        return Screen(grid: PageLayout(page, size: size).grid(), spoken: spoken(page))
    }

    /// The language the screen speaks now.
    var language: LanguageCode {
        texts.language
    }

    var texts: ScreenTexts {
        languages.first { $0.language == state.language } ?? languages.first
            ?? ScreenTexts(language: "de", name: "Deutsch", texts: [:])
    }

    func spoken(_ page: Page) -> String {
        page.spoken { choice in
            texts[.spokenChoice, ["name": choice.name, "key": choice.key]]
        }
    }

    mutating func sayAgain() {
        lastSpoken = nil
    }

    /// What is wrong with the paper is said also where nobody asked for speech: the visitor may look
    /// for it at the printer.
    private func trouble(after message: Message, since before: KioskState) -> [Effect] {
        guard case .printed = message, speechAvailable, !state.isSpeaking, state != before
        else { return [] }
        let lines = troubleLines
        if lines.isEmpty { return [] }
        return [.speak(lines.joined(separator: " "), language)]
    }

    /// What is said of a paper that did not come, or may not have; nothing of one that did.
    private var troubleLines: [String] {
        switch state.place {
        case .number(let ticket, let paper) where paper.isTrouble:
            paperLines(paper, label: ticket.label).map(\.text)
        case .visit(let visit, let paper?) where paper.isTrouble:
            paperLines(paper, label: visit.label).map(\.text)
        case .booking(.done(_, let paper)) where paper.isTrouble:
            [texts[paper == .unknown ? .printUnknown : .printTrouble], texts[.bookedRemember]]
        default: []
        }
    }

    private mutating func speech(at moment: Moment) -> [Effect] {
        guard state.isSpeaking else {
            let wasSpeaking = lastSpoken != nil
            lastSpoken = nil
            // What the last visitor was told is not for the next one.
            return wasSpeaking ? [.speak("", language)] : []
        }
        let text = spoken(page(at: moment))
        guard text != lastSpoken else { return [] }
        lastSpoken = text
        return [.speak(text, language)]
    }
}

extension KioskDialogue.Effect {
    /// Whether a new number comes of it.
    var drawsNumber: Bool {
        switch self {
        case .issue, .claim: true
        default: false
        }
    }
}
