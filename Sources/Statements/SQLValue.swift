// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation
// The two requirements are documented once, at the protocol.

public import Foundation
import CSQLite

/// A value that a statement takes and a row gives.
///
/// The tables are strict, so that a column holds what it is read as; NULL is read as zero or empty
/// unless the value is optional.
public protocol SQLValue {
    /// Binds the value at a place, the first being 1; returns SQLite's code.
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32

    /// Reads the value of a column, the first being 0.
    init(row: SQLRow, column: Int32)
}

extension Int64: SQLValue {
    public func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        sqlite3_bind_int64(statement, place, self)
    }

    public init(row: SQLRow, column: Int32) {
        self = sqlite3_column_int64(row.handle, column)
    }
}

extension Int: SQLValue {
    public func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        sqlite3_bind_int64(statement, place, Int64(self))
    }

    public init(row: SQLRow, column: Int32) {
        self = Int(sqlite3_column_int64(row.handle, column))
    }
}

extension Double: SQLValue {
    public func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        sqlite3_bind_double(statement, place, self)
    }

    public init(row: SQLRow, column: Int32) {
        self = sqlite3_column_double(row.handle, column)
    }
}

extension Bool: SQLValue {
    public func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        sqlite3_bind_int(statement, place, self ? 1 : 0)
    }

    public init(row: SQLRow, column: Int32) {
        self = sqlite3_column_int64(row.handle, column) != 0
    }
}

extension String: SQLValue {
    public func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        var text = self
        return text.withUTF8 { bytes in
            guard let start = bytes.baseAddress else {
                return sqlite3_bind_text(statement, place, "", 0, copied)
            }
            return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) { start in
                sqlite3_bind_text(statement, place, start, Int32(bytes.count), copied)
            }
        }
    }

    public init(row: SQLRow, column: Int32) {
        let start = sqlite3_column_text(row.handle, column)
        let count = Int(sqlite3_column_bytes(row.handle, column))
        self.init(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
}

extension Data: SQLValue {
    public func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else {
                return sqlite3_bind_zeroblob(statement, place, 0)
            }
            return sqlite3_bind_blob(statement, place, start, Int32(bytes.count), copied)
        }
    }

    public init(row: SQLRow, column: Int32) {
        let start = sqlite3_column_blob(row.handle, column)
        let count = Int(sqlite3_column_bytes(row.handle, column))
        self.init(UnsafeRawBufferPointer(start: start, count: count))
    }
}

extension Optional: SQLValue where Wrapped: SQLValue {
    public func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        self?.bind(to: statement, at: place) ?? sqlite3_bind_null(statement, place)
    }

    public init(row: SQLRow, column: Int32) {
        let isNull = sqlite3_column_type(row.handle, column) == SQLITE_NULL
        self = isNull ? nil : Wrapped(row: row, column: column)
    }
}

/// Tells SQLite to copy what is bound (`SQLITE_TRANSIENT`).
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
