package import Lobby

/// Why a ticket cannot be drawn; each case can be told to whoever wrote the layout.
package enum TicketDrawingError: Error, Equatable, Sendable {
    case noLayout(name: String)
}

/// Draws tickets by their layouts, as dots for a printer, as a picture or as a page of PDF.
package struct TicketRenderer: Sendable {
    /// The resolution of most ticket printers.
    package static let usualDotsPerInch = 203

    private let layouts: [String: TicketLayout]

    package init(layouts: [TicketLayout]) {
        self.layouts = Dictionary(layouts.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    }

    package func page(
        for ticket: Ticket,
        dotsPerInch: Int = usualDotsPerInch
    ) throws(TicketDrawingError) -> TicketPage {
        throw .noLayout(name: ticket.layout)
    }

    package func png(
        for ticket: Ticket,
        dotsPerInch: Int = usualDotsPerInch
    ) throws(TicketDrawingError) -> [UInt8] {
        throw .noLayout(name: ticket.layout)
    }

    package func pdf(for ticket: Ticket) throws(TicketDrawingError) -> [UInt8] {
        throw .noLayout(name: ticket.layout)
    }
}
