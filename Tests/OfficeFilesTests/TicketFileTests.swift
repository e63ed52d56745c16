import Lobby
import OfficeFiles
import Testing

@Suite struct `layouts, tickets` {
    @Test(arguments: [
        (
            "words: \"{office}\"", "words: \"{ofice}\"",
            """
            4: blocks[0].text.words: {ofice} is not known here. Remedy: Did you mean "{office}"?
            """
        ),
        (
            "en: \"At {time}\"", "en: \"At {time\"",
            """
            7: blocks[2].text.words.en: A brace has no partner. Remedy: Write placeholders like \
            {number}.
            """
        ),
        (
            "words: \"{office}\"", "words: {office}",
            """
            4: blocks[0].text.words: The text {office} is not in quotes. Remedy: Write "{office}".
            """
        ),
        (
            "{ de: Zweitdruck, en: Copy }", "{ de: Zweitdruck }",
            """
            2: reprintMark.en: The text in en is missing. Remedy: Add "en: …" here.
            """
        ),
        (
            "content: \"{link}\"", "content: \"{web}\"",
            """
            11: blocks[5].qr.content: {web} is not known here. Remedy: Here you can write {ahead}, {booked}, \
            {change}, {claimed}, {code}, {codeGroups}, {date}, {documents}, {from}, {key}, {label}, \
            {link}, {office}, {phone}, {printer}, {service}, {services}, {site}, {time}, \
            {wait}.
            """
        ),
        (
            "align: center", "align: middle",
            """
            4: blocks[0].text.align: "middle" is not one of start, center, end. Remedy: Write one of \
            these words.
            """
        ),
        (
            "bold: true", "bold: yes",
            """
            4: blocks[0].text.bold: Here stands "yes", but true or false is needed. Remedy: Write \
            true or false.
            """
        ),
        (
            "- number: { size: 20 }", "- nummer: { size: 20 }",
            """
            3: blocks: The ticket shows no number. Remedy: Add "- number: { size: 18 }".
            5: blocks[1].nummer: This key is not known here. Remedy: Did you mean "number"?
            """
        ),
        (
            "- number: { size: 20 }", "- number: { size: 20 }\n    space: 3",
            """
            5: blocks[1]: One block has two kinds. Remedy: Begin each kind with its own -.
            """
        ),
        (
            "- space: 2", "- space: two",
            """
            10: blocks[4].space: Here stands "two", but a number of millimetres from 0 to 100 is \
            needed. Remedy: Write a number in these limits.
            """
        ),
        (
            "- space: 2", "- {}",
            """
            10: blocks[4]: The block is empty. Remedy: Write one of text, number, rule, qr, \
            barcode, image, space, cut.
            """
        ),
        (
            "- space: 2", "- barcode: { content: \"{key}\" }",
            """
            10: blocks[4].barcode.height: The key is missing. Remedy: Add "height: …" here; the example \
            file explains it.
            """
        ),
        (
            "- space: 2", "- image: { file: arms.png, width: 20 }",
            """
            10: blocks[4].image.file: There is no file arms.png that can be read. Remedy: Put a PNG file \
            of that name beside the layouts in layouts/tickets.
            """
        ),
        (
            "- space: 2", "- image: { file: walk-in.yaml, width: 20 }",
            """
            10: blocks[4].image.file: walk-in.yaml is not a PNG file. Remedy: Save the picture as PNG.
            """
        ),
        (
            "- space: 2", "- image: { file: ../arms.png, width: 20 }",
            """
            10: blocks[4].image.file: Pictures lie beside the layout, without a folder. Remedy: Put a PNG \
            file of that name beside the layouts in layouts/tickets.
            """
        ),
        (
            "- space: 2", "- cut: half",
            """
            10: blocks[4].cut: "half" is not one of full, partial. Remedy: Write one of these words.
            """
        ),
        (
            "bold: true", "languages: [visitor, german]",
            """
            4: blocks[0].text.languages[1]: "german" is not a language code. Remedy: Write visitor, or a \
            short code in small letters: de, en, tr.
            """
        ),
        (
            "fonts: [Noto Sans]", "fonts: []",
            """
            1: fonts: No font is named. Remedy: Write at least one: [Noto Sans].
            """
        ),
        (
            "size: 20", "size: 20, colour: red",
            """
            5: blocks[1].number.colour: This key is not known here. Remedy: Take it out; the keys \
            here are size.
            """
        ),
    ])
    func `are told what is wrong`(old: String, new: String, said: String) throws {
        let workshop = try Workshop()
        let file = "layouts/tickets/walk-in.yaml"
        try workshop.write(changing(old, to: new, in: goodTicket), to: file)
        let lines = said.split(separator: "\n").map { "\(file):\($0)" }
        let sum = "Mistakes: \(lines.count). Warnings: 0."
        #expect(workshop.check() == (lines + [sum]).joined(separator: "\n"))
    }

    @Test(arguments: [
        (
            "a6: {", "A6: {",
            """
            3: papers.A6: "A6" is no name for a paper. Remedy: Write small letters and digits, such as \
            80mm or a6.
            """
        ),
        (
            "shortest: 60", "shortest: 600",
            """
            2: papers.80mm: The shortest paper is longer than the longest. Remedy: Swap the two.
            """
        ),
        (
            "margin: 4", "margin: 30",
            """
            2: papers.80mm: The margins leave no room. Remedy: Make the margin smaller.
            """
        ),
        (
            "length: 148", "length: 148, longest: 200",
            """
            3: papers.a6: A sheet has one length, a roll a shortest and a longest. Remedy: Take length \
            out for a roll, shortest and longest for a sheet.
            """
        ),
        (
            "length: 148, ", "",
            """
            3: papers.a6.longest: The key is missing. Remedy: Add "longest: …" here; the example file \
            explains it.
            3: papers.a6.shortest: The key is missing. Remedy: Add "shortest: …" here; the example file \
            explains it.
            """
        ),
        (
            "80mm: {", "82mm: {",
            """
            : There is no paper 80mm. Remedy: Add it, or choose one of 82mm, a6.
            """
        ),
    ])
    func `are told what is wrong with a paper`(old: String, new: String, said: String) throws {
        let workshop = try Workshop()
        let file = "layouts/tickets/papers.yaml"
        try workshop.write(changing(old, to: new, in: goodPapers), to: file)
        let lines = said.split(separator: "\n").map {
            $0.hasPrefix(":") ? file + $0 : "\(file):\($0)"
        }
        let sum = "Mistakes: \(lines.count). Warnings: 0."
        #expect(workshop.check() == (lines + [sum]).joined(separator: "\n"))
    }

    @Test func `are on the paper that the kiosk has`() throws {
        let workshop = try Workshop()
        let lines = "printer:\n  paper: a6"
        try workshop.write(changing("printer: Lobby", to: lines, in: goodKiosk), to: "kiosk.yaml")
        let report = checkAll(
            office: workshop.office,
            kiosk: workshop.kiosk,
            layouts: workshop.layouts
        )
        #expect(report.description == "No mistakes.")
        let paper = try #require(report.tickets?.first?.paper)
        #expect(paper.name == "a6" && paper.isSheet && paper.longest == 148)
    }

    @Test func `may have words in more languages than the office`() throws {
        let workshop = try Workshop()
        let more = try changing(
            "en: \"At {time}\"",
            to: "en: \"At {time}\", ar: \"الساعة {time}\"",
            in: changing(
                "reprintMark:",
                to: "languages: [visitor, de]\nreprintMark:",
                in: goodTicket
            )
        )
        try workshop.write(more, to: "layouts/tickets/walk-in.yaml")
        #expect(workshop.check() == "No mistakes.")
        let layout = try #require(try readTicketLayouts(in: workshop.layouts).get().first)
        #expect(layout.languages == [.visitor, .code("de")])
        #expect(layout.writtenLanguages == ["ar", "de", "en"])
    }

    @Test func `need the ticket for walk-ins`() throws {
        let workshop = try Workshop()
        try workshop.remove("layouts/tickets/walk-in.yaml")
        let said = """
            layouts/tickets: The file walk-in.yaml is missing. Remedy: Take it from the example \
            layouts.
            Mistakes: 1. Warnings: 0.
            """
        #expect(workshop.check() == said)
    }

    @Test func `are read as they are written`() throws {
        let workshop = try Workshop()
        let layout = try #require(try readTicketLayouts(in: workshop.layouts).get().first)
        #expect(layout.name == "walk-in")
        #expect(layout.paper.name == "80mm" && layout.paper.width == 80)
        #expect(layout.languages == [.visitor])
        #expect(layout.lines == [4, 5, 6, 9, 10, 11])
        #expect(layout.fonts == ["Noto Sans"])
        #expect(layout.reprintMark["en"] == "Copy")
        #expect(
            layout.blocks == [
                .text(LocalizedText(["de": "{office}"]), size: 4, isBold: true, align: .center),
                .number(size: 20),
                .text(
                    LocalizedText(["de": "Um {time}", "en": "At {time}"]),
                    size: 3,
                    isBold: false,
                    align: .start
                ),
                .rule(thickness: 0.3),
                .space(2),
                .qr(
                    content: "{link}",
                    caption: .init(text: LocalizedText(["de": "Handy"]), size: 3),
                    size: 26
                ),
            ]
        )
    }
}
