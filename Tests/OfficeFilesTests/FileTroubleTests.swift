import Foundation
import OfficeFiles
import Testing

@Suite struct `A file` {
    @Test(arguments: [
        ("", "office.yaml: The file is empty. Remedy: Copy the example file and change it."),
        (
            "# Only words\n",
            "office.yaml: The file is empty. Remedy: Copy the example file and change it."
        ),
        (
            "just words",
            """
            office.yaml:1: Here stands "just words", but a block of keys is needed. Remedy: Write \
            lines like "key: value" below it.
            """
        ),
        (
            "id: town\nname: [de\nphone: 1\n",
            """
            office.yaml:3: This is not valid YAML: did not find expected ',' or ']'. Remedy: Compare \
            this line and the one above with the example file: indentation, colons, quotes.
            """
        ),
        (
            "id: town\n\tname: x\nphone: 1\n  \tx: y\n",
            """
            office.yaml:2: The line begins with a tab. Remedy: Write spaces instead.
            office.yaml:4: The line begins with a tab. Remedy: Write spaces instead.
            """
        ),
        (
            "id: town\nhours:\n  monday: []\n  friday: []\n  monday: []\n",
            """
            office.yaml:5: monday: The key is there twice, first in line 3. Remedy: Keep one of the \
            two.
            """
        ),
        (
            "id: *town\n",
            """
            office.yaml:1: This is not valid YAML: found undefined alias. Remedy: Compare this line \
            and the one above with the example file: indentation, colons, quotes.
            """
        ),
        (
            "id: a\n---\nid: b\n",
            """
            office.yaml:2: This is not valid YAML: but found another document. Remedy: Compare this \
            line and the one above with the example file: indentation, colons, quotes.
            """
        ),
        (
            "id: a\nname: x\u{7}y\n",
            """
            office.yaml:2: This is not valid YAML: control characters are not allowed. Remedy: Take \
            out the invisible characters.
            """
        ),
    ])
    func `that is no good YAML is told so`(text: String, said: String) throws {
        let workshop = try Workshop()
        try workshop.write(text, to: "office.yaml")
        let lines = said.split(separator: "\n")
        #expect(workshop.check() == "\(said)\nMistakes: \(lines.count). Warnings: 0.")
    }

    @Test func `that is not UTF-8 names the line`() throws {
        let workshop = try Workshop()
        let latin = Data("id: town\nname: B".utf8) + [0xFC] + Data("rger\n".utf8)
        try latin.write(to: workshop.folder.appending(path: "office.yaml"))
        let said = """
            office.yaml:2: The line holds bytes that are not UTF-8. Remedy: Save the file as UTF-8 \
            in your editor.
            Mistakes: 1. Warnings: 0.
            """
        #expect(workshop.check() == said)
    }

    @Test func `that is not there is one mistake, and the others are still read`() throws {
        let workshop = try Workshop()
        try workshop.remove("office.yaml")
        try workshop.write("hub: x\nlanguages: [de]\n", to: "kiosk.yaml")
        let said = """
            kiosk.yaml:1: hub: "x" is not a web address. Remedy: Write it like \
            https://warten.example.
            office.yaml: There is no such file. Remedy: Check the path, or copy the example file \
            there.
            Mistakes: 2. Warnings: 0.
            """
        #expect(workshop.check() == said)
    }

    @Test func `that is a folder is told so`() throws {
        let workshop = try Workshop()
        let mistakes = readOffice(at: workshop.layouts).mistakes
        #expect(mistakes.map(\.sentence) == ["This is a folder, not a file."])
        let report = checkAll(
            office: workshop.office,
            kiosk: workshop.kiosk,
            layouts: workshop.kiosk
        )
        #expect(report.mistakes.count == 6)
        #expect(report.mistakes.allSatisfy { $0.sentence.hasPrefix("There is no such f") })
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func `that may not be read is told so`() throws {
        let workshop = try Workshop()
        chmod(workshop.office, 0)
        let mistakes = readOffice(at: workshop.office).mistakes
        #expect(mistakes.map(\.sentence) == ["The file cannot be read."])
    }

    @Test func `that is huge is not read`() throws {
        let workshop = try Workshop()
        try workshop.write(String(repeating: "# \n", count: 500_000), to: "office.yaml")
        let mistakes = readOffice(at: workshop.office).mistakes
        #expect(mistakes.map(\.sentence) == ["The file is larger than 1 MiB."])
    }

    @Test func `of Windows is read: byte order mark and line ends`() throws {
        let workshop = try Workshop()
        let text = "\u{FEFF}" + goodOffice.replacing("\n", with: "\r\n")
        try workshop.write(text, to: "office.yaml")
        #expect(workshop.check() == "No mistakes.")
        try workshop.write(
            text.replacing("minutes: 5\r\n", with: "minutes: x\r\n"),
            to: "office.yaml"
        )
        #expect(readOffice(at: workshop.office).mistakes.map(\.line) == [15])
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `damaged anywhere is read or told so, and nothing ends`(seed: UInt64) throws {
        let workshop = try Workshop()
        let signs = Array("{}[]:-,#&*!|>'\"%@`?\n\t \0\u{FE}abc019".utf8) + [0xFF]
        var chance = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func dice(_ limit: Int) -> Int {
            // Xorshift: the same damage on every run.
            chance ^= chance << 13
            chance ^= chance >> 7
            chance ^= chance << 17
            return Int(chance % UInt64(limit))
        }
        for _ in 0..<50 {
            var bytes = Array(goodOffice.utf8)
            for _ in 0...dice(4) {
                let place = dice(bytes.count)
                switch dice(3) {
                case 0: bytes[place] = signs[dice(signs.count)]
                case 1: bytes.insert(signs[dice(signs.count)], at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + dice(30)))
                }
            }
            try Data(bytes).write(to: workshop.folder.appending(path: "office.yaml"))
            let checked = readOffice(at: workshop.office)
            #expect((checked.value == nil) == !checked.mistakes.isEmpty)
            #expect(checked.mistakes.allSatisfy { !$0.remedy.isEmpty })
        }
    }

    @Test func `with mistakes gives no value, and throws them all`() throws {
        let workshop = try Workshop()
        try workshop.write("id: Town\nphon: 1\n", to: "office.yaml")
        let checked = readOffice(at: workshop.office)
        #expect(checked.value == nil)
        #expect(checked.mistakes.count > 5)
        #expect(throws: FileMistakes.self) { try checked.get() }
        #expect(
            checked.mistakes.map { $0.line ?? 0 } == checked.mistakes.map { $0.line ?? 0 }.sorted()
        )
    }
}
