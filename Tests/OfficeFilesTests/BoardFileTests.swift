import Lobby
import OfficeFiles
import Testing

@Suite struct `layouts, board` {
    @Test func `are read as they are written`() throws {
        let workshop = try Workshop()
        let layout = try readBoardLayout(in: workshop.layouts).get()
        #expect(
            layout
                == BoardLayout(
                    language: "de",
                    earlierCalls: 5,
                    blinks: true,
                    notices: [
                        LocalizedText(["de": "Heute nur bis 12 Uhr", "en": "Only until noon"])
                    ],
                    voice: VoiceLayout(languages: ["de", "en"], times: 2, hasGong: true)
                )
        )
    }

    @Test(arguments: [
        (
            "language: de\n", "language: tr\n",
            """
            1: language: The language tr has no texts for the screens. Remedy: Add \
            layouts/screens/tr.yaml, or take the language out.
            """
        ),
        (
            "earlierCalls: 5", "earlierCalls: 8",
            """
            2: earlierCalls: Here stands "8", but a whole number of calls from 0 to 7 is needed. \
            Remedy: Write for example 7.
            """
        ),
        (
            "blink: true", "blinks: true",
            """
            1: blink: The key is missing. Remedy: Add "blink: …" here; the example file explains it.
            3: blinks: This key is not known here. Remedy: Did you mean "blink"?
            """
        ),
        (
            "languages: [de, en]", "languages: [de, de, fr]",
            """
            5: voice.languages[1]: The language de is there twice. Remedy: Take one out.
            5: voice.languages[2]: The language fr has no texts for the screens. Remedy: Add \
            layouts/screens/fr.yaml, or take the language out.
            """
        ),
        (
            "times: 2", "times: 9",
            """
            6: voice.times: Here stands "9", but a whole number of times from 1 to 3 is needed. \
            Remedy: Write for example 3.
            """
        ),
        (
            ", en: Only until noon", "",
            """
            9: notices[0].en: The text in en is missing. Remedy: Add "en: …" here.
            """
        ),
    ])
    func `are told what is wrong`(old: String, new: String, said: String) throws {
        let workshop = try Workshop()
        try workshop.write(
            try changing(old, to: new, in: goodBoard),
            to: "layouts/board/board.yaml"
        )
        let lines = said.split(separator: "\n").map { "layouts/board/board.yaml:\($0)" }
        let sum = "Mistakes: \(lines.count). Warnings: 0."
        #expect(workshop.check() == (lines + [sum]).joined(separator: "\n"))
    }

    @Test func `are missed when they are not there`() throws {
        let workshop = try Workshop()
        try workshop.remove("layouts/board/board.yaml")
        #expect(workshop.check().contains("layouts/board/board.yaml: There is no such file."))
    }
}
