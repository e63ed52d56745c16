package import HubStore
package import Lobby
package import Sync

/// The hub's use cases: each runs whole inside one transaction.
///
/// They are plain functions over the store's operations, so that the server and the simulation run
/// the same ones.
package struct HubCases: Sendable {
    /// The office as it is today: by its file, and by what a lead has planned otherwise.
    package let office: Office
    /// The office as its file says.
    let written: Office
    let rules: HubRules
    /// What people are told to wait now; nil before the first forecast.
    var forecast: Forecast?
    /// The channels that do not get an appointment as soon as the office promises.
    var missedPromises: [Channel] = []

    package init(office: Office, rules: HubRules = HubRules(), plan: DayPlan? = nil) {
        written = office
        self.office = office.under(plan)
        self.rules = rules
    }

    /// The business day of the queue now; it never goes back, whatever the clock says.
    ///
    /// The first use on a new day closes what was left of the days before.
    package func today(_ store: HubTransaction, at now: Instant) throws -> Day {
        let byClock = office.time.day(at: now)
        let known = try store.openDay()
        if let known, known >= byClock { return known }
        for left in try store.leftOver(before: byClock) {
            try move(left.visit, .close, in: store, on: left.day, by: "system", at: now)
        }
        try store.voidReservations(before: byClock)
        try store.clearDesks()
        try store.forgetOld(before: now - .seconds(86_400), day: byClock)
        try store.forgetPapers(
            before: byClock,
            at: office.time.instant(of: OfficeTime.dayChange, on: byClock)
        )
        try store.setOpenDay(byClock)
        try store.record(
            HubEvent(
                day: byClock,
                visit: nil,
                happening: "dayOpened",
                state: nil,
                at: now,
                actor: "system"
            )
        )
        return byClock
    }

    // MARK: Numbers

    /// A walk-in number for another program, given at once.
    ///
    /// - Parameters:
    ///   - id: For which service.
    ///   - persons: How many come for it.
    ///   - isPriority: Whether they pass others.
    ///   - language: The visitor's.
    ///   - visit: The new visit's id.
    ///   - key: The digits of its QR code.
    ///   - actor: Who gives it out.
    ///   - store: The transaction.
    ///   - now: The present.
    /// - Returns: The number, and how many are before it.
    /// - Throws: ``HubRefusal`` when the office is closed, the service unknown, or no numbers are
    ///   given now.
    package func drawTicket(
        service id: ServiceID,
        persons: Int = 1,
        isPriority: Bool = false,
        language: LanguageCode,
        visit: VisitID,
        key: String,
        actor: String,
        in store: HubTransaction,
        at now: Instant
    ) throws -> DrawnTicket {
        guard let service = office.services[id] else { throw HubRefusal.unknownService(id) }
        guard (1...Self.mostPersons).contains(persons) else {
            throw HubRefusal.badRequest("A number is for 1 to \(Self.mostPersons) persons.")
        }
        guard office.isOpen(at: now) else { throw HubRefusal.closed }
        if let stop = try ticketStop(for: id, in: store, at: now) {
            throw HubRefusal.noTickets(stop)
        }
        let day = try today(store, at: now)
        let ahead = try waitingAhead(of: service, in: store, at: now)
        let label = try store.giveNumber(
            series: service.letter,
            day: day,
            to: visit,
            reserved: false
        )
        var drawn = Visit(id: visit, label: label, service: id, arrived: now)
        if persons > 1 { drawn.moreErrands = [Errand(id, persons: persons)] }
        if isPriority { drawn.standing = .priority }
        try store.insert(drawn, day: day, language: language, key: key, origin: actor)
        let wait = forecast?.newcomers[id]
        if let wait { try announce(wait, to: drawn, on: day, in: store) }
        try store.record(
            HubEvent(
                day: day,
                visit: visit,
                happening: Happening.draw.rawValue,
                state: .waiting,
                at: now,
                actor: actor
            )
        )
        return DrawnTicket(visit: drawn, waitingAhead: ahead, wait: wait?.shown)
    }

    /// How many would be called before somebody who comes now; by counts, for there may be many.
    private func waitingAhead(
        of service: Service,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Int {
        let waiting = try store.currentWaiting()
        return try office.services(besides: service.id).reduce(0) { sum, other in
            guard let count = waiting[other], count > 0 else { return sum }
            let latest = office.latestArrival(for: other, aheadOfNewFor: service.id, at: now)
            guard latest < now else { return sum + count }
            return sum + (try store.waitingCount(of: other, arrivedBy: latest))
        }
    }

    // MARK: Moving a visit

    /// Takes a visit through one transition and writes it down.
    ///
    /// - Returns: The visit as it now is.
    /// - Throws: ``HubRefusal/impossible(_:_:)`` when the transition is not in the table.
    @discardableResult
    func move(
        _ visit: Visit,
        _ happening: Happening,
        in store: HubTransaction,
        on day: Day,
        by actor: String,
        counter: Int? = nil,
        details: String? = nil,
        at now: Instant,
        change: (inout Visit) -> Void = { _ in }
    ) throws -> Visit {
        var moved = visit
        do {
            moved.state = try transition(from: visit.state, by: happening)
        } catch {
            throw HubRefusal.impossible(error, visit)
        }
        change(&moved)
        guard try store.update(moved, from: visit.state) else { throw HubRefusal.unknownVisit }
        try store.record(
            HubEvent(
                day: day,
                visit: visit.id,
                happening: happening.rawValue,
                state: moved.state,
                at: now,
                actor: actor,
                counter: counter,
                details: details
            )
        )
        return moved
    }
}

/// A number given to a program.
package struct DrawnTicket: Equatable, Sendable {
    package var visit: Visit
    package var waitingAhead: Int
    /// In minutes; nil when it is not known.
    package var wait: ShownWait?

    package init(visit: Visit, waitingAhead: Int, wait: ShownWait? = nil) {
        self.wait = wait
        self.visit = visit
        self.waitingAhead = waitingAhead
    }
}
