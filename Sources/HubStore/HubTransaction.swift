import Foundation
import GRDB
package import Lobby
import Statements

/// The named operations that change the hub's database; valid only inside ``HubDatabase/write(_:)``.
///
/// Counts and the highest numbers are remembered between transactions and forgotten after a failed
/// one, because this is the file's only writer.
// Sendable because it is used only on the writing connection's own serial queue.
package final class HubTransaction: HubReading, @unchecked Sendable {
    private var waiting: [ServiceID: Int]?
    private var highest: [DaySeries: Int] = [:]
    private var day: Day?

    init(office: String) {
        super.init(database: nil, office: office)
    }

    /// Lends the connection to the work; an error makes everything remembered be forgotten.
    func use<Value>(_ database: Database, _ work: () throws -> Value) throws -> Value {
        enter(database)
        defer { enter(nil) }
        do {
            return try work()
        } catch {
            waiting = nil
            highest = [:]
            day = nil
            throw error
        }
    }

    // MARK: Visits

    /// How many wait, by service, as of this moment of the transaction.
    package func currentWaiting() throws -> [ServiceID: Int] {
        if let waiting { return waiting }
        let counts = try waitingCounts()
        waiting = counts
        return counts
    }

    /// Adds a visit; its label must have been marked used.
    package func insert(
        _ visit: Visit,
        day: Day,
        language: LanguageCode,
        key: String,
        origin: String
    ) throws {
        try database.run(
            """
            INSERT INTO visits (
                id, office, day, series, number, service, kind, state, standing, arrived,
                booked, counter, calls, firstCalled, lastCalled, claimed, mayHaveBeenCalled,
                errands, language, key, origin)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            visit.id.data,
            office,
            day.description,
            visit.label.series,
            visit.label.number,
            visit.service,
            visit.kind.rawValue,
            visit.state.rawValue,
            visit.standing.rawValue,
            visit.arrived.milliseconds,
            visit.booked?.milliseconds,
            visit.counter,
            visit.calls,
            visit.firstCalled?.milliseconds,
            visit.lastCalled?.milliseconds,
            visit.claimed?.milliseconds,
            visit.mayHaveBeenCalled,
            try visit.moreErrands.isEmpty ? nil : ErrandsReader.text(visit.moreErrands),
            language,
            key,
            origin
        )
        count(visit.service, nil, visit.state)
    }

    /// Takes a waiting visit for a counter, on condition that it still waits.
    ///
    /// - Returns: Whether it was taken; false when somebody else was first.
    package func take(_ visit: Visit, counter: Int, at now: Instant) throws -> Bool {
        try database.run(
            """
            UPDATE visits SET state = 'called', counter = ?, calls = 1, firstCalled = ?,
                lastCalled = ?
            WHERE id = ? AND state = 'waiting'
            """,
            counter,
            now.milliseconds,
            now.milliseconds,
            visit.id.data
        )
        guard try database.changesCount == 1 else { return false }
        count(visit.service, .waiting, .called)
        return true
    }

    /// Makes a visit that waits the one of an appointment, with its time, standing and service.
    package func upgrade(_ visit: Visit, to appointment: Appointment) throws {
        let service = appointment.errands.first?.service ?? visit.service
        try database.run(
            """
            UPDATE visits SET kind = 'appointment', service = ?, booked = ?, standing = ?,
                claimed = NULL
            WHERE id = ?
            """,
            service,
            appointment.start.milliseconds,
            appointment.standing.rawValue,
            visit.id.data
        )
        if waiting != nil {
            waiting?[visit.service, default: 0] -= 1
            waiting?[service, default: 0] += 1
        }
    }

    /// Stores what can change of a visit, on condition that it is still in the state it was in.
    ///
    /// - Returns: Whether it was.
    package func update(_ visit: Visit, from old: VisitState) throws -> Bool {
        try database.run(
            """
            UPDATE visits SET service = ?, state = ?, standing = ?, arrived = ?, booked = ?,
                counter = ?, calls = ?, firstCalled = ?, lastCalled = ?, errands = ?,
                parkedFor = ?, onlyCounter = ?
            WHERE id = ? AND state = ?
            """,
            visit.service,
            visit.state.rawValue,
            visit.standing.rawValue,
            visit.arrived.milliseconds,
            visit.booked?.milliseconds,
            visit.counter,
            visit.calls,
            visit.firstCalled?.milliseconds,
            visit.lastCalled?.milliseconds,
            try visit.moreErrands.isEmpty ? nil : ErrandsReader.text(visit.moreErrands),
            visit.parkedFor?.rawValue,
            visit.onlyCounter,
            visit.id.data,
            old.rawValue
        )
        guard try database.changesCount == 1 else { return false }
        count(visit.service, old, visit.state)
        return true
    }

    /// Visits of earlier days that are not over yet.
    package func leftOver(before day: Day) throws -> [KnownVisit] {
        let states = VisitState.allCases.filter { !$0.isEnded && $0 != .missed }
        let left = try database.all(
            """
            SELECT id FROM visits WHERE office = ? AND day < ?
                AND state IN (\(states.map { "'\($0.rawValue)'" }.joined(separator: ",")))
            """,
            office,
            day.description
        ) { VisitID(data: $0[0]) }
        return try left.compactMap(known)
    }

    private func count(_ service: ServiceID, _ old: VisitState?, _ new: VisitState) {
        guard waiting != nil else { return }
        if old == .waiting { waiting?[service, default: 0] -= 1 }
        if new == .waiting { waiting?[service, default: 0] += 1 }
    }

    // MARK: Events

    /// Writes down what happened.
    package func record(_ event: HubEvent) throws {
        try database.run(
            """
            INSERT INTO events (
                office, day, visit, happening, state, at, actor, counter, details)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            office,
            event.day.description,
            event.visit?.data,
            event.happening,
            event.state?.rawValue,
            event.at.milliseconds,
            event.actor,
            event.counter,
            event.details
        )
    }

    // MARK: Numbers

    /// Gives the next number of a series on a day to a visit: reserved, or used at once.
    package func giveNumber(
        series: String,
        day: Day,
        to visit: VisitID,
        reserved: Bool
    ) throws -> Label {
        let place = DaySeries(day: day, series: series)
        let next = try highestNumber(place) + 1
        let label = Label(series: series, number: next)
        try setLabel(label, day: day, visit: visit, state: reserved ? "reserved" : "used")
        highest[place] = next
        return label
    }

    /// Marks a label as used by a visit: one reserved for it, or one of a kiosk's own series.
    ///
    /// - Throws: A violated constraint when the label belongs to another visit.
    package func useLabel(_ label: Label, day: Day, visit: VisitID) throws {
        try database.run(
            """
            UPDATE labels SET state = 'used'
            WHERE office = ? AND day = ? AND series = ? AND number = ? AND visit = ?
            """,
            office,
            day.description,
            label.series,
            label.number,
            visit.data
        )
        guard try database.changesCount == 0 else { return }
        try setLabel(label, day: day, visit: visit, state: "used")
    }

    /// Marks a reserved number as never to be used.
    package func voidLabel(_ label: Label, day: Day) throws {
        try database.run(
            """
            UPDATE labels SET state = 'void'
            WHERE office = ? AND day = ? AND series = ? AND number = ? AND state = 'reserved'
            """,
            office,
            day.description,
            label.series,
            label.number
        )
    }

    /// Marks what was reserved on earlier days and never used; nobody will use it any more.
    package func voidReservations(before day: Day) throws {
        try database.run(
            "UPDATE labels SET state = 'void' WHERE office = ? AND day < ? AND state = 'reserved'",
            office,
            day.description
        )
    }

    /// The number reserved for a visit that has not used it yet.
    package func reservation(of visit: VisitID) throws -> (day: Day, label: Label)? {
        try database.first(
            "SELECT day, series, number FROM labels WHERE visit = ? AND state = 'reserved'",
            visit.data
        ) { row in
            Day(row[0] as String).map { ($0, Label(series: row[1], number: row[2])) }
        }
    }

    package func owner(of label: Label, on day: Day) throws -> VisitID? {
        try database.first(
            """
            SELECT visit FROM labels
            WHERE office = ? AND day = ? AND series = ? AND number = ?
            """,
            office,
            day.description,
            label.series,
            label.number
        ) { VisitID(data: $0[0]) }
    }

    /// The highest number of a series on a day, whatever became of it; 0 for none.
    package func highestNumber(series: String, day: Day) throws -> Int {
        try highestNumber(DaySeries(day: day, series: series))
    }

    private func highestNumber(_ place: DaySeries) throws -> Int {
        if let known = highest[place] { return known }
        let found = try database.first(
            "SELECT max(number) FROM labels WHERE office = ? AND day = ? AND series = ?",
            office,
            place.day.description,
            place.series
        ) { $0[0] as Int }
        highest[place] = found ?? 0
        return found ?? 0
    }

    func setLabel(_ label: Label, day: Day, visit: VisitID, state: String) throws {
        try database.run(
            """
            INSERT INTO labels (office, day, series, number, visit, state)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            office,
            day.description,
            label.series,
            label.number,
            visit.data,
            state
        )
        let place = DaySeries(day: day, series: label.series)
        if let known = highest[place] { highest[place] = max(known, label.number) }
    }

    // MARK: Facts

    /// The business day the hub last opened; nil before the first.
    package func openDay() throws -> Day? {
        if let day { return day }
        day = try fact("day").flatMap { Day($0) }
        return day
    }

    package func setOpenDay(_ new: Day) throws {
        try setFact("day", new.description)
        day = new
    }

    package func setFact(_ name: String, _ value: String) throws {
        try database.run(
            """
            INSERT INTO facts (name, value) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """,
            name,
            value
        )
    }
}

private struct DaySeries: Hashable {
    var day: Day
    var series: String
}

/// One line of the hub's history.
package struct HubEvent: Equatable, Sendable {
    package var day: Day
    package var visit: VisitID?
    /// What happened: a ``Happening``, or a word of the office's own life such as `dayOpened`.
    package var happening: String
    package var state: VisitState?
    package var at: Instant
    /// Who, for example `counter` or `kiosk:NAME`, and never a person's name.
    package var actor: String
    package var counter: Int?
    package var details: String?

    package init(
        day: Day,
        visit: VisitID?,
        happening: String,
        state: VisitState?,
        at: Instant,
        actor: String,
        counter: Int? = nil,
        details: String? = nil
    ) {
        self.day = day
        self.visit = visit
        self.happening = happening
        self.state = state
        self.at = at
        self.actor = actor
        self.counter = counter
        self.details = details
    }
}
