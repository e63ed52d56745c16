package import Lobby

/// The whole talk between a visitor and the kiosk, as a value.
///
/// Messages say what happened, effects what to do; the shell carries effects out and reports back.
/// Every message comes with the moment it happened, in the order in which things happened. Send one
/// ``Message/tick`` at the start. At most one ``Effect/wake(after:)`` comes out of an update, and it
/// replaces the one before: after that time, and without another message, send a tick.
/// No answer is needed to go on: when one never comes, the kiosk returns to the welcome by itself.
package struct KioskDialogue: Equatable, Sendable {
    package enum Message: Equatable, Sendable {
        case key(Key)
        case tick
        case resized
        case lobby(LobbyView)
        case issued(IssuedTicket)
        case issueRefused(IssueRefusal)
        case printed(VisitID, PrintOutcome)
        /// The answer to both kinds of looking up.
        case found([FoundVisit])
        /// Whether the visit is handed back now.
        case handedBack(VisitID, Bool)
        case pin(PINAnswer)
    }

    package enum Effect: Equatable, Sendable {
        /// Give a number and print it.
        case issue(ServiceID, LanguageCode)
        /// Look for today's visits with this number, in every series.
        case lookUp(Int)
        /// Look for the visit that a scanned code belongs to; the text is digits only.
        case lookUpKey(String)
        case handBack(VisitID)
        case reprint(VisitID, LanguageCode)
        case checkPIN(String)
        /// Staff leave the kiosk program.
        case leave
        /// Say this instead of what is being said.
        case speak(String, LanguageCode)
        case beep
        /// Send a tick after this time; replaces the wake before.
        case wake(after: Duration)
    }

    /// Speech keys are shown and answered only where there is speech.
    package init(
        office: Office,
        settings: KioskSettings,
        texts: [ScreenTexts],
        speechAvailable: Bool = false
    ) {
    }

    package mutating func update(_ message: Message, at moment: Moment) -> [Effect] {
        []
    }

    package func screen(size: Size, at moment: Moment) -> Screen {
        Screen(grid: Grid(size: size), spoken: "")
    }
}
