import Lobby

/// A ticket in a form that a printer takes, and how it wants to be printed.
struct TicketDocument {
    /// Why no such form could be made.
    struct Refusal: Error {
        var reason: PrinterReason
    }

    private static let pdf = "application/pdf"

    let bytes: [UInt8]
    let format: String
    private(set) var jobAttributes: [(name: String, value: IPPRequest.Value)] = []

    /// Draws the ticket for the printer: as PWG raster where it is taken, else as PDF.
    ///
    /// The target is what the document is sent to; the device prints it in the end, and knows its
    /// dots best.
    init(
        _ ticket: Ticket,
        renderer: TicketRenderer,
        to target: PrinterFacts,
        device: PrinterFacts
    ) throws(Refusal) {
        let kind = RasterDocument.Kind.allCases.first { device.rasterTypes.contains($0.rawValue) }
        let paper: PaperChoice
        if let kind, target.formats.contains(RasterDocument.format) {
            let page = try Self.page(
                of: ticket,
                renderer,
                Self.dotsPerInch(among: device.rasterResolutions)
            )
            paper = try Self.paper(for: page, among: target.media)
            guard let raster = RasterDocument.bytes(page, on: paper, as: kind) else {
                throw Refusal(reason: .documentUnprintable)
            }
            bytes = raster
            format = RasterDocument.format
        } else if target.formats.contains(Self.pdf) {
            let page = try Self.page(of: ticket, renderer, TicketRenderer.usualDotsPerInch)
            paper = try Self.paper(for: page, among: target.media)
            do {
                bytes = try renderer.pdf(for: ticket, on: paper)
            } catch {
                throw Refusal(reason: .documentUnprintable)
            }
            format = Self.pdf
            // Else a page larger than the paper it believes in is made to fit, and small.
            if target.takesUnscaled { jobAttributes.append(("print-scaling", .keyword("none"))) }
        } else {
            throw Refusal(reason: .formatNotSupported)
        }
        if target.takesOneSided { jobAttributes.append(("sides", .keyword("one-sided"))) }
        if let keyword = paper.keyword {
            let isMeasured = paper.isCustom && target.deviceURI == nil
            jobAttributes.append(
                isMeasured
                    ? ("media-col", .mediaSize(width: paper.width, length: paper.length))
                    : ("media", .keyword(keyword))
            )
        }
    }

    private static func page(
        of ticket: Ticket,
        _ renderer: TicketRenderer,
        _ dotsPerInch: Int
    ) throws(Refusal) -> TicketPage {
        do {
            return try renderer.page(for: ticket, dotsPerInch: dotsPerInch)
        } catch {
            throw Refusal(reason: .documentUnprintable)
        }
    }

    private static func paper(
        for page: TicketPage,
        among media: [String]
    ) throws(Refusal) -> PaperChoice {
        let hundredths = 2540.0 / Double(page.dotsPerInch)
        let paper = PaperChoice(
            forWidth: Int(Double(page.width) * hundredths),
            length: Int((Double(page.height) * hundredths).rounded(.up)),
            among: media
        )
        guard let paper else { throw Refusal(reason: .mediaNeeded) }
        return paper
    }

    /// The resolution nearest to that of ticket printers.
    private static func dotsPerInch(among resolutions: [Int]) -> Int {
        let usual = TicketRenderer.usualDotsPerInch
        return resolutions.min { abs($0 - usual) < abs($1 - usual) } ?? usual
    }
}
