package import Lobby

/// Something that does not fit on a ticket, or cannot be printed.
package struct TicketFault: Equatable, Sendable {
    /// The name of the layout.
    package var layout: String
    /// The place of the block in its layout; nil for the whole paper.
    package var block: Int?
    /// The papers on which it is so, and the languages.
    package var papers: [String]
    package var languages: [LanguageCode]
    /// As it is on the first of the papers.
    package var error: TicketDrawingError
}

/// Draws every layout on every paper, in every language, with the longest texts of an office.
package struct TicketProof {
    private let layouts: [TicketLayout]
    private let papers: [TicketPaper]
    private let office: Office
    private let texts: [ScreenTexts]

    package init(
        layouts: [TicketLayout],
        papers: [TicketPaper],
        office: Office,
        texts: [ScreenTexts]
    ) {
        self.layouts = layouts
        self.papers = papers
        self.office = office
        self.texts = texts
    }

    /// What does not fit or has no glyph, each once, in the order of layouts and blocks.
    package func faults() -> [TicketFault] {
        let renderer = TicketRenderer(layouts: layouts)
        var faults: [TicketFault] = []
        for layout in layouts {
            for language in languages(of: layout) {
                for ticket in tickets(layout, language) {
                    for paper in papers {
                        for (block, error) in renderer.faults(of: ticket, on: paper) {
                            let fault = TicketFault(
                                layout: layout.name,
                                block: block,
                                papers: [paper.name],
                                languages: [language],
                                error: error
                            )
                            add(fault, to: &faults)
                        }
                    }
                }
            }
        }
        return faults
    }

    /// The languages of the office, and those that only the ticket is written in.
    private func languages(of layout: TicketLayout) -> [LanguageCode] {
        office.languages
            + layout.writtenLanguages.filter { !office.languages.contains($0) }
    }

    private func tickets(_ layout: TicketLayout, _ language: LanguageCode) -> [Ticket] {
        Ticket.largest(
            layout: layout.name,
            language: language,
            of: office,
            texts: texts.first { $0.language == language }
        )
    }

    /// The same on another paper, or in another language, is told once.
    private func add(_ fault: TicketFault, to faults: inout [TicketFault]) {
        let known = faults.firstIndex {
            $0.layout == fault.layout && $0.block == fault.block
                && ($0.error == fault.error
                    || $0.error.neededLength != nil && fault.error.neededLength != nil)
        }
        guard let known else {
            faults.append(fault)
            return
        }
        for paper in fault.papers where !faults[known].papers.contains(paper) {
            faults[known].papers.append(paper)
        }
        for language in fault.languages where !faults[known].languages.contains(language) {
            faults[known].languages.append(language)
        }
    }
}
