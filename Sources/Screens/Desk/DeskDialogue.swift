package import Lobby

/// The clerk's call-up at one counter, as a value; the shell works as with ``KioskDialogue``.
package struct DeskDialogue: Equatable, Sendable {
    package enum Message: Equatable, Sendable {
        case key(Key)
        case tick
        case resized
        case view(DeskView)
        /// The action is done; a text and its values are the sentence to show.
        case done(TextKey, [String: String])
        /// The action was refused; the sentence says why.
        case refused(String)
        /// The hub does not answer; also the end of an action under way.
        case linkLost
    }

    package enum Effect: Equatable, Sendable {
        case next
        case again(VisitID)
        case appear(VisitID)
        case missed(VisitID)
        case finish(VisitID)
        case quit
        /// Send a tick after this time; replaces the wake before.
        case wake(after: Duration)
    }

    package init(office: Office, counter: Int, texts: ScreenTexts) {
    }

    package mutating func update(_ message: Message, at moment: Moment) -> [Effect] {
        []
    }

    package func screen(size: Size, at moment: Moment) -> Screen {
        Screen(grid: Grid(size: size), spoken: "")
    }
}
