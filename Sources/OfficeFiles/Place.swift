import Foundation
import Yams

/// A value in a file, with the place to name when it is wrong.
///
/// The readers return nil after they noted a mistake; nothing is noted twice.
struct Place {
    let node: Node
    let line: Int
    let key: String
    let findings: Findings

    func mistake(_ sentence: String, remedy: String) {
        findings.mistake(line: line, key: key, sentence, remedy: remedy)
    }

    func warning(_ sentence: String, remedy: String) {
        findings.warning(line: line, key: key, sentence, remedy: remedy)
    }

    /// Whether nothing stands here: `key:` or `key: ~`.
    var isNothing: Bool {
        guard let scalar = node.scalar, scalar.style == .plain else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }

    var isMap: Bool {
        node.mapping != nil
    }

    /// Whether it is written without quotes.
    var isPlain: Bool {
        node.scalar?.style == .plain
    }

    /// What is written here as it stands; empty for lists and maps.
    var word: String {
        node.scalar?.string ?? ""
    }

    // MARK: Single values

    /// Some words; surrounding blanks are cut off, control characters are a mistake.
    func text() -> String? {
        guard let scalar = node.scalar, !isNothing else {
            expected(
                "a text",
                remedy: isMap
                    ? "Put the text in quotes; without them a text cannot begin with {."
                    : "Write the text after the colon."
            )
            return nil
        }
        let text = scalar.string.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else {
            mistake("The text is empty.", remedy: "Write the text, or take the key out.")
            return nil
        }
        let strange = text.unicodeScalars.contains {
            $0.properties.generalCategory == .control && $0 != "\n"
        }
        guard !strange else {
            mistake("The text holds control characters.", remedy: "Write it with plain letters.")
            return nil
        }
        return text
    }

    func integer(in range: ClosedRange<Int>, _ unit: String) -> Int? {
        let wanted = "a whole number of \(unit) from \(range.lowerBound) to \(range.upperBound)"
        guard let scalar = plainScalar(wanted) else { return nil }
        guard let number = Int(scalar), range.contains(number) else {
            expected(wanted, remedy: "Write for example \(range.example).")
            return nil
        }
        return number
    }

    func number(in range: ClosedRange<Double>, _ unit: String) -> Double? {
        let wanted =
            "a number of \(unit) from \(short(range.lowerBound)) to "
            + short(range.upperBound)
        guard let scalar = plainScalar(wanted) else { return nil }
        guard let number = Double(scalar), range.contains(number) else {
            expected(
                wanted,
                remedy: scalar.contains(",")
                    ? "Write decimals with a point: \(scalar.replacing(",", with: "."))."
                    : "Write a number in these limits."
            )
            return nil
        }
        return number
    }

    func flag() -> Bool? {
        guard let scalar = plainScalar("true or false") else { return nil }
        guard let flag = ["true": true, "false": false][scalar] else {
            expected("true or false", remedy: "Write true or false.")
            return nil
        }
        return flag
    }

    /// One word of a few.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_: Choice.Type) -> Choice? {
        let known = Choice.allCases.map(\.rawValue)
        guard let word = text() else { return nil }
        guard let choice = Choice(rawValue: word) else {
            mistake(
                "\"\(word)\" is not one of \(listed(known)).",
                remedy: remedy(for: word, among: known, else: "Write one of these words.")
            )
            return nil
        }
        return choice
    }

    // MARK: Many values

    func list() -> [Place]? {
        guard let sequence = node.sequence else {
            expected("a list", remedy: "Write each item on a line of its own that begins with -.")
            return nil
        }
        return sequence.enumerated().map { index, item in
            Place(
                node: item,
                line: item.mark?.line ?? line,
                key: "\(key)[\(index)]",
                findings: findings
            )
        }
    }

    /// The pairs of a map, in the order of the file.
    func pairs() -> [(name: Place, value: Place)]? {
        guard let mapping = node.mapping else {
            expected("a block of keys", remedy: "Write lines like \"key: value\" below it.")
            return nil
        }
        return mapping.map { name, value in
            let written = name.scalar?.string ?? "?"
            let line = name.mark?.line ?? line
            let path = key.isEmpty ? written : "\(key).\(written)"
            return (
                Place(node: name, line: line, key: path, findings: findings),
                Place(node: value, line: line, key: path, findings: findings)
            )
        }
    }

    // MARK: Sentences

    func expected(_ what: String, remedy: String) {
        mistake("Here stands \(seen), but \(what) is needed.", remedy: remedy)
    }

    private var seen: String {
        if isNothing { return "nothing" }
        if node.sequence != nil { return "a list" }
        guard let scalar = node.scalar else { return "a map" }
        let words = scalar.string.prefix(40)
        return "\"\(words)\(words.count < scalar.string.count ? "…" : "")\""
    }

    private func plainScalar(_ wanted: String) -> String? {
        guard let scalar = node.scalar, !isNothing else {
            expected(wanted, remedy: "Write the value after the colon.")
            return nil
        }
        guard scalar.style == .plain else {
            mistake(
                "Here stands a text in quotes, but \(wanted) is needed.",
                remedy: "Write it without quotes."
            )
            return nil
        }
        return scalar.string
    }
}

/// The words with commas between them.
func listed(_ words: some Sequence<String>) -> String {
    words.joined(separator: ", ")
}

private func short(_ number: Double) -> String {
    number == number.rounded() ? String(Int(number)) : String(number)
}

extension ClosedRange<Int> {
    /// A number of the range that looks usual.
    fileprivate var example: Int {
        Swift.min(Swift.max(15, lowerBound), upperBound)
    }
}
