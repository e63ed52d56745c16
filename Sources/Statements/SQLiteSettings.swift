import CSQLite

/// Settings of the SQLite library in this process; a store asks for them before it opens its file.
package enum SQLiteSettings {
    /// Stops counting memory, because the one lock around the counts slows every connection.
    package static let apply: Void = {
        // Once a connection is open the library refuses; it works all the same then.
        _ = sqlite_without_memory_counts()
    }()
}
