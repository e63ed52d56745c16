package import Lobby

extension TicketRenderer {
    /// The ticket as a printer on the roll of its layout gets it, one bit a dot; nil when it cannot be
    /// drawn.
    package func raster(for ticket: Ticket) -> [UInt8]? {
        guard let page = try? page(for: ticket) else { return nil }
        let hundredths = 2540 / Double(page.dotsPerInch)
        let paper = PaperChoice(
            forWidth: Int((Double(page.width) * hundredths).rounded(.up)),
            length: Int((Double(page.height) * hundredths).rounded(.up)),
            among: []
        )
        return paper.flatMap { RasterDocument.bytes(page, on: $0, as: .black) }
    }
}
