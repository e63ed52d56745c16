import Lobby

/// Which calls the voice still has to say, one after the other.
///
/// A call is said once; called again, it is said again. One that is withdrawn before its turn is not
/// said, nor is one that was made so long ago that it is no news: a board that starts, or that was cut
/// off, is silent about what was before.
package struct AnnouncementQueue: Equatable, Sendable {
    /// More wait for nobody: the oldest are dropped, they stand on the board.
    package static let most = 20

    private var heard: Set<BoardView.BoardCall> = []
    private var waiting: [BoardView.BoardCall] = []

    package init() {}

    /// Takes the calls of the board as it is now.
    package mutating func hear(_ view: BoardView) {
        guard let asOf = view.asOf else { return }
        let calls = Set(view.calls)
        let oldest = view.calls.map(\.at).min()
        waiting.removeAll { call in
            // What is only too old for the board's list was not withdrawn.
            !calls.contains(call) && oldest.map { call.at >= $0 } ?? true
        }
        // The hub tells the newest first; of two in one second the later one.
        let news = view.calls.reversed().filter { call in
            !heard.contains(call) && asOf - call.at < newCallLasts
        }
        waiting += news.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }.map(\.element)
        waiting.removeFirst(max(0, waiting.count - Self.most))
        heard = calls
    }

    /// The next one to say; nil when all was said.
    package mutating func next() -> BoardView.BoardCall? {
        waiting.isEmpty ? nil : waiting.removeFirst()
    }
}
