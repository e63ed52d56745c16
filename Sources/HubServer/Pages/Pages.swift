import Foundation
package import Lobby
import Mustache

/// What the public pages are made of: templates, texts, and the names of days.
package struct Pages: Sendable {
    /// A template that is not there or cannot be read.
    package struct Problem: Error, CustomStringConvertible {
        package let description: String
    }

    enum Template: String, CaseIterable {
        case frame, home, services, days, times, contact, sent, taken, appointment, cancel, move
        case code, refused, ticket, leave, status, live, quiet
        case ticketNow = "ticket-now"
    }

    /// The languages, in the order in which they are offered.
    let languages: [PageTexts]
    let style: String
    /// Keeps a ticket's page live.
    let ticketScript: String
    /// Of the start page, which works without it, too.
    let script: String
    private let library: MustacheLibrary
    private let days: [ScreenTexts]

    /// Reads `pages/` in the folder of layouts.
    ///
    /// - Parameters:
    ///   - layouts: The folder of layouts.
    ///   - languages: The texts, one for each language; German is among them.
    ///   - days: The texts that name days and months.
    /// - Throws: ``Problem``, which names the file.
    package init(
        layouts: String,
        languages: [PageTexts],
        days: [ScreenTexts]
    ) throws(Problem) {
        let folder = layouts + "/pages"
        library = try Self.library(Template.allCases.map(\.rawValue), in: folder)
        self.languages = languages.sorted { $0.language < $1.language }
        self.days = days
        style = try Self.read("\(folder)/style.css")
        ticketScript = try Self.read("\(folder)/ticket.js")
        script = try Self.read("\(folder)/status.js")
    }

    /// The templates of a folder.
    static func library(
        _ names: [String],
        in folder: String
    ) throws(Problem) -> MustacheLibrary {
        var library = MustacheLibrary()
        for name in names {
            let file = "\(folder)/\(name).mustache"
            do {
                try library.register(try read(file), named: name)
            } catch let problem as Problem {
                throw problem
            } catch {
                throw Problem(
                    description: "\(file) is not a Mustache template: \(error). "
                        + "Compare it with the example layouts."
                )
            }
        }
        return library
    }

    static func read(_ file: String) throws(Problem) -> String {
        do {
            return try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw Problem(
                description: "\(file) cannot be read. Take it from the example layouts."
            )
        }
    }

    func render(_ template: Template, _ values: [String: Any]) -> String {
        library.render(values, withTemplate: template.rawValue) ?? ""
    }

    func texts(_ language: LanguageCode) -> PageTexts? {
        languages.first { $0.language == language }
    }

    /// The page's language that comes first in a browser's list, else German (RFC 9110, 12.5.4).
    func preferred(_ accepted: String) -> LanguageCode {
        preferredLanguage(accepted, among: languages.map(\.language))
    }

    /// The names of days; plain German has those of German.
    func names(_ language: LanguageCode) -> ScreenTexts? {
        let base = language.split(separator: "-").first.map(String.init)
        return days.first { $0.language == language } ?? days.first { $0.language == base }
            ?? days.first { $0.language == "de" } ?? days.first
    }
}

/// The words of one language about one office, as pages and mails say them.
struct OfficeWords {
    let office: Office
    let texts: PageTexts
    let names: ScreenTexts?

    init(_ office: Office, _ texts: PageTexts, _ pages: Pages) {
        self.office = office
        self.texts = texts
        names = pages.names(texts.language)
    }

    var language: LanguageCode { texts.language }
    var name: String { office.name[language] }

    /// What every text may name.
    var usual: [String: String] { ["office": name, "phone": office.phone] }

    subscript(key: PageTextKey, values: [String: String] = [:]) -> String {
        texts[key, usual.merging(values) { $1 }]
    }

    func time(_ instant: Instant) -> String {
        office.time.timeOfDay(at: instant).description
    }

    func day(_ day: Day) -> String {
        names?.name(of: day) ?? day.description
    }

    /// Day and time.
    func when(_ instant: Instant) -> String {
        guard let names else { return instant.iso8601 }
        var values = names.values(of: office.time.date(at: instant))
        values["time"] = time(instant)
        return names[.dayTime, values]
    }

    /// Services with their persons, in words.
    func what(_ errands: [Errand]) -> String {
        errands.map { errand in
            let name = office.services[errand.service]?.name[language] ?? self[.serviceGone]
            return errand.persons == 1 ? name : "\(name) (\(persons(errand.persons)))"
        }.joined(separator: ", ")
    }

    func persons(_ count: Int) -> String {
        switch count {
        case 0: self[.servicesNone]
        case 1: self[.servicesOne]
        default: self[.servicesMany, ["count": String(count)]]
        }
    }

    /// What to bring, each once.
    func documents(_ errands: [Errand]) -> [String] {
        office.services.documents(for: errands).map { $0[language] }
    }

    /// The address of an appointment's page.
    func link(_ link: String) -> String {
        "\(office.publicURL ?? "")/\(language)/a/\(link)"
    }
}
