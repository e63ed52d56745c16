package import Lobby

/// Draws tickets by their layouts: as dots for a printer, as a picture, or as pages of PDF.
///
/// The same ticket gives the same bytes on the same machine. May be called from any thread, also
/// from several at once; they then take turns.
package struct TicketRenderer: Sendable {
    /// The resolution of most ticket printers.
    package static let usualDotsPerInch = 203

    private let layouts: [String: TicketLayout]
    private let fonts = FontBook()
    private let images = ImageBook()

    /// Opens the fonts of this machine; keep and share the renderer, it takes longer than drawing.
    package init(layouts: [TicketLayout]) {
        self.layouts = Dictionary(layouts.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    }

    /// The pages of the ticket; one, unless its layout has it cut in between.
    package func pages(
        for ticket: Ticket,
        dotsPerInch: Int = usualDotsPerInch
    ) throws(TicketDrawingError) -> [TicketPage] {
        try compose(ticket, dotsPerInch) { (composition) throws(TicketDrawingError) in
            try Canvas.pages(composition)
        }
    }

    /// The first page of the ticket; with most layouts there is no other.
    package func page(
        for ticket: Ticket,
        dotsPerInch: Int = usualDotsPerInch
    ) throws(TicketDrawingError) -> TicketPage {
        guard let page = try pages(for: ticket, dotsPerInch: dotsPerInch).first else {
            throw .noMemory
        }
        return page
    }

    /// The pages as a picture, one pixel a dot.
    package func png(
        for ticket: Ticket,
        dotsPerInch: Int = usualDotsPerInch
    ) throws(TicketDrawingError) -> [UInt8] {
        try Canvas.png(pages(for: ticket, dotsPerInch: dotsPerInch))
    }

    /// Pages of PDF of exactly the size of ``pages(for:dotsPerInch:)``.
    package func pdf(
        for ticket: Ticket,
        dotsPerInch: Int = usualDotsPerInch
    ) throws(TicketDrawingError) -> [UInt8] {
        try compose(ticket, dotsPerInch) { (composition) throws(TicketDrawingError) in
            try Canvas.pdf(composition, on: [], title: TicketText.printable(ticket.label))
        }
    }

    /// Pages of PDF of the sizes of the papers, the ticket at the top and in the middle.
    func pdf(for ticket: Ticket, on papers: [PaperChoice]) throws(TicketDrawingError) -> [UInt8] {
        try compose(ticket, Self.usualDotsPerInch) { (composition) throws(TicketDrawingError) in
            try Canvas.pdf(composition, on: papers, title: TicketText.printable(ticket.label))
        }
    }

    /// What would not come out well of this ticket on a paper; empty when all does.
    ///
    /// A word that would have to be broken counts as well.
    func faults(
        of ticket: Ticket,
        on paper: TicketPaper
    ) -> [(block: Int?, error: TicketDrawingError)] {
        guard let layout = layouts[ticket.layout] else {
            return [(nil, .noLayout(name: ticket.layout))]
        }
        return fonts.withFonts { fonts in
            let tools = TicketComposition.Tools(
                dotsPerInch: Self.usualDotsPerInch,
                fonts: fonts,
                images: images,
                isStrict: true
            )
            return TicketComposition.smaller(ticket, layout: layout.on(paper), tools: tools)
                .faults.map { ($0.block, $0.error) }
        }
    }

    private func compose<Result>(
        _ ticket: Ticket,
        _ dotsPerInch: Int,
        _ draw: (TicketComposition) throws(TicketDrawingError) -> sending Result
    ) throws(TicketDrawingError) -> Result {
        guard let layout = layouts[ticket.layout] else { throw .noLayout(name: ticket.layout) }
        return try fonts.withFonts { (fonts) throws(TicketDrawingError) in
            let tools = TicketComposition.Tools(
                dotsPerInch: dotsPerInch,
                fonts: fonts,
                images: images
            )
            return try draw(TicketComposition.fitting(ticket, layout: layout, tools: tools))
        }
    }
}
