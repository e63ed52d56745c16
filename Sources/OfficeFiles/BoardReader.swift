package import Lobby

/// Reads `board/board.yaml` in the folder of layouts; its languages are among those of the texts.
package func readBoardLayout(
    in layouts: String,
    texts: [ScreenTexts]? = nil
) -> Checked<BoardLayout> {
    readBoardLayout(
        in: layouts,
        screenLanguages: texts.map { Set($0.map(\.language)) },
        officeLanguages: nil
    )
}

/// Reads the board's layout; its languages must have texts, its notices those of the office.
func readBoardLayout(
    in layouts: String,
    screenLanguages: Set<LanguageCode>?,
    officeLanguages: [LanguageCode]?
) -> Checked<BoardLayout> {
    let findings = Findings(file: "\(layouts)/board/board.yaml")
    let value = readYAML(at: findings.file, findings)?.boardLayout(
        screens: screenLanguages,
        office: officeLanguages
    )
    return Checked(value, [findings])
}

private let mostNotices = 3
/// In more nobody waits for the own one.
private let mostSpokenLanguages = 3

extension Place {
    fileprivate func boardLayout(
        screens: Set<LanguageCode>?,
        office: [LanguageCode]?
    ) -> BoardLayout? {
        let keys = ["language", "earlierCalls", "blink", "voice", "notices"]
        guard let entries = Entries(self, keys: keys) else { return nil }
        let language = entries.required("language")?.language(known: screens)
        let earlier = entries.required("earlierCalls")?.integer(
            in: 0...BoardLayout.mostEarlierCalls,
            "calls"
        )
        let blinks = entries.required("blink")?.flag()
        let voice = entries.required("voice")?.voiceLayout(screens: screens)
        let notices = entries.optional("notices").map { $0.notices(office) } ?? []
        guard let language, let earlier, let blinks, let voice, let notices else { return nil }
        return BoardLayout(
            language: language,
            earlierCalls: earlier,
            blinks: blinks,
            notices: notices,
            voice: voice
        )
    }

    private func voiceLayout(screens: Set<LanguageCode>?) -> VoiceLayout? {
        guard let entries = Entries(self, keys: ["languages", "times", "gong"]) else { return nil }
        let place = entries.required("languages")
        let languages = place?.languages(known: screens)
        if let languages, languages.count > mostSpokenLanguages {
            place?.mistake(
                "At most \(mostSpokenLanguages) languages are said.",
                remedy: "Take some out; the next call has to wait until all were said."
            )
        }
        let times = entries.required("times")?.integer(in: 1...3, "times")
        let hasGong = entries.required("gong")?.flag()
        guard let languages, let times, let hasGong else { return nil }
        return VoiceLayout(languages: languages, times: times, hasGong: hasGong)
    }

    private func notices(_ languages: [LanguageCode]?) -> [LocalizedText]? {
        guard let items = list() else { return nil }
        guard items.count <= mostNotices else {
            mistake("A board has at most \(mostNotices) notices.", remedy: "Take some out.")
            return nil
        }
        return items.compactMap { $0.localized(languages) }
    }
}
