import CSQLite

/// Makes SQLite stop counting memory in this process, because the one lock around the counts slows
/// every connection; a store asks for it before it opens its file.
package func stopCountingMemory() {
    _ = once
}

// Done at the first use. Once a connection is open the library refuses, and works all the same.
private let once: Int32 = sqlite_without_memory_counts()
