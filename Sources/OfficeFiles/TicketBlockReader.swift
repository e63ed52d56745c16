import Foundation
import Lobby

/// Reads the blocks of one layout.
struct BlockReader {
    private static let kinds = [
        "text", "number", "rule", "qr", "barcode", "image", "space", "cut",
    ]
    /// A picture for a ticket has some kilobytes.
    private static let largestPictureBytes = 2 << 20
    private static let pictureHead: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// The folder of the layouts, where pictures are looked for.
    let folder: String
    /// In which every text must be there.
    let languages: [LanguageCode]?

    func block(_ item: Place) -> TicketLayout.Block? {
        guard let entries = Entries(item, keys: Self.kinds) else { return nil }
        let there = Self.kinds.compactMap { kind in entries.value(kind).map { (kind, $0) } }
        guard there.count == 1, let (kind, place) = there.first else {
            if there.count > 1 {
                item.mistake(
                    "One block has two kinds.",
                    remedy: "Begin each kind with its own -."
                )
            } else if item.pairs()?.isEmpty == true {
                item.mistake(
                    "The block is empty.",
                    remedy: "Write one of \(listed(Self.kinds))."
                )
            }
            return nil
        }
        switch kind {
        case "text": return text(place)
        case "number":
            guard let entries = Entries(place, keys: ["size"]) else { return nil }
            return entries.required("size")?.typeSize().map { .number(size: $0) }
        case "rule":
            guard let entries = Entries(place, keys: ["thickness"]) else { return nil }
            return entries.required("thickness")?.number(in: 0.1...5, "millimetres").map {
                .rule(thickness: $0)
            }
        case "qr": return code(place)
        case "barcode": return bars(place)
        case "image": return image(place)
        case "cut": return place.choice(TicketLayout.Cut.self).map { .cut($0) }
        default: return place.number(in: 0...100, "millimetres").map { .space($0) }
        }
    }

    private func text(_ place: Place) -> TicketLayout.Block? {
        let keys = ["words", "size", "bold", "align", "languages"]
        guard let entries = Entries(place, keys: keys) else { return nil }
        let words = entries.required("words")?.ticketWords(languages)
        let size = entries.required("size")?.typeSize()
        let bold = entries.optional("bold").map { $0.flag() } ?? false
        let align = alignment(entries)
        let shown = shownLanguages(entries)
        guard let words, let size, let bold, let align, let shown else { return nil }
        return .text(words, size: size, isBold: bold, align: align, languages: shown)
    }

    private func code(_ place: Place) -> TicketLayout.Block? {
        let keys = ["content", "size", "caption"]
        guard let entries = Entries(place, keys: keys) else { return nil }
        let content = entries.required("content")?.codeContent()
        let size = entries.required("size")?.number(in: 10...80, "millimetres")
        let caption = entries.optional("caption").flatMap { self.caption($0) }
        guard let content, let size else { return nil }
        return .qr(content: content, caption: caption, size: size)
    }

    private func caption(_ place: Place) -> TicketLayout.QRCaption? {
        let keys = ["words", "size", "languages"]
        guard let entries = Entries(place, keys: keys) else { return nil }
        let words = entries.required("words")?.ticketWords(languages)
        let size = entries.required("size")?.typeSize()
        let shown = shownLanguages(entries)
        guard let words, let size, let shown else { return nil }
        return TicketLayout.QRCaption(text: words, size: size, languages: shown)
    }

    private func bars(_ place: Place) -> TicketLayout.Block? {
        let keys = ["content", "height", "width"]
        guard let entries = Entries(place, keys: keys) else { return nil }
        let content = entries.required("content")?.codeContent()
        let height = entries.required("height")?.number(in: 3...50, "millimetres")
        let width = entries.optional("width")?.number(in: 10...200, "millimetres")
        guard let content, let height else { return nil }
        return .barcode(content: content, height: height, width: width)
    }

    private func image(_ place: Place) -> TicketLayout.Block? {
        let keys = ["file", "width", "align", "dither"]
        guard let entries = Entries(place, keys: keys) else { return nil }
        let bytes = entries.required("file").flatMap { picture($0) }
        let width = entries.required("width")?.number(in: 3...200, "millimetres")
        let align = alignment(entries, usual: .center)
        let dither = entries.optional("dither").map { $0.flag() } ?? true
        guard let bytes, let width, let align, let dither else { return nil }
        return .image(
            TicketImage(file: bytes.file, bytes: bytes.bytes, isDithered: dither),
            width: width,
            align: align
        )
    }

    private func alignment(
        _ entries: Entries,
        usual: TicketLayout.Alignment = .start
    ) -> TicketLayout.Alignment? {
        entries.optional("align").map { $0.choice(TicketLayout.Alignment.self) } ?? usual
    }

    /// The languages named here; `.some(nil)` when none are.
    private func shownLanguages(_ entries: Entries) -> [TicketLanguage]?? {
        guard let place = entries.optional("languages") else { return .some(nil) }
        return place.ticketLanguages().map { .some($0) }
    }

    /// A PNG file beside the layout.
    private func picture(_ place: Place) -> (file: String, bytes: [UInt8])? {
        guard let name = place.text() else { return nil }
        let remedy = "Put a PNG file of that name beside the layouts in \(folder)."
        guard !name.contains("/") else {
            place.mistake("Pictures lie beside the layout, without a folder.", remedy: remedy)
            return nil
        }
        let file = "\(folder)/\(name)"
        guard let handle = FileHandle(forReadingAtPath: file),
            let data = try? handle.read(upToCount: Self.largestPictureBytes + 1)
        else {
            place.mistake("There is no file \(name) that can be read.", remedy: remedy)
            return nil
        }
        guard data.count <= Self.largestPictureBytes else {
            place.mistake(
                "\(name) is larger than \(Self.largestPictureBytes >> 20) MiB.",
                remedy: "Make the picture smaller; a ticket shows 8 dots a millimetre."
            )
            return nil
        }
        guard data.starts(with: Self.pictureHead) else {
            place.mistake("\(name) is not a PNG file.", remedy: "Save the picture as PNG.")
            return nil
        }
        return (file, [UInt8](data))
    }
}

extension Place {
    fileprivate func ticketWords(_ languages: [LanguageCode]?) -> LocalizedText? {
        guard let words = localized(languages, andOthers: true) else { return nil }
        for (language, text) in words.byLanguage.sorted(by: { $0.key < $1.key }) {
            inLanguage(language).placeholders(in: text, known: ticketFields)
        }
        return words
    }

    fileprivate func codeContent() -> String? {
        guard let content = text() else { return nil }
        placeholders(in: content, known: ticketFields)
        return content
    }

    fileprivate func typeSize() -> Double? {
        number(in: 1.5...60, "millimetres")
    }
}

private let ticketFields = Set(Ticket.Field.allCases.map(\.rawValue))
