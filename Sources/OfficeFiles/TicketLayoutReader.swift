package import Lobby

/// Reads `tickets/<name>.yaml` in the folder of layouts; one value for each file, on the paper.
///
/// Without a paper they are on the usual one, or on the first where that is not in papers.yaml.
package func readTicketLayouts(
    in layouts: String,
    paper: String? = nil
) -> Checked<[TicketLayout]> {
    readTicketLayouts(in: layouts, papers: readTicketPapers(in: layouts), paper: paper)
}

/// Reads the layouts of tickets; their texts must be there in each of the languages.
func readTicketLayouts(
    in layouts: String,
    papers: Checked<[TicketPaper]>,
    paper name: String?,
    languages: [LanguageCode]? = nil
) -> Checked<[TicketLayout]> {
    let folder = "\(layouts)/tickets"
    let wanted = name ?? TicketPaper.usualName
    var paper = papers.value?.first { $0.name == wanted }
    if name == nil, paper == nil { paper = papers.value?.first }
    var checked = readFolder(folder, needs: "walk-in", besides: [papersFile]) {
        $0.ticketLayout(name: $1, paper: paper, folder: folder, languages: languages)
    }
    checked.mistakes += papers.mistakes
    if let papers = papers.value, paper == nil {
        let findings = Findings(file: "\(folder)/\(papersFile)")
        findings.mistake(
            "There is no paper \(wanted).",
            remedy: "Add it, or choose one of \(listed(papers.map(\.name)))."
        )
        checked.mistakes += findings.mistakes
    }
    if !checked.mistakes.isEmpty { checked.value = nil }
    return checked
}

private let mostBlocks = 40

extension Place {
    fileprivate func ticketLayout(
        name: String,
        paper: TicketPaper?,
        folder: String,
        languages: [LanguageCode]?
    ) -> TicketLayout? {
        let keys = ["fonts", "languages", "reprintMark", "blocks"]
        guard let entries = Entries(self, keys: keys) else { return nil }
        let fonts = entries.required("fonts")?.fonts()
        let shown = entries.optional("languages").map { $0.ticketLanguages() } ?? [.visitor]
        let mark = entries.required("reprintMark")?.localized(languages, andOthers: true)
        let needsNumber = ["walk-in", "appointment"].contains(name)
        let reader = BlockReader(folder: folder, languages: languages)
        let blocks = entries.required("blocks")?.blocks(reader, needsNumber: needsNumber)
        guard let paper, let fonts, let shown, let mark, let blocks else { return nil }
        return TicketLayout(
            name: name,
            paper: paper,
            fonts: fonts,
            languages: shown,
            reprintMark: mark,
            blocks: blocks.map(\.block),
            lines: blocks.map(\.line)
        )
    }

    private func fonts() -> [String]? {
        guard let items = list() else { return nil }
        if items.isEmpty {
            mistake("No font is named.", remedy: "Write at least one: [Noto Sans].")
        }
        return items.compactMap { $0.text() }
    }

    private func blocks(
        _ reader: BlockReader,
        needsNumber: Bool
    ) -> [(block: TicketLayout.Block, line: Int)]? {
        guard let items = list() else { return nil }
        guard items.count <= mostBlocks else {
            mistake("A ticket has at most \(mostBlocks) blocks.", remedy: "Take some out.")
            return nil
        }
        let blocks = items.compactMap { item in
            reader.block(item).map { (block: $0, line: item.line) }
        }
        let hasNumber = items.contains { item in
            item.isMap && item.pairs()?.contains { $0.name.word == "number" } == true
        }
        if needsNumber, !hasNumber {
            mistake("The ticket shows no number.", remedy: "Add \"- number: { size: 18 }\".")
        }
        return blocks.count == items.count ? blocks : nil
    }

    /// The languages that a text is printed in: codes, and `visitor`.
    func ticketLanguages() -> [TicketLanguage]? {
        guard let items = list() else { return nil }
        if items.isEmpty {
            mistake("No language is named.", remedy: "Write at least one: [visitor].")
            return nil
        }
        let languages = items.compactMap { item -> TicketLanguage? in
            guard let word = item.text() else { return nil }
            if word == "visitor" { return .visitor }
            if Self.isLanguageCode(word) { return .code(word) }
            item.mistake(
                "\"\(word)\" is not a language code.",
                remedy: "Write visitor, or a short code in small letters: de, en, tr."
            )
            return nil
        }
        return languages.count == items.count ? languages : nil
    }
}
