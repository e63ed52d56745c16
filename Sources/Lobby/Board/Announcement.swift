/// What a voice says for one call, from the gong to the last word.
package struct Announcement: Hashable, Sendable {
    package struct Sentence: Hashable, Sendable {
        package var language: LanguageCode
        package var words: String

        package init(language: LanguageCode, words: String) {
            self.language = language
            self.words = words
        }
    }

    package var hasGong: Bool
    /// In the order in which they are said, repetitions included.
    package var sentences: [Sentence]

    package init(hasGong: Bool, sentences: [Sentence]) {
        self.hasGong = hasGong
        self.sentences = sentences
    }

    /// A call of a number, in each language and then all over again.
    ///
    /// - Parameters:
    ///   - label: The number.
    ///   - counter: Where it shall go.
    ///   - layout: How it is said; a language without texts is left out.
    ///   - texts: The texts of the screens.
    package init(
        of label: Label,
        to counter: Int,
        as layout: VoiceLayout,
        texts: [ScreenTexts]
    ) {
        let once = layout.languages.compactMap { language -> Sentence? in
            guard let texts = texts.first(where: { $0.language == language }) else { return nil }
            return Sentence(
                language: language,
                words: texts[
                    .boardSpoken,
                    ["label": label.spoken, "counter": String(counter)]
                ]
            )
        }
        self.init(
            hasGong: layout.hasGong,
            sentences: Array(repeatElement(once, count: layout.times).joined())
        )
    }
}

extension Label {
    /// As it is said: without the zeros, `A 47`.
    package var spoken: String { "\(series) \(number)" }
}
