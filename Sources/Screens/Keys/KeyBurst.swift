import Lobby

/// Keys that come faster than a person types: perhaps a scanner, which is a keyboard that types fast
/// and ends with Enter.
///
/// A value that only looks at keys and times. What it has seen of a burst can be told apart from
/// typing only at its end; until then its keys have been carried out as keys, and the state from
/// before is kept, so that the dialogue can go back to it.
struct KeyBurst: Equatable, Sendable {
    /// The longest time between two keys of a scanner.
    static let longestGap: Duration = .milliseconds(35)
    /// A scan has at least so many characters before Enter.
    static let shortestScan = 6
    /// More than any code has; what comes before the last of them is forgotten.
    static let longestScan = 128

    enum Verdict: Equatable {
        /// A key like any other.
        case press
        /// Part of a scan: it means nothing by itself.
        case swallow
        /// The end of a scan, and the digits at its end; none when it is no code of ours.
        case scan(String)
    }

    private var characters: [Character] = []
    private var last: Duration = .zero
    /// Begun by a character that no kiosk key has, so that what follows is no pressing of keys.
    private var isScanner = false
    private(set) var isRunning = false

    /// Whether the keys came faster than a person types, so that another may come as fast.
    var isFast: Bool { characters.count > 1 }

    /// Whether a key now would begin a new burst.
    func isOver(at now: Duration) -> Bool {
        !isRunning || now - last > Self.longestGap
    }

    /// Whether the burst is longer than any scan.
    var isTooLong: Bool {
        characters.count >= Self.longestScan
    }

    mutating func end() {
        self = KeyBurst()
    }

    mutating func take(_ key: Key, at now: Duration) -> Verdict {
        if isOver(at: now) { end() }
        switch key {
        case .character(let character):
            return take(character, isKiosk: kioskCharacters.contains(character), at: now)
        case .other, .tab:
            // A prefix such as STX, or what a foreign layout makes of a character.
            return take("\u{FFFD}", isKiosk: false, at: now)
        case .enter:
            defer { end() }
            guard characters.count >= Self.shortestScan else {
                return isScanner ? .swallow : .press
            }
            let digits = trailingDigits
            return digits.isEmpty && !isScanner ? .press : .scan(digits)
        case .up, .down, .left, .right, .pageUp, .pageDown, .backspace, .f10, .escape, .resize:
            end()
            return .press
        }
    }

    private mutating func take(_ character: Character, isKiosk: Bool, at now: Duration) -> Verdict {
        let isFirst = !isRunning
        if isFirst { isScanner = !isKiosk }
        isRunning = true
        last = now
        if isTooLong { characters.removeFirst() }
        characters.append(character)
        return isScanner && !isFirst ? .swallow : .press
    }

    private var trailingDigits: String {
        String(characters.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
    }
}

/// Characters a numeric keypad has.
private let kioskCharacters = Set("0123456789*#+-/.,")
