/// A language by its short code: `de`, `en`.
package typealias LanguageCode = String

/// One text in several languages.
package struct LocalizedText: Equatable, Sendable {
    package var byLanguage: [LanguageCode: String]

    package init(_ byLanguage: [LanguageCode: String]) {
        self.byLanguage = byLanguage
    }

    /// The text in the language, else German, else whatever there is.
    package subscript(language: LanguageCode) -> String {
        if let text = byLanguage[language] { return text }
        // Plain German, `de-simple`, falls back to German.
        if let base = language.split(separator: "-").first, let text = byLanguage[String(base)] {
            return text
        }
        return byLanguage["de"] ?? byLanguage.min { $0.key < $1.key }?.value ?? ""
    }
}
