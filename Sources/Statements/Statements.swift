public import GRDB
import CSQLite

// Public, not package, so that the stores' own copies of these are compiled for their values.

/// The one way the stores run SQL: prepared once on each connection, values bound by their own type.
///
/// The library's own way boxes every value and copies every row, which took a third of the hub's
/// time for a ticket. A statement must not run itself again while its rows are read.
extension Database {
    /// Runs a statement that answers no rows.
    ///
    /// - Throws: `DatabaseError`, as the library throws it.
    @inlinable
    public func run<each Value: SQLValue>(
        _ sql: String,
        _ values: repeat each Value
    ) throws {
        _ = try all(sql, repeat each values) { _ in () }
    }

    /// Runs a statement and reads its first row.
    ///
    /// - Returns: What was read; nil without a row.
    /// - Throws: `DatabaseError`, as the library throws it, and what reading throws.
    @inlinable
    public func first<each Value: SQLValue, Result>(
        _ sql: String,
        _ values: repeat each Value,
        read: (SQLRow) throws -> Result?
    ) throws -> Result? {
        let statement = try bound(sql, repeat each values)
        defer { statement.reset() }
        return try statement.step() ? try read(statement.row) : nil
    }

    /// Runs a statement and reads its rows; those read as nil are left out.
    ///
    /// - Throws: `DatabaseError`, as the library throws it, and what reading throws.
    @inlinable
    public func all<each Value: SQLValue, Result>(
        _ sql: String,
        _ values: repeat each Value,
        read: (SQLRow) throws -> Result?
    ) throws -> [Result] {
        let statement = try bound(sql, repeat each values)
        defer { statement.reset() }
        var results: [Result] = []
        while try statement.step() {
            if let result = try read(statement.row) { results.append(result) }
        }
        return results
    }

    /// Runs the work in one transaction that writes: all of it is kept, or nothing.
    ///
    /// - Throws: What the work throws, and what the disk refuses.
    public func transaction<Value>(_ work: () throws -> Value) throws -> Value {
        try run("BEGIN IMMEDIATE")
        do {
            let value = try work()
            try run("COMMIT")
            return value
        } catch {
            // An error of the disk may have ended it already.
            if isInsideTransaction { try? run("ROLLBACK") }
            throw error
        }
    }

    @inlinable
    func bound<each Value: SQLValue>(
        _ sql: String,
        _ values: repeat each Value
    ) throws -> RunningStatement {
        let statement = RunningStatement(try cachedStatement(sql: sql), in: self)
        var place: Int32 = 0
        for value in repeat each values {
            place += 1
            try statement.check(value.bind(to: statement.row.handle, at: place))
        }
        return statement
    }
}

/// A prepared statement on its way through its rows.
@usableFromInline
struct RunningStatement {
    @usableFromInline let row: SQLRow
    private let database: Database

    @usableFromInline
    init(_ statement: Statement, in database: Database) {
        row = SQLRow(handle: statement.sqliteStatement)
        self.database = database
        // It may have been left in the middle by an error.
        sqlite3_reset(row.handle)
    }

    /// Goes to the next row; false when there is none.
    @usableFromInline
    func step() throws -> Bool {
        switch sqlite3_step(row.handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw error(code)
        }
    }

    @usableFromInline
    func check(_ code: Int32) throws {
        if code != SQLITE_OK { throw error(code) }
    }

    @usableFromInline
    func reset() {
        sqlite3_reset(row.handle)
        sqlite3_clear_bindings(row.handle)
    }

    private func error(_ code: Int32) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: database.lastErrorMessage,
            sql: sqlite3_sql(row.handle).map { String(cString: $0) }
        )
    }
}

/// The row a statement stands on; valid only while it is read.
public struct SQLRow {
    @usableFromInline let handle: OpaquePointer

    @inlinable
    init(handle: OpaquePointer) {
        self.handle = handle
    }

    /// The value of a column, the first being 0.
    @inlinable
    public subscript<Value: SQLValue>(_ column: Int32) -> Value {
        Value(row: self, column: column)
    }
}
