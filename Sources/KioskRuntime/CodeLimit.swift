import Lobby

/// How often wrong codes may be typed at this kiosk: five in a row by one visitor, then a pause; and so
/// many a day by all.
struct CodeLimit: Equatable, Sendable {
    static let tries = 5
    static let pause: Duration = .seconds(30)
    static let longestPause: Duration = .seconds(60)
    static let mostADay = 500

    enum Verdict: Equatable {
        case open
        case wait(seconds: Int)
        case off
    }

    private var misses = 0
    private var pauses = 0
    private var closedUntil: Duration = .zero
    private var day: Day?
    /// Wrong codes on the day of the last look, by everybody.
    private(set) var missesToday = 0

    /// Goes on with what was counted before this program began.
    init(misses: Int = 0, on day: Day? = nil) {
        (self.day, missesToday) = (day, misses)
    }

    /// Whether a code may be looked at.
    mutating func verdict(at elapsed: Duration, on today: Day) -> Verdict {
        if day != today { (day, missesToday) = (today, 0) }
        if missesToday >= Self.mostADay { return .off }
        guard elapsed < closedUntil else { return .open }
        return .wait(seconds: Int((closedUntil - elapsed).components.seconds) + 1)
    }

    mutating func hit() {
        (misses, pauses) = (0, 0)
    }

    /// The pause was for the visitor before.
    mutating func newVisitor() {
        (misses, pauses, closedUntil) = (0, 0, .zero)
    }

    mutating func miss(at elapsed: Duration) {
        misses += 1
        missesToday += 1
        guard misses >= Self.tries else { return }
        pauses += 1
        misses = 0
        closedUntil = elapsed + min(Self.pause * pauses, Self.longestPause)
    }
}
