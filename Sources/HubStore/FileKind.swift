import GRDB
import Statements

/// Whose file a database is, told by its tables.
enum FileKind {
    /// Nothing was ever written to it.
    case empty
    case hub, kiosk, other
}

extension Database {
    func fileKind() throws -> FileKind {
        if try tableExists("labels"), try tableExists("facts") { return .hub }
        if try tableExists("mirror"), try tableExists("facts") { return .kiosk }
        let tables = try first("SELECT count(*) FROM sqlite_master") { $0[0] as Int } ?? 0
        return tables == 0 ? .empty : .other
    }
}
