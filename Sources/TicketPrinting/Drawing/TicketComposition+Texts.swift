import Lobby

/// Words in one language, a part of a block that may have several.
struct TicketParagraph {
    var words: TicketText.Words
    var language: LanguageCode
}

/// A paragraph set so that no letter leaves its width.
struct SetParagraph {
    var setting: TextSetting
    /// How far it stands from the left end of its width.
    var inset: Double

    /// From the highest mark to the lowest.
    var top: Double { min(setting.ink.top, setting.logical.top) }
    var height: Int {
        Int((max(setting.ink.bottom, setting.logical.bottom) - top).rounded(.up))
    }
}

extension TicketComposition {
    /// How often a text is set anew because letters stick out, and after how many times it is also set
    /// smaller: other breaks of lines may let other letters stick out.
    private static let (mostSettings, settingsOfASize) = (16, 4)

    /// The text in each of the languages, those left out that would repeat another.
    func paragraphs(
        _ template: LocalizedText,
        _ languages: [TicketLanguage]?
    ) -> [TicketParagraph] {
        var paragraphs: [TicketParagraph] = []
        for language in languages ?? layout.languages {
            let code = language.code(for: ticket.language)
            let text = TicketText(ticket: ticket, language: code)
            guard let words = text.filled(template),
                !paragraphs.contains(where: { $0.words.text == words.text })
            else { continue }
            paragraphs.append(TicketParagraph(words: words, language: code))
        }
        return paragraphs
    }

    /// Sets the words within the width of the style.
    ///
    /// Some letters, such as a slanted j, are drawn beside the room they take; they must not leave
    /// the part of the paper that a printer reaches.
    func set(
        _ paragraph: TicketParagraph,
        _ style: TextSetting.Style
    ) throws(TicketDrawingError) -> SetParagraph {
        let context = try tools.fonts.context(
            language: paragraph.language,
            runsRightToLeft: paragraph.words.runsRightToLeft
        )
        let full = style.width ?? Double(available)
        var style = style
        style.runsRightToLeft = paragraph.words.runsRightToLeft
        var inset = 0.0
        for attempt in 1...Self.mostSettings {
            style.width = full - 2 * inset
            let setting = try TextSetting(paragraph.words.text, in: context, style: style)
            let over = max(-inset - setting.ink.left, inset + setting.ink.right - full)
            if over <= 0 {
                if tools.isStrict { try findBrokenWord(paragraph, context, style) }
                return SetParagraph(setting: setting, inset: inset)
            }
            inset += over.rounded(.up)
            if attempt.isMultiple(of: Self.settingsOfASize) || inset * 2 >= full {
                style.size *= 0.9
                inset = 0
            }
        }
        throw .tooWide(text: paragraph.words.text)
    }

    /// Throws when a word is wider than the line.
    private func findBrokenWord(
        _ paragraph: TicketParagraph,
        _ context: OpaquePointer,
        _ style: TextSetting.Style
    ) throws(TicketDrawingError) {
        let text = paragraph.words.text
        let whole = try TextSetting(text, in: context, style: style, breakingWords: false)
        guard let width = style.width, whole.logical.width > width + 1 else { return }
        var style = style
        style.width = nil
        var widest = (word: text, width: 0.0)
        for word in text.split(whereSeparator: \.isWhitespace) {
            let width = try TextSetting(String(word), in: context, style: style).logical.width
            if width > widest.width { widest = (String(word), width) }
        }
        throw .wordTooWide(word: widest.word)
    }

    /// Places a paragraph with its top here and answers where it ends, marks above and below included.
    mutating func place(_ paragraph: SetParagraph, x: Int, y: Int) -> Int {
        current.pieces.append(
            .text(
                paragraph.setting,
                x: Double(x) + paragraph.inset,
                y: Double(y) - paragraph.top
            )
        )
        return y + paragraph.height
    }

    func style(
        size: Double,
        isBold: Bool = false,
        align: TicketLayout.Alignment = .start,
        width: Int
    ) -> TextSetting.Style {
        .init(
            fonts: layout.fonts,
            size: Double(tools.dotsPerInch) * size * scale / 25.4,
            isBold: isBold,
            align: align,
            width: Double(width)
        )
    }
}
