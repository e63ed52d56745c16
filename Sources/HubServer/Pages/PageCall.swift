import Foundation
import Hub
import Hummingbird
import Lobby

/// A question of a browser, read.
struct PageCall: Sendable {
    var hub: Hub
    var pages: Pages
    var limits: PageLimits
    var tickets: TicketReadings
    var facts: StatusFacts
    var language: LanguageCode
    /// The path after the language, and what follows the question mark.
    var rest: String
    var parameters: [String: String]
    var query: [String: String]
    var form: [String: String]
    /// The range of addresses it came from.
    var range: String

    var office: Office { hub.office }

    var words: OfficeWords {
        OfficeWords(office, pages.texts(language) ?? pages.languages[0], pages)
    }

    /// The path of the public address, before every link.
    var base: String { publicPath(of: office) }
    var root: String { "\(base)/\(language)" }
}

/// What a browser gets.
enum PageAnswer: Sendable {
    case html(String, status: Int)
    /// Go there (303).
    case redirect(String)
    case file(String, type: String)
    /// Events, one after the other.
    case stream(Response)
}

/// A page with its values.
struct PageContent {
    var template: Pages.Template
    var title: PageTextKey
    var titleValues: [String: String] = [:]
    /// Values of placeholders in the page's texts.
    var texts: [String: String] = [:]
    var values: [String: Any] = [:]
    var status = 200
}

extension PageCall {
    /// The page, in its frame.
    func page(_ content: PageContent) -> PageAnswer {
        .html(html(content), status: content.status)
    }

    /// Every text by its name, with the given values of placeholders.
    func allTexts(_ values: [String: String] = [:]) -> [String: String] {
        let words = words
        return Dictionary(
            uniqueKeysWithValues: PageTextKey.allCases.map { ($0.rawValue, words[$0, values]) }
        )
    }

    /// The page as text.
    func html(_ content: PageContent) -> String {
        let words = words
        var values = content.values
        values["t"] = allTexts(content.texts)
        values["office"] = words.name
        values["officePhone"] = office.phone
        values["dial"] = office.phone.filter { $0.isASCII && $0.isNumber || $0 == "+" }
        values["base"] = base
        values["root"] = root
        values["language"] = language
        values["title"] = words[content.title, content.titleValues]
        values["languages"] = pages.languages.map { other -> [String: Any] in
            [
                "code": other.language,
                "name": other.name,
                "href": "\(base)/\(other.language)/\(rest)",
                "isCurrent": other.language == language,
            ]
        }
        values["body"] = pages.render(content.template, values)
        return pages.render(.frame, values)
    }

    /// A page of one sentence.
    func refused(
        _ title: PageTextKey,
        _ sentence: PageTextKey,
        _ texts: [String: String] = [:],
        status: Int
    ) -> PageAnswer {
        page(
            PageContent(
                template: .refused,
                title: title,
                values: ["words": words[sentence, texts]],
                status: status
            )
        )
    }

    /// Refuses those whose network asked too often.
    func tooMany(_ minutes: Int) -> PageAnswer {
        refused(
            .refusedTooManyTitle,
            .refusedTooMany,
            ["minutes": String(minutes)],
            status: 429
        )
    }
}

/// The path in the office's public address, without a slash at its end.
func publicPath(of office: Office) -> String {
    office.publicURL.flatMap { URL(string: $0)?.path() } ?? ""
}

/// The fields of a form or a query (application/x-www-form-urlencoded); the first of each name counts.
func formFields(_ text: some StringProtocol) -> [String: String] {
    var fields: [String: String] = [:]
    for pair in text.split(separator: "&").prefix(100) {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let words = parts.map {
            String($0).replacing("+", with: " ").removingPercentEncoding ?? ""
        }
        guard let name = words.first, fields[name] == nil else { continue }
        fields[name] = words.count > 1 ? words[1] : ""
    }
    return fields
}

/// The network an address belongs to: /24 of IPv4, /56 of IPv6, which is what one household gets
/// (RIPE-690).
func addressRange(_ address: String) -> String {
    let isLong = address.contains(":")
    var bytes = [UInt8](repeating: 0, count: 16)
    guard inet_pton(isLong ? AF_INET6 : AF_INET, address, &bytes) == 1 else { return "unknown" }
    let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255]
    let network =
        if isLong {
            bytes.starts(with: mapped) ? bytes[12..<15] : bytes[0..<7]
        } else {
            bytes[0..<3]
        }
    return network.map(String.init).joined(separator: ".")
}
