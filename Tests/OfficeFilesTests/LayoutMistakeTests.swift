import Lobby
import OfficeFiles
import Testing

@Suite struct `layouts, screens` {
    private let file = "layouts/screens/en.yaml"
    private let key = TextKey.allCases[0]
    /// A text with a placeholder, and the line it stands in.
    private let filled = TextKey.allCases.first { !$0.placeholders.isEmpty }
    private let plain = TextKey.allCases.first { $0.placeholders.isEmpty }

    @Test func `are told of a text that is missing`() throws {
        let workshop = try Workshop()
        try workshop.write(changing("  \(key.rawValue): ", to: "  \(key.rawValue)x: "), to: file)
        let said = """
            \(file):3: texts.\(key.rawValue): The key is missing. Remedy: Add "\(key.rawValue): …" \
            here; the example file explains it.
            \(file):4: texts.\(key.rawValue)x: This key is not known here. Remedy: Did you mean \
            "\(key.rawValue)"?
            Mistakes: 2. Warnings: 0.
            """
        #expect(workshop.check() == said)
    }

    @Test func `are told of a placeholder that nothing fills`() throws {
        let workshop = try Workshop()
        let plain = try #require(plain)
        try workshop.write(
            changing(" \(plain.rawValue): \"Text \"", to: " \(plain.rawValue): \"{no}\""),
            to: file
        )
        let said = """
            texts.\(plain.rawValue): {no} is not known here. Remedy: Take it out; this text has no \
            placeholders.
            """
        #expect(workshop.check().contains(said))
    }

    @Test func `are warned of a value that a text leaves out`() throws {
        let workshop = try Workshop()
        let filled = try #require(filled)
        let name = try #require(filled.placeholders.min())
        let before = " \(filled.rawValue): \"Text"
        try workshop.write(
            changing("\(before) {\(name)}", to: before),
            to: file
        )
        let said = """
            texts.\(filled.rawValue): The text does not say {\(name)}. Remedy: Put it in where the \
            value belongs, unless it is left out on purpose.
            Mistakes: 0. Warnings: 1.
            """
        #expect(workshop.check().hasSuffix(said))
    }

    @Test(arguments: [
        (
            "language: en", "language: Englisch",
            """
            1: language: "Englisch" is not a language code. Remedy: Write the short code in small \
            letters: de, en, tr.
            """
        ),
        (
            "language: en", "language: tr",
            """
            1: language: The file is named en.yaml, but says it is tr. Remedy: Rename the file or \
            change the language.
            """
        ),
        (
            "name: Deutsch", "name: Deutsch\ndirection: left",
            """
            3: direction: "left" is not one of ltr, rtl. Remedy: Write one of these words.
            """
        ),
        (
            "texts:", "text:",
            """
            1: texts: The key is missing. Remedy: Add "texts: …" here; the example file explains it.
            3: text: This key is not known here. Remedy: Did you mean "texts"?
            """
        ),
    ])
    func `are told what is wrong`(old: String, new: String, said: String) throws {
        let workshop = try Workshop()
        try workshop.write(changing(old, to: new), to: file)
        let lines = said.split(separator: "\n").map { "\(file):\($0)" }
        let sum = "Mistakes: \(lines.count). Warnings: 0."
        #expect(workshop.check() == (lines + [sum]).joined(separator: "\n"))
    }

    @Test func `need German`() throws {
        let workshop = try Workshop()
        try workshop.remove("layouts/screens/de.yaml")
        #expect(workshop.check().hasPrefix("layouts/screens: The file de.yaml is missing."))
    }

    @Test func `are read with language, name and direction`() throws {
        let workshop = try Workshop()
        let arabic = goodTexts("ar").replacing("texts:", with: "direction: rtl\ntexts:")
        try workshop.write(arabic, to: "layouts/screens/ar.yaml")
        let texts = try readScreenTexts(in: workshop.layouts).get()
        #expect(texts.map(\.language) == ["ar", "de", "en"])
        #expect(texts.map(\.isRightToLeft) == [true, false, false])
        let filled = try #require(filled)
        let values = Dictionary(uniqueKeysWithValues: filled.placeholders.map { ($0, "7") })
        #expect(texts[1][filled, values].hasPrefix("Text 7"))
    }

    @Test func `are told of files that nobody reads`() throws {
        let workshop = try Workshop()
        try workshop.write("", to: "layouts/screens/tr.yml")
        let said = """
            Warning: layouts/screens: tr.yml is not read, only files that end with .yaml are. \
            Remedy: Rename it to tr.yaml.
            Mistakes: 0. Warnings: 1.
            """
        #expect(workshop.check() == said)
    }

    private func changing(_ old: String, to new: String) throws -> String {
        try OfficeFilesTests.changing(old, to: new, in: goodTexts("en"))
    }
}

@Suite struct `layouts, desk` {
    @Test func `need German, and every text`() throws {
        let workshop = try Workshop()
        let key = DeskTextKey.allCases[0].rawValue
        let file = "layouts/desk/en.yaml"
        try workshop.write(
            changing("  \(key): ", to: "  \(key)x: ", in: goodDeskTexts("en")),
            to: file
        )
        #expect(workshop.check().hasPrefix("\(file):3: texts.\(key): The key is missing."))
        try workshop.remove("layouts/desk/de.yaml")
        #expect(workshop.check().hasPrefix("layouts/desk: The file de.yaml is missing."))
    }
}

@Suite struct `layouts, pages` {
    @Test func `need German, and every text`() throws {
        let workshop = try Workshop()
        let key = PageTextKey.allCases[0].rawValue
        let file = "layouts/pages/en.yaml"
        try workshop.write(
            changing("  \(key): ", to: "  \(key)x: ", in: goodPageTexts("en")),
            to: file
        )
        #expect(workshop.check().hasPrefix("\(file):3: texts.\(key): The key is missing."))
        try workshop.remove("layouts/pages/de.yaml")
        #expect(workshop.check().hasPrefix("layouts/pages: The file de.yaml is missing."))
    }
}
