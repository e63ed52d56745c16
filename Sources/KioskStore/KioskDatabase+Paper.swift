import Foundation
import GRDB
import Lobby
import Statements

// How far the roll of paper goes, and the papers that staff can print again.
extension KioskDatabase {
    /// Numbers that staff can print again: the last ones.
    package static let mostRecent = 5
    /// Second papers of one number that staff can print.
    package static let mostStaffReprints = 10

    /// What is known of the paper in the printer.
    package struct PaperUse: Equatable, Sendable {
        /// Millimetres printed since the roll was put in, and by how many papers.
        package var millimetres: Int
        package var papers: Int
        /// Whether the printer said that its paper was low or empty, and has not said otherwise.
        package var wasShort: Bool
    }

    package func paperUse() throws -> PaperUse {
        try commit { database in
            let facts = try Self.facts(database)
            return PaperUse(
                millimetres: facts["paperUsed"].flatMap { Int($0) } ?? 0,
                papers: facts["papersUsed"].flatMap { Int($0) } ?? 0,
                wasShort: facts["paperWasShort"] == "1"
            )
        }
    }

    /// A new roll is in.
    package func putNewRoll() throws {
        try commit { database in
            try Self.set("paperUsed", "0", database)
            try Self.set("papersUsed", "0", database)
            try Self.set("paperWasShort", "0", database)
        }
    }

    /// The printer says that its paper is low or empty.
    package func setPaperShort() throws {
        try commit { try Self.set("paperWasShort", "1", $0) }
    }

    /// Counts a paper that is of no visit.
    package func usePaper(millimetres: Int) throws {
        try commit { try Self.usePaper(millimetres, $0) }
    }

    static func usePaper(_ millimetres: Int, _ database: Database) throws {
        let facts = try facts(database)
        let used = facts["paperUsed"].flatMap { Int($0) } ?? 0
        let papers = facts["papersUsed"].flatMap { Int($0) } ?? 0
        try set("paperUsed", String(used + millimetres), database)
        try set("papersUsed", String(papers + 1), database)
    }

    /// Today's last numbers of this kiosk, the newest first.
    package func recentVisits(most: Int = mostRecent) throws -> [SeenVisit] {
        let ids = try commit { database in
            try database.all("SELECT id FROM visits ORDER BY seq DESC LIMIT ?", most) {
                VisitID(data: $0[0])
            }
        }
        return try ids.compactMap { try visit($0) }
    }
}
