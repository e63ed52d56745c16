import Foundation

/// Waits between questions, short at first and longer later.
struct Pause {
    private static let longest = 0.1
    private var seconds = 0.005

    /// Whether the quick time is over in which most tickets are done.
    var isLong: Bool { seconds >= Self.longest }

    /// Blocks the thread.
    mutating func wait() {
        Thread.sleep(forTimeInterval: seconds)
        seconds = min(seconds * 2, Self.longest)
    }
}
