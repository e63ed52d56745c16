/// One thing that is wrong in a file, and what to do about it.
package struct FileMistake: Equatable, Sendable, CustomStringConvertible {
    /// The file as it was named to the reader.
    package var file: String
    /// Counted from 1; nil when the whole file is meant.
    package var line: Int?
    /// Where in the file, `services[2].letter`, list items counted from 0; empty for the whole file.
    package var key: String
    package var sentence: String
    package var remedy: String

    package init(file: String, line: Int?, key: String, sentence: String, remedy: String) {
        self.file = file
        self.line = line
        self.key = key
        self.sentence = sentence
        self.remedy = remedy
    }

    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): \(key.isEmpty ? "" : "\(key): ")\(sentence) Remedy: \(remedy)"
    }
}

extension Sequence<FileMistake> {
    /// In the order in which a person goes through the files.
    package func inReadingOrder() -> [FileMistake] {
        sorted { ($0.file, $0.line ?? 0, $0.key) < ($1.file, $1.line ?? 0, $1.key) }
    }
}

/// Every mistake of a file that could not be used, all at once.
package struct FileMistakes: Error, Equatable, CustomStringConvertible {
    package var mistakes: [FileMistake]

    package var description: String {
        mistakes.map(\.description).joined(separator: "\n")
    }
}

/// What a reader made of a file.
package struct Checked<Value: Sendable>: Sendable {
    /// What the file says; nil when it holds a mistake.
    package var value: Value?
    /// What makes the file unusable, in the order of its lines.
    package var mistakes: [FileMistake]
    /// What works, but somebody should look at.
    package var warnings: [FileMistake]

    init(_ value: Value?, _ findings: [Findings]) {
        mistakes = findings.flatMap(\.mistakes).inReadingOrder()
        warnings = findings.flatMap(\.warnings).inReadingOrder()
        self.value = mistakes.isEmpty ? value : nil
    }

    /// The value, for whoever cannot go on without it.
    package func get() throws(FileMistakes) -> Value {
        guard let value else { throw FileMistakes(mistakes: mistakes) }
        return value
    }
}
