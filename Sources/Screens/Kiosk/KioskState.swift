import Lobby

/// What a key can change; kept whole while a burst of keys may still prove to be a scan.
struct KioskState: Equatable, Sendable {
    private(set) var place = KioskPlace.welcome(page: 0)
    /// When the place was reached.
    private(set) var since: Duration
    /// When a result goes away by itself.
    var deadline: Duration?
    /// nil until the visitor has chosen.
    var language: LanguageCode?
    var isLarge = false
    var isSpeaking = false
    var isHelpShown = false
    /// What became of a call for somebody to come; nil before.
    var helpCall: HelpCall?
    /// The choice that arrow keys stand on.
    var selected: Int?
    var lastActivity: Duration
    var isWarning = false

    enum HelpCall: Equatable, Sendable {
        case asking, called, failed
    }

    /// The welcome, as for a new visitor.
    init(at now: Duration) {
        since = now
        lastActivity = now
    }

    mutating func go(to place: KioskPlace, at now: Duration, deadline: Duration? = nil) {
        self.place = place
        since = now
        self.deadline = deadline
        selected = nil
        isHelpShown = false
        isWarning = false
        lastActivity = now
    }

    /// Changes what the screen says without its being another screen.
    mutating func turn(to place: KioskPlace) {
        self.place = place
        selected = nil
    }
}

/// A number that a single key has drawn, as long as that key may have been the first digit of a scanner
/// that is slower than effects are held back.
struct StrayDraw: Equatable, Sendable {
    /// To go back to.
    var before: KioskState
    /// Those of the scan, once it is known that it was one and the number is not there yet.
    var digits: String?
}
