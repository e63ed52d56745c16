import Foundation
import GRDB
package import Lobby
package import Sync
import Statements

/// One paper to be printed.
package struct PrintJob: Equatable, Sendable {
    package var number: Int
    package var visit: VisitID
    package var ticket: Ticket
    package var at: Instant

    package init(number: Int, visit: VisitID, ticket: Ticket, at: Instant) {
        self.number = number
        self.visit = visit
        self.ticket = ticket
        self.at = at
    }
}

extension KioskDatabase {
    /// A job older than this after a restart is not printed: the person has left.
    package static let jobLife: Duration = .seconds(90)

    /// Papers a visitor may get beside the first one.
    package static let mostReprints = 2

    /// What is left of an earlier run, made ready: what to print now, what was given up.
    ///
    /// A pending job younger than ``jobLife`` is printed; a started one of that age is printed with
    /// the reprint mark, because its paper may be out already. An older pending one is abandoned,
    /// and its visit with it; an older started one stays valid, its outcome unknown.
    /// Those of `inHand` are left alone, because this run still has them.
    package func recoverJobs(
        at now: Instant,
        except inHand: Set<Int> = []
    ) throws -> (print: [PrintJob], head: LogHead) {
        try commit { database in
            var jobs: [PrintJob] = []
            let open = try database.all(
                """
                SELECT row, visit, ticket, state, at FROM jobs
                WHERE state IN ('pending', 'started') ORDER BY row
                """
            ) { row in
                try Self.job(row).map { ($0, wasStarted: row[3] == "started") }
            }
            for (job, wasStarted) in open where !inHand.contains(job.number) {
                let isYoung = now - job.at < Self.jobLife && job.at <= now
                switch (wasStarted, isYoung) {
                case (_, true):
                    var marked = job
                    marked.ticket.isReprint = job.ticket.isReprint || wasStarted
                    jobs.append(marked)
                case (true, false):
                    try Self.end(job.number, "unknown", database)
                case (false, false):
                    try Self.end(job.number, "abandoned", database)
                    if !job.ticket.isReprint {
                        try Self.setState(.left, of: job.visit, database)
                        _ = try Self.append(
                            .abandon,
                            job.visit,
                            details: "{}",
                            at: now,
                            database
                        )
                    }
                }
            }
            return (jobs, try Self.head(database))
        }
    }

    /// Marks a job as being sent, so that a crash from here on asks for the reprint mark.
    package func start(_ job: PrintJob) throws {
        try commit { try Self.end(job.number, "started", $0) }
    }

    /// Stores what became of a job, and tells it in the log; `paper` is what it took from the roll, in
    /// millimetres.
    package func finish(
        _ job: PrintJob,
        _ outcome: PrintOutcome,
        at now: Instant,
        paper: Int? = nil
    ) throws -> LogHead {
        try commit { database in
            if let paper { try Self.usePaper(paper, database) }
            let details = PaperDetails(outcome, isReprint: job.ticket.isReprint)
            try Self.end(job.number, details.result.rawValue, database)
            return try Self.append(
                .paper,
                job.visit,
                details: try Self.json(details),
                at: now,
                database
            )
        }
    }

    /// A marked second paper for a visit, unless it had enough.
    package func addReprint(
        of visit: VisitID,
        ticket: Ticket,
        at now: Instant,
        most: Int = mostReprints
    ) throws -> PrintJob? {
        try commit { database in
            let had = try database.first(
                "SELECT count(*) FROM jobs WHERE visit = ? AND isReprint",
                visit.data
            ) { $0[0] as Int }
            guard (had ?? 0) < most else { return nil }
            var ticket = ticket
            ticket.isReprint = true
            return try Self.addJob(ticket, visit: visit, at: now, database)
        }
    }

    private static func job(_ row: SQLRow) throws -> PrintJob? {
        guard let visit = VisitID(data: row[1]) else { return nil }
        let text: String = row[2]
        let ticket = try JSONDecoder().decode(Ticket.self, from: Data(text.utf8))
        return PrintJob(
            number: row[0],
            visit: visit,
            ticket: ticket,
            at: Instant(milliseconds: row[4])
        )
    }

    private static func end(_ number: Int, _ state: String, _ database: Database) throws {
        try database.run("UPDATE jobs SET state = ? WHERE row = ?", state, number)
    }
}
