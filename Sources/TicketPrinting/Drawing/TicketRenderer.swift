package import Lobby

/// Draws tickets by their layouts: as dots for a printer, as a picture, or as a page of PDF.
///
/// The same ticket gives the same bytes on the same machine. May be called from any thread, also
/// from several at once; they then take turns.
package struct TicketRenderer: Sendable {
    /// The resolution of most ticket printers.
    package static let usualDotsPerInch = 203

    private let layouts: [String: TicketLayout]
    private let fonts = FontBook()

    /// Opens the fonts of this machine; keep and share the renderer, it takes longer than drawing.
    package init(layouts: [TicketLayout]) {
        self.layouts = Dictionary(layouts.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    }

    package func page(
        for ticket: Ticket,
        dotsPerInch: Int = usualDotsPerInch
    ) throws(TicketDrawingError) -> TicketPage {
        try compose(ticket, dotsPerInch) { (composition) throws(TicketDrawingError) in
            try Canvas.page(composition)
        }
    }

    /// The page as a picture, one pixel a dot.
    package func png(
        for ticket: Ticket,
        dotsPerInch: Int = usualDotsPerInch
    ) throws(TicketDrawingError) -> [UInt8] {
        try Canvas.png(page(for: ticket, dotsPerInch: dotsPerInch))
    }

    /// A page of PDF of exactly the size of ``page(for:dotsPerInch:)``.
    package func pdf(
        for ticket: Ticket,
        dotsPerInch: Int = usualDotsPerInch
    ) throws(TicketDrawingError) -> [UInt8] {
        try compose(ticket, dotsPerInch) { (composition) throws(TicketDrawingError) in
            try Canvas.pdf(composition, on: nil, title: TicketText.printable(ticket.label))
        }
    }

    /// A page of PDF of the size of the paper, the ticket at the top and in the middle.
    func pdf(for ticket: Ticket, on paper: PaperChoice) throws(TicketDrawingError) -> [UInt8] {
        try compose(ticket, Self.usualDotsPerInch) { (composition) throws(TicketDrawingError) in
            try Canvas.pdf(composition, on: paper, title: TicketText.printable(ticket.label))
        }
    }

    private func compose<Result>(
        _ ticket: Ticket,
        _ dotsPerInch: Int,
        _ draw: (TicketComposition) throws(TicketDrawingError) -> sending Result
    ) throws(TicketDrawingError) -> Result {
        guard let layout = layouts[ticket.layout] else { throw .noLayout(name: ticket.layout) }
        return try fonts.withContext(language: ticket.language) {
            (context) throws(TicketDrawingError) in
            try draw(
                TicketComposition(
                    ticket,
                    layout: layout,
                    dotsPerInch: dotsPerInch,
                    context: context
                )
            )
        }
    }
}
