/// The names of a set of texts; every language's file has each of them.
package protocol TextName: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// The placeholders the text has to hold, without braces.
    var placeholders: Set<String> { get }
}

/// The texts of the screens in one language, read from `layouts/screens/<language>.yaml`.
package typealias ScreenTexts = Texts<TextKey>

/// The texts of web pages and mails in one language, read from `layouts/pages/<language>.yaml`.
package typealias PageTexts = Texts<PageTextKey>

/// Texts in one language, by their names.
package struct Texts<Name: TextName>: Equatable, Sendable {
    package var language: LanguageCode
    /// The language in its own name, `Türkçe`.
    package var name: String
    package var isRightToLeft: Bool
    private var texts: [Name: String]

    package init(
        language: LanguageCode,
        name: String,
        isRightToLeft: Bool = false,
        texts: [Name: String]
    ) {
        self.language = language
        self.name = name
        self.isRightToLeft = isRightToLeft
        self.texts = texts
    }

    /// The text with its placeholders filled: `{number}` and the like.
    ///
    /// `check` makes sure that every name is there; a text missing all the same shows as its name.
    package subscript(name: Name, values: [String: String] = [:]) -> String {
        let text = texts[name] ?? name.rawValue
        return values.isEmpty ? text : filled(text, values)
    }
}

/// Braces in a value are no placeholder.
private func filled(_ text: String, _ values: [String: String]) -> String {
    var (result, rest) = ("", text[...])
    while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
        let close = rest.utf8[open...].firstIndex(of: UInt8(ascii: "}"))
    {
        let end = rest.utf8.index(after: close)
        result += rest[..<open]
        if let value = values[String(rest[rest.utf8.index(after: open)..<close])] {
            result += value
        } else {
            result += rest[open..<end]
        }
        rest = rest[end...]
    }
    return result + rest
}

extension [ScreenTexts] {
    /// The texts in a language, else in the first one; nil where there are none.
    package func texts(in language: LanguageCode) -> ScreenTexts? {
        first { $0.language == language } ?? first
    }
}
