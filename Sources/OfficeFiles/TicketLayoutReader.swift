package import Lobby

/// Reads `tickets/<name>.yaml` in the folder of layouts; one value for each file.
package func readTicketLayouts(in layouts: String) -> Checked<[TicketLayout]> {
    readTicketLayouts(in: layouts, languages: nil)
}

/// Reads the layouts of tickets; their texts must be there in each of the languages.
func readTicketLayouts(
    in layouts: String,
    languages: [LanguageCode]?
) -> Checked<[TicketLayout]> {
    readFolder("\(layouts)/tickets", needs: "walk-in") {
        $0.ticketLayout(name: $1, languages: languages)
    }
}

private let mostBlocks = 40

extension Place {
    fileprivate func ticketLayout(name: String, languages: [LanguageCode]?) -> TicketLayout? {
        let keys = ["paper", "fonts", "reprintMark", "blocks"]
        guard let entries = Entries(self, keys: keys) else { return nil }
        let paper = entries.required("paper")?.paper()
        let fonts = entries.required("fonts")?.fonts()
        let mark = entries.required("reprintMark")?.localized(languages)
        let blocks = entries.required("blocks")?.blocks(languages, needsNumber: name != "slip")
        guard let paper, let fonts, let mark, let blocks else { return nil }
        return TicketLayout(
            name: name,
            width: paper.width,
            shortest: paper.shortest,
            longest: paper.longest,
            margin: paper.margin,
            fonts: fonts,
            reprintMark: mark,
            blocks: blocks
        )
    }

    private func paper() -> (width: Double, shortest: Double, longest: Double, margin: Double)? {
        let keys = ["width", "shortest", "longest", "margin"]
        guard let entries = Entries(self, keys: keys) else { return nil }
        let width = entries.required("width")?.number(in: 30...300, "millimetres")
        let shortest = entries.required("shortest")?.number(in: 10...1000, "millimetres")
        let longest = entries.required("longest")?.number(in: 10...1000, "millimetres")
        let margin = entries.required("margin")?.number(in: 0...30, "millimetres")
        guard let width, let shortest, let longest, let margin else { return nil }
        if shortest > longest {
            mistake("The shortest paper is longer than the longest.", remedy: "Swap the two.")
        }
        if width < 3 * margin {
            mistake("The margins leave no room.", remedy: "Make the margin smaller.")
        }
        return (width, shortest, longest, margin)
    }

    private func fonts() -> [String]? {
        guard let items = list() else { return nil }
        if items.isEmpty {
            mistake("No font is named.", remedy: "Write at least one: [Noto Sans].")
        }
        return items.compactMap { $0.text() }
    }

    private func blocks(
        _ languages: [LanguageCode]?,
        needsNumber: Bool
    ) -> [TicketLayout.Block]? {
        guard let items = list() else { return nil }
        guard items.count <= mostBlocks else {
            mistake("A ticket has at most \(mostBlocks) blocks.", remedy: "Take some out.")
            return nil
        }
        let blocks = items.compactMap { $0.block(languages) }
        let hasNumber = items.contains { item in
            item.isMap && item.pairs()?.contains { $0.name.word == "number" } == true
        }
        if needsNumber, !hasNumber {
            mistake("The ticket shows no number.", remedy: "Add \"- number: { size: 18 }\".")
        }
        return blocks.count == items.count ? blocks : nil
    }

    private func block(_ languages: [LanguageCode]?) -> TicketLayout.Block? {
        let kinds = ["text", "number", "rule", "qr", "space"]
        guard let entries = Entries(self, keys: kinds) else { return nil }
        let there = kinds.compactMap { kind in entries.value(kind).map { (kind, $0) } }
        guard there.count == 1, let (kind, place) = there.first else {
            if there.count > 1 {
                mistake("One block has two kinds.", remedy: "Begin each kind with its own -.")
            } else if pairs()?.isEmpty == true {
                mistake("The block is empty.", remedy: "Write one of \(listed(kinds)).")
            }
            return nil
        }
        switch kind {
        case "text": return place.textBlock(languages)
        case "number": return place.sized { .number(size: $0) }
        case "qr": return place.codeBlock(languages)
        case "rule":
            guard let entries = Entries(place, keys: ["thickness"]) else { return nil }
            return entries.required("thickness")?.number(in: 0.1...5, "millimetres").map {
                .rule(thickness: $0)
            }
        default: return place.number(in: 0...100, "millimetres").map { .space($0) }
        }
    }

    private func textBlock(_ languages: [LanguageCode]?) -> TicketLayout.Block? {
        let keys = ["words", "size", "bold", "align"]
        guard let entries = Entries(self, keys: keys) else { return nil }
        let words = entries.required("words")?.ticketWords(languages)
        let size = entries.required("size")?.typeSize()
        let bold = entries.optional("bold").map { $0.flag() } ?? false
        let align =
            entries.optional("align").map { $0.choice(TicketLayout.Alignment.self) } ?? .start
        guard let words, let size, let bold, let align else { return nil }
        return .text(words, size: size, isBold: bold, align: align)
    }

    private func codeBlock(_ languages: [LanguageCode]?) -> TicketLayout.Block? {
        guard let entries = Entries(self, keys: ["content", "size", "caption"]) else { return nil }
        let place = entries.required("content")
        let content = place?.text()
        if let content { place?.placeholders(in: content, known: ticketFields) }
        let size = entries.required("size")?.number(in: 10...80, "millimetres")
        let caption = entries.optional("caption")?.caption(languages)
        guard let content, let size else { return nil }
        return .qr(content: content, caption: caption, size: size)
    }

    private func caption(_ languages: [LanguageCode]?) -> TicketLayout.QRCaption? {
        guard let entries = Entries(self, keys: ["words", "size"]) else { return nil }
        let words = entries.required("words")?.ticketWords(languages)
        let size = entries.required("size")?.typeSize()
        guard let words, let size else { return nil }
        return TicketLayout.QRCaption(text: words, size: size)
    }

    private func ticketWords(_ languages: [LanguageCode]?) -> LocalizedText? {
        guard let words = localized(languages) else { return nil }
        for (language, text) in words.byLanguage.sorted(by: { $0.key < $1.key }) {
            inLanguage(language).placeholders(in: text, known: ticketFields)
        }
        return words
    }

    private func typeSize() -> Double? {
        number(in: 1.5...60, "millimetres")
    }

    private func sized(_ make: (Double) -> TicketLayout.Block) -> TicketLayout.Block? {
        guard let entries = Entries(self, keys: ["size"]) else { return nil }
        return entries.required("size")?.typeSize().map(make)
    }
}

private let ticketFields = Set(Ticket.Field.allCases.map(\.rawValue))
