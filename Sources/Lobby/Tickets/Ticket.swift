/// What stands on one paper: the layout's name, the language, and the values of its placeholders.
package struct Ticket: Equatable, Sendable, Codable {
    /// Names that a layout may put in braces, `{service}`.
    package enum Field: String, CaseIterable, Sendable, Codable, CodingKeyRepresentable {
        case office, phone, label, service, date, time, ahead, link
        /// Where the pages for visitors are, without "https://"; nothing where there are none.
        case site
        /// What prints where, for the test page.
        case printer
        /// How long the visitor will wait, in a sentence.
        case wait
        /// The time of an appointment checked in for, and when its number is called at the earliest.
        case booked, from
        /// The time of an appointment that somebody says to have.
        case claimed
        /// The digits behind the code of a number.
        case key
        /// What an appointment is for, and what to bring: lists, an entry a line.
        case services, documents
        /// The code for checking in, as digits and in groups, and the one for changing.
        case code, codeGroups, change
    }

    /// The fields with several lines; what a layout writes around one is repeated for each.
    package static let lists: [Field] = [.services, .documents]

    package var layout: String
    package var language: LanguageCode
    package var values: [Field: String]
    /// What some values are in other languages, for papers in several; only where they differ.
    package var translations: [LanguageCode: [Field: String]]?
    /// A second paper for the same number, marked as such.
    package var isReprint: Bool
    /// The business day of the number, for the names of files.
    package var day: Day?

    package init(
        layout: String = "walk-in",
        language: LanguageCode,
        values: [Field: String],
        translations: [LanguageCode: [Field: String]]? = nil,
        isReprint: Bool = false,
        day: Day? = nil
    ) {
        self.layout = layout
        self.language = language
        self.values = values
        self.translations = translations
        self.isReprint = isReprint
        self.day = day
    }

    package var label: String {
        values[.label] ?? ""
    }

    /// The value as it reads in the language; as it reads in the ticket's where nothing else is known.
    package func value(_ field: Field, in language: LanguageCode) -> String {
        translations?[language]?[field] ?? values[field] ?? ""
    }
}
