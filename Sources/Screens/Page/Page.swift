import Lobby

/// What a screen says, before it is laid out: one source for cells and for speech.
struct Page: Equatable, Sendable {
    /// What goes first when the window is small.
    enum Importance: Int, Comparable, Sendable {
        case may, should, must

        static func < (left: Importance, right: Importance) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    enum Tone: Equatable, Sendable {
        case plain, strong, attention
    }

    /// A line that a key chooses.
    struct Choice: Equatable, Sendable {
        var key: String
        var name: String
        /// A quiet word at the end of the line.
        var note: String?
    }

    /// A line of a list: what it is about, first and strong, and a quiet word at its end.
    struct Row: Equatable, Sendable {
        var name: String
        var spokenName: String
        var text: String
        var note: String
    }

    enum Block: Equatable, Sendable {
        case heading(String)
        case text(String, Tone)
        /// In two columns where there is room and `isPaired`.
        case choices([Choice], isPaired: Bool)
        case rows([Row])
        case label(Label)
        /// Or, where the window is too small for it, words.
        case code(CodePicture, otherwise: String)
        /// What was typed so far.
        case entry(String)
        case rule
        case gap
    }

    struct Item: Equatable, Sendable {
        var block: Block
        var importance: Importance
    }

    /// A key and what it does, for the last line.
    struct Hint: Equatable, Sendable {
        var key: String
        var name: String
        /// Hints of less weight go first where the line is short.
        var weight: Int

        var text: String {
            key.isEmpty ? name : "\(key) \(name)"
        }
    }

    var items: [Item] = []
    var title = ""
    var clock = ""
    var hints: [Hint] = []
    /// Seconds left, at the end of the last line.
    var countdown: Int?
    /// A quiet line for staff above the last one.
    var footnote: String?
    /// The choice that arrow keys stand on.
    var selected: Int?
    var isLarge = false
    var isRightToLeft = false

    mutating func add(_ block: Block, _ importance: Importance = .must) {
        items.append(Item(block: block, importance: importance))
    }

    mutating func heading(_ text: String) {
        add(.heading(text))
        add(.gap)
    }

    mutating func text(_ text: String, _ tone: Tone = .plain, _ importance: Importance = .must) {
        add(.text(text, tone), importance)
    }
}
