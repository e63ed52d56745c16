import CSQLite

/// Sets SQLite's memory up for many short transactions on several connections; a store asks for it
/// before it opens its file.
package func configureMemory() {
    _ = once
}

// Done at the first use. Once a connection is open the library refuses, and works all the same.
private let once: Int32 = sqlite_configure_memory()
