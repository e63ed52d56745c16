import Foundation
import GRDB
package import Lobby
package import Sync
import Statements

/// A visit that has a number now, and where its paper stands.
package struct Issued: Equatable, Sendable {
    package var label: Label
    package var head: LogHead
    package var job: PrintJob

    package init(label: Label, head: LogHead, job: PrintJob) {
        self.label = label
        self.head = head
        self.job = job
    }
}

extension KioskDatabase {
    /// Appointments are forgotten so long after their time.
    static let appointmentLife: Duration = .seconds(2 * 86_400)

    // MARK: Starting

    /// Everything the protocol needs to go on where it stopped.
    package func memory() throws -> KioskMemory {
        try commit { database in
            let facts = try Self.facts(database)
            let series = try database.all("SELECT series, highest FROM series") {
                row -> (String, Int) in (row[0], row[1])
            }
            let intents = try database.all("SELECT visit FROM intents") { $0[0] as Data }
            return KioskMemory(
                incarnation: facts["incarnation"] ?? "",
                letter: facts["letter"],
                spareLetter: facts["spareLetter"],
                epoch: facts["epoch"].flatMap { Int($0) } ?? 0,
                day: facts["day"].flatMap { Day($0) },
                head: try Self.head(database),
                acknowledged: facts["acknowledged"].flatMap { Int($0) } ?? 0,
                cursor: facts["cursor"].flatMap { Int($0) } ?? 0,
                highest: Dictionary(uniqueKeysWithValues: series),
                openIntents: intents.compactMap(VisitID.init(data:)),
                clockOffset: facts["clockOffset"].flatMap { Int64($0) } ?? 0
            )
        }
    }

    /// The digest of the staff PIN as the hub last told it.
    package func staffPIN() throws -> PINDigest? {
        try commit { database in
            try Self.facts(database)["staffPIN"].flatMap { text in
                try? JSONDecoder().decode(PINDigest.self, from: Data(text.utf8))
            }
        }
    }

    /// When the hub last told how things stand, by its clock; nil when it never did.
    package func heard() throws -> Instant? {
        try commit { database in
            try Self.facts(database)["heard"].flatMap { Int64($0) }
                .map(Instant.init(milliseconds:))
        }
    }

    /// When the oldest event was written that the hub has not; nil when it has all.
    package func oldestUnsent() throws -> Instant? {
        try commit { database in
            let facts = try Self.facts(database)
            let acknowledged = facts["acknowledged"].flatMap { Int($0) } ?? 0
            return try database.first(
                "SELECT at FROM events WHERE seq > ? ORDER BY seq LIMIT 1",
                acknowledged
            ) { Instant(milliseconds: $0[0]) }
        }
    }

    // MARK: Numbers

    /// Writes down that a number is being asked for.
    package func commitIntent(_ visit: VisitID, at now: Instant) throws {
        try commit { database in
            try database.run(
                "INSERT INTO intents (visit, at) VALUES (?, ?)",
                visit.data,
                now.milliseconds
            )
        }
    }

    /// Commits visit, event and print job at once; after it returns the number is given.
    ///
    /// - Parameters:
    ///   - draw: What the visitor asked for.
    ///   - source: The hub's number, or the own series whose next number is taken in this commit.
    ///   - clockOffset: The hub's clock less the kiosk's, in milliseconds, for the log.
    ///   - wait: How long the visitor is told to wait, for the log; nil where nothing is told.
    ///   - ticket: What will stand on the paper of that label.
    /// - Returns: The number, the log's new head, and the paper to print.
    /// - Throws: ``KioskStoreError/disk(reason:)``; nothing is committed then.
    package func issue(
        _ draw: KioskCore.Draw,
        from source: KioskCore.NumberSource,
        clockOffset: Int64,
        wait: Wait? = nil,
        ticket: (Label) -> Ticket
    ) throws -> Issued {
        try commit { database in
            let label = try Self.label(from: source, database)
            let facts = try Self.facts(database)
            let day = facts["day"].flatMap { Day($0) }
            let details = DrawDetails(
                label: label,
                service: draw.service,
                language: draw.language,
                key: draw.key,
                clockOffset: clockOffset,
                epoch: facts["epoch"].flatMap { Int($0) } ?? 0,
                day: source.day,
                appointment: draw.appointment,
                wait: wait
            )
            let event = KioskEvent(
                after: try Self.head(database),
                visit: draw.visit,
                kind: draw.kind,
                at: draw.at,
                day: day,
                details: try Self.json(details)
            )
            try Self.insert(event, database)
            try database.run(
                """
                INSERT INTO visits (
                    id, day, series, number, service, state, language, key, at, seq, kind, booked)
                VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?)
                """,
                draw.visit.data,
                day?.description,
                label.series,
                label.number,
                draw.service,
                draw.language,
                draw.key,
                draw.at.milliseconds,
                event.seq,
                (draw.kind == .checkIn ? Visit.Kind.appointment : .walkIn).rawValue,
                draw.kind == .checkIn ? draw.appointment?.booked?.milliseconds : nil
            )
            if let appointment = draw.appointment?.appointment {
                try database.run(
                    "UPDATE appointments SET state = 'checkedIn', visit = ? WHERE id = ?",
                    draw.visit.data,
                    appointment.data
                )
            }
            let job = try Self.addJob(ticket(label), visit: draw.visit, at: draw.at, database)
            try database.run("DELETE FROM intents WHERE visit = ?", draw.visit.data)
            return Issued(
                label: label,
                head: LogHead(seq: event.seq, hash: event.hash),
                job: job
            )
        }
    }

    /// Adds an event to the log, with what it means for the kiosk's own tables.
    package func append(
        _ kind: KioskEvent.Kind,
        _ visit: VisitID,
        details: String,
        at now: Instant
    ) throws -> LogHead {
        try commit { database in
            switch kind {
            case .drop:
                try database.run("DELETE FROM intents WHERE visit = ?", visit.data)
            case .handBack, .abandon:
                try Self.setState(.left, of: visit, database)
            case .draw, .checkIn, .paper: break
            }
            return try Self.append(kind, visit, details: details, at: now, database)
        }
    }

    // MARK: Talking to the hub

    package func events(after seq: Int, most: Int) throws -> [KioskEvent] {
        try commit { database in
            var events = try Self.events(
                database,
                "WHERE seq > ? ORDER BY seq LIMIT ?",
                seq,
                most
            )
            let facts = try Self.facts(database)
            let ofEarlierDays = facts["dayBeganAfter"].flatMap { Int($0) } ?? 0
            let day = facts["day"].flatMap { Day($0) }
            for index in events.indices where events[index].seq <= ofEarlierDays {
                events[index].latestDay = day.map { $0 + -1 }
            }
            return events
        }
    }

    /// Stores what a hello answered: letters, epoch, day, the staff PIN.
    ///
    /// A new day resets the own series, but only when everything was at the hub before it began.
    package func adopt(_ answer: HelloAnswer, clockOffset: Int64) throws {
        let pin = try answer.staffPIN.map { try Self.json($0) }
        try commit { database in
            let old = try Self.facts(database)
            let head = try Self.head(database)
            try Self.set("letter", answer.letter, database)
            try Self.set("spareLetter", answer.spareLetter, database)
            try Self.set("epoch", String(answer.epoch), database)
            try Self.set("acknowledged", String(min(answer.haveSeq, head.seq)), database)
            try Self.set("clockOffset", String(clockOffset), database)
            try Self.set("heard", String(answer.now.milliseconds), database)
            if let pin { try Self.set("staffPIN", pin, database) }
            if let key = answer.codeKey { try Self.set("codeKey", key, database) }
            if old["epoch"] != String(answer.epoch) { try Self.set("cursor", "0", database) }
            try Self.openMirror(answer.day, old["mirrorDay"], at: answer.now, database)
            try Self.hear(answer.day, haveSeq: answer.haveSeq, atOnce: true, database)
        }
    }

    /// Stores how far the hub has the log, and the hub's day when it had it.
    package func acknowledge(_ seq: Int, day: Day) throws {
        try commit { database in
            try Self.set("acknowledged", String(seq), database)
            try Self.hear(day, haveSeq: seq, atOnce: true, database)
        }
    }

    /// Stores what the hub says of visits, and the cursor behind it.
    package func mirror(_ answer: ChangesAnswer) throws {
        try commit { database in
            let facts = try Self.facts(database)
            let haveSeq = facts["acknowledged"].flatMap { Int($0) } ?? 0
            try Self.hear(answer.day, haveSeq: haveSeq, atOnce: false, database)
            try Self.openMirror(answer.day, facts["mirrorDay"], at: answer.now, database)
            if answer.resync {
                try database.run("DELETE FROM mirror")
                try database.run("DELETE FROM appointments")
            }
            for change in answer.changes { try Self.mirror(change, database) }
            for change in answer.appointments { try Self.mirror(change, database) }
            try Self.set("cursor", String(answer.cursor), database)
            try Self.set("heard", String(answer.now.milliseconds), database)
            let plan = try answer.plan.map { try Self.json($0) } ?? ""
            if plan != facts["dayPlan"] ?? "" { try Self.set("dayPlan", plan, database) }
        }
    }

    /// What a lead has planned for a day, as the hub last told it.
    package func dayPlan() throws -> DayPlan? {
        try commit { try Self.facts($0)["dayPlan"] }.flatMap { text in
            try? JSONDecoder().decode(DayPlan.self, from: Data(text.utf8))
        }
    }

    /// Learns the hub's day; a new one opens when the hub has the whole log.
    ///
    /// A series begins anew then, but only if the hub had all its numbers while its day was still an
    /// earlier one: a number that came later may count for the new day, and must not come again.
    /// `atOnce` tells whether the hub told the day in the same moment as how far it has the log.
    private static func hear(
        _ day: Day,
        haveSeq: Int,
        atOnce: Bool,
        _ database: Database
    ) throws {
        let facts = try facts(database)
        let known = facts["settled"].flatMap { Int($0) } ?? 0
        // A hub that was restored has forgotten some, and counts them anew.
        let settled = min(known, haveSeq)
        if settled < known { try set("settled", String(settled), database) }
        let old = facts["day"].flatMap { Day($0) }
        if let old, day <= old {
            let isNews = day == old && atOnce && haveSeq > settled
            if isNews { try set("settled", String(haveSeq), database) }
            return
        }
        guard haveSeq >= (try head(database).seq) else { return }
        try set("day", day.description, database)
        try set("dayBeganAfter", String(settled), database)
        try database.run(
            """
            DELETE FROM series WHERE NOT EXISTS (
                SELECT 1 FROM visits WHERE visits.series = series.series AND visits.seq > ?)
            """,
            settled
        )
        if atOnce { try set("settled", String(haveSeq), database) }
    }

    /// Forgets the hub's word on another day; it may come before the own series can be reset.
    private static func openMirror(
        _ day: Day,
        _ old: String?,
        at now: Instant,
        _ database: Database
    ) throws {
        guard day.description != old else { return }
        try set("mirrorDay", day.description, database)
        try database.run("DELETE FROM mirror")
        try database.run("DELETE FROM attachments")
        let over = now - appointmentLife
        try database.run("DELETE FROM appointments WHERE booked < ?", over.milliseconds)
    }
}
