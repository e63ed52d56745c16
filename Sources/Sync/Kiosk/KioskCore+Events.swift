package import Lobby

extension KioskCore {
    /// A number that is being drawn.
    package struct Draw: Equatable, Sendable {
        package var visit: VisitID
        package var service: ServiceID
        package var letter: String
        package var language: LanguageCode
        /// The random digits behind the QR code.
        package var key: String
        package var at: Instant
        /// The appointment its holder checks in for, or claims to have; nil for a walk-in.
        package var appointment: AppointmentClaim?

        package init(
            visit: VisitID,
            service: ServiceID,
            letter: String,
            language: LanguageCode,
            key: String,
            at: Instant,
            appointment: AppointmentClaim? = nil
        ) {
            self.visit = visit
            self.service = service
            self.letter = letter
            self.language = language
            self.key = key
            self.at = at
            self.appointment = appointment
        }

        /// A claim that the kiosk cannot confirm gets a walk-in's number until the hub knows better.
        package var kind: KioskEvent.Kind {
            appointment?.appointment == nil ? .draw : .checkIn
        }
    }

    /// Why a hub will not talk to this kiosk.
    package enum Refusal: String, Equatable, Sendable {
        /// The secret is unknown or was revoked: 401, 403, 410.
        case revoked
        /// The log contradicts what the hub has: 409.
        case fork
        /// The hub does not speak this protocol: 426.
        case updateNeeded
    }

    /// Who gives the number.
    package enum NumberSource: Equatable, Sendable {
        case hub(DayLabel)
        case own(series: String)

        /// The day the number counts for, as far as the hub told it.
        package var day: Day? {
            if case .hub(let place) = self { place.day } else { nil }
        }
    }

    /// What happened.
    package enum Event: Equatable, Sendable {
        case started
        case woke
        case draw(Draw)
        case intentCommitted(VisitID)
        case reserveAnswered(VisitID, ReserveAnswer)
        case reserveFailed(VisitID)
        /// The visit, its event and its print job are on disk; `own` is the label of an own series.
        case issued(LogHead, own: Label?)
        /// The disk refused what a number needs.
        case issueFailed(VisitID)
        case appended(LogHead)
        case helloAnswered(HelloAnswer)
        case eventsAnswered(EventsAnswer)
        case changesAnswered(ChangesAnswer)
        case linkFailed
        case hubRefused(Refusal)
        /// The printer is otherwise than before.
        case printerChanged(PrinterReport)
    }

    /// What to do.
    package enum Effect: Equatable, Sendable {
        /// Write down that a number is being asked for; answer `intentCommitted`.
        case commitIntent(Draw)
        case reserve(ReserveRequest, limit: Duration)
        /// Commit visit, event and print job at once; answer `issued` or `issueFailed`.
        case issue(Draw, NumberSource)
        /// There is no number to give: the visitor is told where to go. Nothing to report back.
        case refuse(VisitID)
        case append(KioskEvent.Kind, VisitID, details: String)
        case hello(HelloRequest)
        /// Store letters, epoch and day.
        case adopt(HelloAnswer)
        /// Send the next events, and how the printer is; there may be no event to send.
        case send(after: Int, most: Int)
        /// Store how far the hub has the log, and the hub's day when it had it.
        case acknowledge(Int, day: Day)
        case askChanges(since: Int, epoch: Int)
        /// Store what the hub says about visits.
        case mirror(ChangesAnswer)
        case linkChanged
        /// Say `woke` when this much time has elapsed.
        case wake(at: Duration)
    }
}

/// What the core knows of the kiosk's database; loaded at the start and kept in step.
package struct KioskMemory: Equatable, Sendable {
    package var incarnation: String
    /// The second letter of the own series; nil before the first hello.
    package var letter: String?
    package var spareLetter: String?
    package var epoch: Int
    package var day: Day?
    package var head: LogHead
    package var acknowledged: Int
    package var cursor: Int
    package var highest: [String: Int]
    /// Numbers asked for before a crash and never given out.
    package var openIntents: [VisitID]
    /// The hub's clock less the kiosk's, in milliseconds.
    package var clockOffset: Int64
    /// How far the kiosk's clock is behind that of the hub's machine, in milliseconds.
    package var clockError: Int64
    package var maxBatch = EventsRequest.mostEvents
    /// How the printer is; nil until it was asked.
    package var printer: PrinterReport?

    package init(
        incarnation: String,
        letter: String? = nil,
        spareLetter: String? = nil,
        epoch: Int = 0,
        day: Day? = nil,
        head: LogHead = .empty,
        acknowledged: Int = 0,
        cursor: Int = 0,
        highest: [String: Int] = [:],
        openIntents: [VisitID] = [],
        clockOffset: Int64 = 0
    ) {
        self.incarnation = incarnation
        self.letter = letter
        self.spareLetter = spareLetter
        self.epoch = epoch
        self.day = day
        self.head = head
        self.acknowledged = acknowledged
        self.cursor = cursor
        self.highest = highest
        self.openIntents = openIntents
        self.clockOffset = clockOffset
        clockError = clockOffset
    }

    func hello(at now: Instant) -> HelloRequest {
        HelloRequest(
            incarnation: incarnation,
            lastSeq: head.seq,
            head: head.hash,
            epochSeen: epoch,
            highest: highest.filter { $0.key.count == 1 },
            letter: letter,
            clock: now,
            printer: printer?.summary ?? "",
            printerReport: printer
        )
    }

    mutating func adopt(_ answer: HelloAnswer, at now: Instant) {
        letter = answer.letter
        spareLetter = answer.spareLetter
        if answer.epoch != epoch {
            // Another history of the hub, perhaps with an earlier day.
            cursor = 0
            day = nil
        }
        epoch = answer.epoch
        open(answer.day)
        maxBatch = max(1, min(answer.maxBatch, EventsRequest.mostEvents))
        clockOffset = answer.now.milliseconds - now.milliseconds
        clockError = (answer.machine ?? answer.now).milliseconds - now.milliseconds
        acknowledged = min(answer.haveSeq, head.seq)
    }

    /// The hub's series begin anew on a new day; the own ones go on until the store resets them.
    ///
    /// An answer of an earlier day was only long on its way.
    mutating func open(_ newDay: Day) {
        if let day, newDay <= day { return }
        highest = highest.filter { $0.key.count > 1 }
        day = newDay
    }

    /// Remembers a number of the hub: a hub that does not know of it any more was restored.
    mutating func saw(_ label: Label, on labelDay: Day) {
        open(labelDay)
        guard labelDay == day else { return }
        highest[label.series] = max(highest[label.series] ?? 0, label.number)
    }
}
