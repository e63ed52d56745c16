/// How the board looks and sounds, read from `layouts/board/board.yaml`.
package struct BoardLayout: Equatable, Sendable {
    /// The hub tells this many calls and the newest.
    package static let mostEarlierCalls = 7

    /// The language in which it is written.
    package var language: LanguageCode
    /// Calls shown below the newest, at most.
    package var earlierCalls: Int
    /// Whether the newest call blinks; never for those who asked their system for less motion.
    package var blinks: Bool
    /// Shown below everything else, one after the other.
    package var notices: [LocalizedText]
    package var voice: VoiceLayout

    package init(
        language: LanguageCode,
        earlierCalls: Int,
        blinks: Bool,
        notices: [LocalizedText],
        voice: VoiceLayout
    ) {
        self.language = language
        self.earlierCalls = earlierCalls
        self.blinks = blinks
        self.notices = notices
        self.voice = voice
    }
}

/// How a call is said.
package struct VoiceLayout: Equatable, Sendable {
    /// One after the other.
    package var languages: [LanguageCode]
    /// How often all languages are said.
    package var times: Int
    /// Whether a gong comes before the words.
    package var hasGong: Bool

    package init(languages: [LanguageCode], times: Int, hasGong: Bool) {
        self.languages = languages
        self.times = times
        self.hasGong = hasGong
    }
}
