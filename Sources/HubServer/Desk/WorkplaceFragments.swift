import Lobby
import Synchronization

/// Pieces of the workplace as HTML, kept by what stands in them.
///
/// Forty desks look at the same sixty lines, of which one has changed.
final class WorkplaceFragments: Sendable {
    /// When more are kept, all are made anew: a day has many, each desk shows few.
    private static let most = 4_000

    private let kept = Mutex<[WorkplaceFragment: String]>([:])

    /// The HTML of what a piece says.
    ///
    /// - Parameters:
    ///   - subject: All that stands in the piece, the language included.
    ///   - make: Renders it when it is not there yet.
    /// - Returns: The HTML.
    func html(_ subject: WorkplaceFragment, _ make: () -> String) -> String {
        if let html = kept.withLock({ $0[subject] }) { return html }
        let html = make()
        kept.withLock { kept in
            if kept.count >= Self.most { kept = [:] }
            kept[subject] = html
        }
        return html
    }
}

/// What stands in a piece of the workplace.
enum WorkplaceFragment: Hashable {
    case now(WorkplaceNow)
    case row(WorkplaceRow)
    case entry(WorkplaceEntry)
    case more(WorkplaceMore)
    case options([WorkplaceOption])
}

/// What can be chosen in a field.
struct WorkplaceOption: Hashable {
    var value: String
    var words: String

    var values: [String: Any] { ["value": value, "words": words] }
}

/// What is at the counter and what can be done there, in words.
struct WorkplaceNow: Hashable {
    /// The visit that is called or served.
    struct Held: Hashable {
        var label: String
        var errands: String
        var kind: String
        var state: String
        /// The other numbers of the same people.
        var also: String?
        var note: String?
        var remark: String?

        fileprivate var values: [String: Any] {
            var values = ["label": label, "errands": errands, "kind": kind, "state": state]
            values["also"] = also
            values["note"] = note
            values["remark"] = remark
            return values
        }
    }

    /// A button with its key.
    struct Action: Hashable {
        var deed: String
        var id: String
        var words: String
        var key: String
        /// The one that is done most often.
        var isFirst = false

        fileprivate var values: [String: Any] {
            ["do": deed, "id": id, "words": words, "key": key, "second": !isFirst]
        }
    }

    var language: LanguageCode
    var isClosed: Bool
    var actions: [Action]
    var today: String?
    var lastTickets: String?
    var paused: String?
    var nextIs: String?
    var held: Held?
    /// The reasons to park the visit; empty while it cannot be.
    var parks: [Action] = []

    var values: [String: Any] {
        var values: [String: Any] = ["closed": isClosed, "actions": actions.map(\.values)]
        values["today"] = today
        values["lastTickets"] = lastTickets
        values["paused"] = paused
        values["nextIs"] = nextIs
        values["held"] = held?.values
        if !parks.isEmpty { values["parks"] = ["reasons": parks.map(\.values)] }
        return values
    }
}

/// A button of a line, in words.
struct WorkplaceButton: Hashable {
    var deed: String
    var words: String
    /// Works while the line is chosen.
    var key: String
    /// Stands there, so that the others keep their places, but does nothing now.
    var isOff = false

    var values: [String: Any] {
        [
            "do": deed, "words": words, "row": deed.replacing(":", with: "-"), "key": key,
            "isOff": isOff,
        ]
    }
}

/// A line of the list of who waits, in words.
struct WorkplaceRow: Hashable {
    var id: String
    var level: String
    var label: String
    var errands: String
    var kind: String
    var waited: String
    /// How long it will still wait; nil when that is not known.
    var left: String?
    var urgency: String
    var reason: String
    var buttons: [WorkplaceButton]
    /// The word for more about it.
    var more: String
    var note: String?
    var remark: String?

    var values: [String: Any] {
        var values: [String: Any] = [
            "id": id, "level": level, "label": label, "errands": errands, "kind": kind,
            "waited": waited, "urgency": urgency, "reason": reason,
            "buttons": buttons.map(\.values),
            "more": ["id": id, "label": label, "words": more],
        ]
        values["left"] = left
        values["note"] = note
        values["remark"] = remark
        return values
    }
}

/// A line of the other lists, in words.
struct WorkplaceEntry: Hashable {
    var id: String
    var label: String
    var words: String
    var buttons: [WorkplaceButton] = []
    /// The word for more about it; nil where there is no more.
    var more: String?

    var values: [String: Any] {
        var values: [String: Any] = [
            "id": id, "label": label, "words": words, "buttons": buttons.map(\.values),
        ]
        values["more"] = more.map { ["id": id, "label": label, "words": $0] }
        return values
    }
}

/// What the part with further actions depends on.
struct WorkplaceMore: Hashable {
    /// The visit it is about: one that the clerk chose, or the one at the counter.
    var subject: VisitID?
    var label: String
    var isHeld: Bool
    var isServing: Bool
    var isPaused: Bool
    var note: String
    var paper: String?
    var language: LanguageCode
    var isTraining: Bool
    /// What can be drawn and added today.
    var services: [ServiceID]
}
