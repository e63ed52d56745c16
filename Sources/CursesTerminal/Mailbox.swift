import CNcurses
import Glibc
import Synchronization

/// Where other threads leave messages for the loop that owns the terminal; posting wakes it.
///
/// Messages come out in the order in which they were posted. Nothing is dropped: who posts must be
/// bounded by itself, as timers, the printer watch and the sync loop are.
package final class Mailbox<Message: Sendable>: Sendable {
    /// Readable while there is mail.
    let wakeup: Int32
    private let mail = Mutex<[Message]>([])

    package init() {
        wakeup = wakeup_open()
    }

    deinit {
        Glibc.close(wakeup)
    }

    package func post(_ message: Message) {
        mail.withLock { $0.append(message) }
        wakeup_signal(wakeup)
    }

    /// All mail so far; afterwards the box is empty.
    package func collect() -> [Message] {
        wakeup_clear(wakeup)
        return mail.withLock { mail in
            defer { mail = [] }
            return mail
        }
    }
}
