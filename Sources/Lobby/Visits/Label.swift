/// The visible label of a visit: the series and the number, `A 047`.
///
/// One letter is a series of the hub, two letters are a kiosk's own series; see ``secondLetters``.
package struct Label: Hashable, Comparable, Sendable {
    /// Letters a kiosk's own series may end with; the queue letters A–H and T are not among them.
    package static let secondLetters = "KLMNPRVWXY".map(String.init)

    /// Every second letter that a kiosk may get: single ones first, then pairs, then three together.
    package static let allSecondLetters = secondLetters + pairs + longer(pairs)

    private static let pairs = longer(secondLetters)
    private static let allowed = Set(allSecondLetters)

    private static func longer(_ beginnings: [String]) -> [String] {
        beginnings.flatMap { beginning in secondLetters.map { beginning + $0 } }
    }

    /// Whether a kiosk's own series may end so.
    package static func isSecondLetter(_ letter: String) -> Bool {
        allowed.contains(letter)
    }

    /// The queue letter of appointments.
    package static let appointmentLetter = "T"

    /// Numbers a series may reach in a day.
    package static let highestNumber = 999_999

    package let series: String
    package let number: Int

    package init(series: String, number: Int) {
        self.series = series
        self.number = number
    }

    /// What makes the series a kiosk's own; empty in a series of the hub.
    package var secondLetter: String {
        String(series.dropFirst())
    }

    package static func < (left: Label, right: Label) -> Bool {
        (left.series, left.number) < (right.series, right.number)
    }
}

extension Label: CustomStringConvertible, Codable {
    /// Reads `A 047`, also without the space or the zeros and in small letters.
    package init?(_ text: some StringProtocol) {
        let letters = text.prefix { $0.isASCII && $0.isLetter }
        let digits = text.dropFirst(letters.count).drop(while: { $0 == " " })
        guard (1...4).contains(letters.count), (1...6).contains(digits.count), digits.isDigits,
            let number = Int(digits), number > 0
        else { return nil }
        self.init(series: letters.uppercased(), number: number)
    }

    /// Three digits, more when needed.
    package var description: String {
        "\(series) \(padded(number, 3))"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let label = Label(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "this is not a label like A 047"
            )
        }
        self = label
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
