import Foundation
import GRDB
import Statements
import Sync

extension Database {
    /// The SHA-256 of all rows of all tables, in the order of names and keys: two files with the same
    /// hash tell the same history, however their pages lie.
    ///
    /// What a backup says of itself is left out, so that a copy has the hash of what it was taken
    /// from. Run it inside a transaction. It reads the whole file.
    ///
    /// - Parameter persons: Whether the tables with persons count; without it the hash is that of a file
    ///   whose persons were deleted.
    /// - Returns: The hash in hexadecimal.
    /// - Throws: `DatabaseError`, as for a damaged file.
    func stateHash(with persons: Bool = true) throws -> String {
        var hash = RunningHash()
        let tables = try all(
            """
            SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
            ORDER BY name
            """
        ) { $0[0] as String }
        for table in tables {
            let columns = try all(
                "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid",
                table
            ) { row -> (name: String, place: Int) in (row[0], row[1]) }
            let names = columns.map(\.name)
            hash.add(Data("\(table)(\(names.joined(separator: ",")))\n".utf8))
            if !persons, personalTables.contains(table) { continue }
            // Written as SQL writes values, a row cannot be mistaken for another.
            let values = names.map { "quote(\"\($0)\")" }.joined(separator: " || ',' || ")
            let keys = columns.filter { $0.place > 0 }.sorted { $0.place < $1.place }
            let order = (keys.isEmpty ? columns : keys).map { "\"\($0.name)\"" }
                .joined(separator: ", ")
            let condition = table == "facts" ? "WHERE name NOT LIKE '\(BackupMark.facts)%'" : ""
            _ = try all(
                "SELECT \(values) || char(10) FROM \"\(table)\" \(condition) ORDER BY \(order)"
            ) { row -> Void? in
                hash.add(row[0])
                return nil
            }
        }
        return hash.finished()
    }
}

/// What holds names, addresses and phone numbers: the people themselves, who wants to be called, and
/// what was answered to those who wrote either down.
let personalTables = ["persons", "callbacks", "answers"]
