package import HubClient
package import KioskStore
package import Lobby
package import Screens
import Sync
import Synchronization

/// Joins dialogue, protocol, store, printer and hub: it carries out what the two cores ask for.
///
/// All state lives here; what takes long runs in tasks of its own and reports back.
package actor KioskEngine {
    /// Where the present and chance come from; the wiring hands them in.
    package struct World: Sendable {
        package var now: @Sendable () -> Instant
        package var elapsed: @Sendable () -> Duration
        package var chance: @Sendable () -> UInt64
        /// How long the hub may take for a number before the kiosk gives one of its own.
        package var reserveLimit: Duration
        /// How long a file that cannot be opened is left alone before it is tried again.
        package var mendPause: Duration

        package init(
            now: @escaping @Sendable () -> Instant,
            elapsed: @escaping @Sendable () -> Duration,
            chance: @escaping @Sendable () -> UInt64,
            reserveLimit: Duration = KioskCore.reserveLimit,
            mendPause: Duration = .seconds(10)
        ) {
            self.mendPause = mendPause
            self.now = now
            self.elapsed = elapsed
            self.chance = chance
            self.reserveLimit = reserveLimit
        }
    }

    /// The lobby's state is looked at anew this often, for opening hours and the printer.
    static let lookInterval: Duration = .seconds(5)
    /// After so many wrong PINs in a row none is looked at for ``pinPause``.
    static let pinTries = 5
    static let pinPause: Duration = .seconds(30)

    /// The office as its file says.
    private let written: Office
    /// The office as it is today: by its file, and by what a lead has planned otherwise.
    private(set) var office: Office
    /// Whether as many walk-in numbers were given today as the plan allows.
    private var isFull = false
    /// The words for days, on slips.
    let texts: [ScreenTexts]
    /// Appointments that visitors may book here within an hour.
    let bookingsPerHour: Int
    let identityFile: IdentityFile
    let reopen: Reopen
    let hub: HubClient
    let printer: any TicketPrinter
    /// The millimetres of a new roll of paper; nil where nobody said.
    let rollLength: Int?
    /// The millimetres of a ticket; nil for one that cannot be drawn.
    let paperLength: @Sendable (Ticket) -> Int?
    /// Draws the link of a number's page for the screen.
    let picture: @Sendable (String) -> CodePicture?
    let world: World
    let post: @Sendable (KioskDialogue.Message) -> Void

    /// The hub's clock less the machine's in milliseconds, for whoever draws the time of day.
    nonisolated private let offset = Atomic<Int64>(0)

    package nonisolated var shownOffset: Int64 {
        offset.load(ordering: .relaxed)
    }

    var identity: KioskIdentity
    var store: KioskDatabase
    var core: KioskCore
    /// Grows when the file was opened anew, which ends the protocol's sessions of before.
    var life = 0
    /// Grows when another file took the place of a damaged one.
    var fileNumber = 0
    var isMending = false
    var mendedAt: Duration?
    /// Papers that this run prints, by their number in the file.
    var jobsInHand: Set<Int> = []
    /// Papers whose outcome the file would not take any more.
    var unwritten: [(PrintJob, PrintOutcome)] = []
    /// Whether the file changed since its write-ahead log was made short.
    var wasWritten = true
    var lastWork: Duration = .zero
    var lastTidied: Duration = .zero
    var forgotOn: Day?
    var notices: [StaffNotice]
    /// What staff should see to; the latest, when there is more.
    package var staffNotice: StaffNotice? { notices.last }
    /// Why a hub that answers does not serve this kiosk.
    var hubNotice: StaffNotice?
    var condition = PrinterCondition(isReady: true, reasons: [])
    /// Why the last ticket did not come, or may not have; empty once one came again.
    var printerFailure: Set<PrinterReason> = []
    var wasPaperShort = false
    var pinMisses = 0
    var pinClosedUntil: Duration = .zero
    var codeLimit: CodeLimit
    /// How long somebody waits who comes now, as the hub last said.
    var waits: [ServiceID: Wait] = [:]
    /// Services for which it may be too late today, as the hub last said.
    var tooLate: Set<ServiceID> = []
    /// The version of all this at the hub; none at first, so that a hub just greeted tells at once.
    var seen = 0
    /// Today's slots that are free again, as the hub last said.
    var freed: [FreedTime] = []
    /// When appointments were booked here, within the last hour.
    var bookings: [Duration] = []
    /// How many visitors have left: an answer for one of them is no longer for who stands here.
    var visitors = 0
    private var shown: LobbyView?
    var tasks: [Task<Void, Never>] = []
    let papers = AsyncStream.makeStream(of: Paper.self)
    private nonisolated let wishes = AsyncStream.makeStream(of: KioskDialogue.Effect.self)

    package init(
        office: Office,
        texts: [ScreenTexts] = [],
        bookingsPerHour: Int = KioskSettings().bookingsPerHour,
        store: KioskDatabase,
        identity: KioskIdentity,
        identityFile: IdentityFile,
        hub: HubClient,
        printer: any TicketPrinter,
        rollLength: Int? = nil,
        paperLength: @escaping @Sendable (Ticket) -> Int? = { _ in nil },
        picture: @escaping @Sendable (String) -> CodePicture? = { _ in nil },
        notices: [StaffNotice],
        world: World,
        reopen: @escaping Reopen,
        post: @escaping @Sendable (KioskDialogue.Message) -> Void
    ) throws {
        written = office
        self.office = office.under(try store.dayPlan())
        self.texts = texts
        self.bookingsPerHour = bookingsPerHour
        self.store = store
        self.identity = identity
        self.identityFile = identityFile
        self.hub = hub
        self.printer = printer
        self.rollLength = rollLength
        self.paperLength = paperLength
        wasPaperShort = try store.paperUse().wasShort
        self.picture = picture
        self.notices = notices
        self.world = world
        self.reopen = reopen
        self.post = post
        let missed = try store.codeMisses()
        codeLimit = CodeLimit(misses: missed?.count ?? 0, on: missed?.day)
        core = KioskCore(memory: try store.memory(), reserveLimit: world.reserveLimit)
    }

    /// The office's time: the machine's clock, corrected by what the hub last said.
    package var wall: Instant {
        Instant(milliseconds: world.now().milliseconds + core.memory.clockOffset)
    }

    var moment: Moment {
        Moment(elapsed: world.elapsed(), wall: world.now())
    }

    /// Starts printing, looking and talking to the hub; prints first what a crash left behind.
    package func start() async {
        tasks.append(Task { await self.carryOutWishes() })
        tasks.append(Task { await self.printJobs() })
        await printer.cancelStaleJobs()
        recover()
        tasks.append(Task { await self.lookAround() })
        step(.started)
    }

    package func stop() {
        tasks.forEach { $0.cancel() }
        papers.continuation.finish()
        wishes.continuation.finish()
        try? store.truncateLog()
        try? store.close()
    }

    /// Hands a wish of the dialogue over; wishes are carried out in order, and this never waits.
    package nonisolated func submit(_ effect: KioskDialogue.Effect) {
        wishes.continuation.yield(effect)
    }

    private func carryOutWishes() async {
        for await wish in wishes.stream {
            lastWork = world.elapsed()
            carryOut(wish)
        }
    }

    /// Feeds the protocol and carries out what it answers.
    func step(_ event: KioskCore.Event) {
        let chance = Double(world.chance() >> 11) / Double(1 << 53)
        for effect in core.step(event, at: moment, chance: chance) { carryOut(effect) }
    }

    /// Shows a line to staff, from outside.
    package func tell(_ notice: StaffNotice) {
        keepNotice(notice.key, notice)
        showLobby()
    }

    /// Shows a line to staff; the newest one is seen.
    func note(_ notice: StaffNotice) {
        notices.removeAll { $0 == notice }
        notices.append(notice)
    }

    /// Takes a line for staff away, because it is no longer so.
    func forget(_ key: TextKey) {
        notices.removeAll { $0.key == key }
    }

    /// Shows a line as long as it is so, without moving it to the end when only its values change.
    func keepNotice(_ key: TextKey, _ notice: StaffNotice?) {
        guard let notice else { return forget(key) }
        if let index = notices.firstIndex(where: { $0.key == key }) {
            notices[index] = notice
        } else {
            notices.append(notice)
        }
    }

    func note(_ error: any Error) {
        switch error as? KioskStoreError {
        case .gone(let reason)?:
            keepNotice(.noticeGone, StaffNotice(.noticeGone, ["reason": reason]))
            mendSoon()
        case .disk(let reason)?: note(StaffNotice(.noticeDisk, ["reason": reason]))
        default: note(StaffNotice(.noticeDisk, ["reason": "\(error)"]))
        }
    }

    func run(_ work: @escaping @Sendable () async -> Void) {
        tasks.removeAll { $0.isCancelled }
        Task { await work() }
    }

    // MARK: What the lobby looks like now

    func showLobby() {
        offset.store(core.memory.clockOffset, ordering: .relaxed)
        let view = lobbyView()
        guard view != shown else { return }
        shown = view
        post(.lobby(view))
    }

    /// Works by what a lead has planned, as the hub tells it.
    func adopt(_ plan: DayPlan?, isFull: Bool) {
        self.isFull = isFull
        if office.plan != plan { office = written.under(plan) }
    }

    private func lobbyView() -> LobbyView {
        let waiting = (try? store.waitingVisits()) ?? []
        let ahead = office.services.all.map { service in
            (service.id, office.numbersAhead(ofNewFor: service.id, among: waiting, at: wall))
        }
        let roll = roll
        let isConnected = core.link == .greeted
        let knows = isConnected || core.memory.cursor > 0
        return LobbyView(
            waitingNumbers: knows ? waiting.count : nil,
            openness: openness(),
            aheadByService: knows ? Dictionary(uniqueKeysWithValues: ahead) : [:],
            isConnected: isConnected,
            printer: printerNotice(roll),
            printerFailure: printerFailure,
            ticketsLeft: roll?.ticketsLeft,
            countsPaper: roll != nil,
            hubNotice: hubNotice,
            staffNotice: staffNotice,
            canIssue: core.canIssue && store.trouble == nil,
            expected: expectedTimes(),
            freed: freed.filter { wall < $0.start },
            plan: office.plan(at: wall),
            waitByService: isConnected ? waits.mapValues(\.shown) : [:],
            tooLate: isConnected ? tooLate : []
        )
    }

    func openness() -> Openness {
        if office.isOpen(at: wall) {
            return office.ticketStop(at: wall, isFull: isFull).map { .noTickets($0) } ?? .open
        }
        let next = office.hours.nextOpening(
            after: office.time.timeOfDay(at: wall),
            on: office.time.date(at: wall)
        )
        return .closed(next: next.map { NextOpening(day: $0.day, time: $0.time) })
    }

    /// Why no number for a service is given now; nil when one is.
    func refusal(of service: ServiceID) -> IssueRefusal? {
        switch openness() {
        case .closed(let next): .closed(next: next)
        case .noTickets(let stop): .noTickets(stop)
        case .open:
            (office.ticketStop(for: service, at: wall, isFull: isFull)
                ?? office.lateStop(for: service, tooLate: core.link == .greeted ? tooLate : []))
                .map { .noTickets($0) }
        }
    }

    /// What somebody is told who draws a number now, and the forecast it comes from.
    ///
    /// Who has an appointment is told when it is.
    func toldWait(of draw: KioskCore.Draw) -> (told: ToldWait?, wait: Wait?) {
        guard draw.kind == .draw else { return (nil, nil) }
        guard core.link == .greeted else { return (.unknown, nil) }
        if tooLate.contains(draw.service) { return (.tooLate, nil) }
        guard let wait = waits[draw.service] else { return (.unknown, nil) }
        return (.about(wait.shown), wait)
    }
}
