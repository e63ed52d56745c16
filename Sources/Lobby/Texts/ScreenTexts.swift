/// The texts of the screens in one language, read from `layouts/screens/<language>.yaml`.
package struct ScreenTexts: Equatable, Sendable {
    package var language: LanguageCode
    /// The language in its own name, `Türkçe`.
    package var name: String
    package var isRightToLeft: Bool
    private var texts: [TextKey: String]

    package init(
        language: LanguageCode,
        name: String,
        isRightToLeft: Bool = false,
        texts: [TextKey: String]
    ) {
        self.language = language
        self.name = name
        self.isRightToLeft = isRightToLeft
        self.texts = texts
    }

    /// The text with its placeholders filled: `{number}` and the like.
    ///
    /// `check` makes sure that every key is there; a text missing all the same shows as its key.
    package subscript(key: TextKey, values: [String: String] = [:]) -> String {
        var text = texts[key] ?? key.rawValue
        for (name, value) in values {
            text.replace("{\(name)}", with: value)
        }
        return text
    }
}
