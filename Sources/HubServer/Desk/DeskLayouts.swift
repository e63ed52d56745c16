package import Lobby
import Mustache
import Foundation

/// What the clerks' page is made of: templates, texts, style and script.
package struct DeskLayouts: Sendable {
    enum Template: String, CaseIterable {
        case frame, password, place, today, overview, people, audit, refused, work, now, more,
            waiting, rest, help, row, entry, options
        case logIn = "log-in"
        case signedOn = "signed-on"

        /// Whether it shows the queue that its reader works with.
        var isOfQueue: Bool { [.work, .today, .place].contains(self) }
    }

    /// The languages, the office's first one first.
    let languages: [DeskTexts]
    /// All words of the page, by language and name.
    let words: [LanguageCode: [String: String]]
    /// The texts that visitors see, on screens and on papers.
    package let screens: [ScreenTexts]
    let style: String
    let script: String
    private let library: MustacheLibrary

    /// Reads `desk/` in the folder of layouts.
    ///
    /// - Parameters:
    ///   - layouts: The folder of layouts.
    ///   - languages: The texts, one for each language; German is among them.
    ///   - screens: The texts of the screens, of which leads choose notices.
    /// - Throws: ``Pages/Problem``, which names the file.
    package init(
        layouts: String,
        languages: [DeskTexts],
        screens: [ScreenTexts]
    ) throws(Pages.Problem) {
        let folder = layouts + "/desk"
        library = try Pages.library(Template.allCases.map(\.rawValue), in: folder)
        self.languages = languages.sorted { $0.language < $1.language }
        words = Dictionary(
            uniqueKeysWithValues: languages.map { texts in
                let words = DeskTextKey.allCases.map { ($0.rawValue, texts[$0]) }
                return (texts.language, Dictionary(uniqueKeysWithValues: words))
            }
        )
        self.screens = screens
        style = try Pages.read("\(folder)/style.css")
        script = try Pages.read("\(folder)/desk.js")
    }

    func render(_ template: Template, _ values: [String: Any]) -> String {
        library.render(values, withTemplate: template.rawValue) ?? ""
    }

    /// What visitors are told, in the language of the clerk.
    func notices(in language: LanguageCode) -> ScreenTexts? {
        screens.first { $0.language == language } ?? screens.first
    }

    /// The texts in the language that comes first in a browser's list, else German.
    func texts(for accepted: String) -> DeskTexts {
        let code = preferredLanguage(accepted, among: languages.map(\.language))
        return languages.first { $0.language == code } ?? languages[0]
    }
}

/// The known language that comes first in a browser's list, else German (RFC 9110, 12.5.4).
func preferredLanguage(_ accepted: String, among known: [LanguageCode]) -> LanguageCode {
    for part in accepted.split(separator: ",") {
        let code =
            part.split(separator: ";").first?.trimmingCharacters(in: .whitespaces).lowercased()
            ?? ""
        let base = code.split(separator: "-").first.map(String.init) ?? ""
        for language in [code, base] where known.contains(language) { return language }
    }
    return "de"
}
