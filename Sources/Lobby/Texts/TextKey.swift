/// The names of all texts on screens; every language file has each of them.
package enum TextKey: String, CaseIterable, Sendable {
    case welcomeQuestion = "welcome.question"
    case welcomeAnyKey = "welcome.anyKey"

    /// The placeholders the text may hold, without braces.
    package var placeholders: Set<String> {
        []
    }
}
