import Foundation
import GRDB
package import Lobby
import Statements
package import Sync

// How printers are, and what became of papers.
extension HubDatabase {
    static let printerTables = """
        -- How each kiosk's printer is, as the kiosk told it, and since when it is so.
        CREATE TABLE printers (
            device TEXT PRIMARY KEY REFERENCES devices (id),
            report TEXT NOT NULL,
            since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Papers by what became of them; those of the counters have no device.
        CREATE TABLE paperCounts (
            device TEXT NOT NULL,
            result TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (device, result)
        ) STRICT, WITHOUT ROWID;

        -- Visits of which nobody knows whether their paper came.
        CREATE TABLE unclearPapers (
            visit BLOB PRIMARY KEY,
            day TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Papers asked for at counters whose outcome is not known yet.
        CREATE TABLE counterPapers (
            office TEXT NOT NULL,
            counter INTEGER NOT NULL,
            visit BLOB NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (office, counter, visit)
        ) STRICT, WITHOUT ROWID;
        """
}

/// A kiosk's printer as the hub last heard of it.
package struct KioskPrinter: Equatable, Sendable {
    /// The kiosk's name.
    package var kiosk: String
    package var report: PrinterReport
    /// When the hub first heard that it is so.
    package var since: Instant

    package init(kiosk: String, report: PrinterReport, since: Instant) {
        self.kiosk = kiosk
        self.report = report
        self.since = since
    }
}

/// How many papers of a kiosk, or of all counters, ended in one way.
package struct PaperCount: Equatable, Sendable {
    /// The kiosk's name; nil for the printer of the counters.
    package var kiosk: String?
    package var result: PaperDetails.Result
    package var count: Int

    package init(kiosk: String?, result: PaperDetails.Result, count: Int) {
        self.kiosk = kiosk
        self.result = result
        self.count = count
    }
}

/// A paper that a counter asked for.
package struct CounterPaper: Equatable, Sendable {
    package var counter: Int
    package var visit: VisitID
    package var at: Instant

    package init(counter: Int, visit: VisitID, at: Instant) {
        self.counter = counter
        self.visit = visit
        self.at = at
    }
}

extension HubReading {
    /// The printers of all kiosks that may talk to the hub, by the kiosks' names.
    package func printers() throws -> [KioskPrinter] {
        try database.all(
            """
            SELECT devices.name, printers.report, printers.since FROM printers
            JOIN devices ON devices.id = printers.device
            WHERE devices.revoked IS NULL ORDER BY devices.name
            """
        ) { row in
            let text: String = row[1]
            guard let report = try? PrinterReport(stored: text) else { return nil }
            return KioskPrinter(
                kiosk: row[0],
                report: report,
                since: Instant(milliseconds: row[2])
            )
        }
    }

    /// How a kiosk's printer was when the hub last heard of it.
    package func printerReport(ofKiosk device: String) throws -> PrinterReport? {
        let text = try database.first("SELECT report FROM printers WHERE device = ?", device) {
            $0[0] as String
        }
        return try text.map(PrinterReport.init(stored:))
    }

    package func paperCounts() throws -> [PaperCount] {
        try database.all(
            """
            SELECT devices.name, paperCounts.result, paperCounts.count FROM paperCounts
            LEFT JOIN devices ON devices.id = paperCounts.device
            ORDER BY devices.name, paperCounts.result
            """
        ) { row in
            PaperDetails.Result(rawValue: row[1]).map {
                PaperCount(kiosk: row[0], result: $0, count: row[2])
            }
        }
    }

    /// The visits of which nobody knows whether their paper came.
    package func unclearPapers() throws -> Set<VisitID> {
        Set(try database.all("SELECT visit FROM unclearPapers") { VisitID(data: $0[0]) })
    }

    /// Papers asked for at counters whose outcome is not known, the oldest first.
    package func counterPapers() throws -> [CounterPaper] {
        try database.all(
            "SELECT counter, visit, at FROM counterPapers WHERE office = ? ORDER BY at, counter",
            office
        ) { row in
            VisitID(data: row[1]).map {
                CounterPaper(counter: row[0], visit: $0, at: Instant(milliseconds: row[2]))
            }
        }
    }
}

extension HubTransaction {
    /// Writes down how a kiosk's printer is now.
    package func set(
        _ report: PrinterReport,
        ofKiosk device: String,
        at now: Instant
    ) throws {
        try database.run(
            """
            INSERT INTO printers (device, report, since) VALUES (?, ?, ?)
            ON CONFLICT (device) DO UPDATE SET report = excluded.report, since = excluded.since
            """,
            device,
            try report.stored,
            now.milliseconds
        )
    }

    /// Counts a paper of a kiosk, or with nil of the counters.
    package func countPaper(_ result: PaperDetails.Result, ofKiosk device: String?) throws {
        try database.run(
            """
            INSERT INTO paperCounts (device, result, count) VALUES (?, ?, 1)
            ON CONFLICT (device, result) DO UPDATE SET count = count + 1
            """,
            device ?? "",
            result.rawValue
        )
    }

    /// Marks a visit of which nobody knows whether its paper came, or takes the mark away.
    package func setPaperUnclear(_ isUnclear: Bool, of visit: VisitID, on day: Day) throws {
        if isUnclear {
            try database.run(
                "INSERT OR IGNORE INTO unclearPapers (visit, day) VALUES (?, ?)",
                visit.data,
                day.description
            )
        } else {
            try database.run("DELETE FROM unclearPapers WHERE visit = ?", visit.data)
        }
    }

    /// Remembers a paper that a counter asked for, until its outcome is known.
    package func add(_ paper: CounterPaper) throws {
        try database.run(
            "INSERT OR REPLACE INTO counterPapers (office, counter, visit, at) VALUES (?, ?, ?, ?)",
            office,
            paper.counter,
            paper.visit.data,
            paper.at.milliseconds
        )
    }

    /// Its outcome is known, or nobody needs it any more.
    package func remove(_ paper: CounterPaper) throws {
        try database.run(
            "DELETE FROM counterPapers WHERE office = ? AND counter = ? AND visit = ?",
            office,
            paper.counter,
            paper.visit.data
        )
    }

    /// Forgets the marks and the open papers of earlier days.
    package func forgetPapers(before day: Day, at start: Instant) throws {
        try database.run("DELETE FROM unclearPapers WHERE day < ?", day.description)
        try database.run("DELETE FROM counterPapers WHERE at < ?", start.milliseconds)
    }
}

extension PrinterReport {
    fileprivate init(stored text: String) throws {
        self = try JSONDecoder().decode(PrinterReport.self, from: Data(text.utf8))
    }

    fileprivate var stored: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
