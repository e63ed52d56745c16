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
        let papers: [PaperChoice]
        let pages: [TicketPage]
        if target.isRaw {
            // It would hand anything on, and nobody knows what the printer makes of it.
            throw Refusal(reason: .formatNotSupported)
        } else if let raster = Self.raster(target, device) {
            pages = try Self.pages(
                of: ticket,
                renderer,
                Self.dotsPerInch(among: raster.resolutions)
            )
            papers = try pages.map { (page) throws(Refusal) in
                try Self.paper(for: page, among: target.media)
            }
            guard
                let drawn = RasterDocument.bytes(
                    Array(zip(pages, papers)),
                    as: raster.kind,
                    in: raster.format
                )
            else { throw Refusal(reason: .documentUnprintable) }
            bytes = drawn
            format = raster.format.rawValue
        } else if target.formats.contains(Self.pdf) {
            pages = try Self.pages(of: ticket, renderer, TicketRenderer.usualDotsPerInch)
            papers = try pages.map { (page) throws(Refusal) in
                try Self.paper(for: page, among: target.media)
            }
            do {
                bytes = try renderer.pdf(for: ticket, on: papers)
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
        let isCut = pages.contains { $0.cut != nil }
        if isCut, let trim = target.trim(afterEach: pages.count > 1) {
            jobAttributes.append(("finishings", .enumerated(trim)))
        }
        // A job asks for one paper: the one on which its longest page fits.
        let longest = papers.max { $0.length < $1.length }
        if let paper = longest, let keyword = paper.keyword {
            let isMeasured = paper.isCustom && target.deviceURI == nil
            jobAttributes.append(
                isMeasured
                    ? ("media-col", .mediaSize(width: paper.width, length: paper.length))
                    : ("media", .keyword(keyword))
            )
        }
    }

    /// Draws the ticket as ESC/POS, for a queue that hands it on as it is.
    init(receipt ticket: Ticket, renderer: TicketRenderer) throws(Refusal) {
        let pages = try Self.pages(of: ticket, renderer, TicketRenderer.usualDotsPerInch)
        guard let receipt = ESCPOSDocument(pages, number: nil) else {
            throw Refusal(reason: .documentUnprintable)
        }
        bytes = receipt.bytes
        format = "application/vnd.cups-raw"
    }

    /// Whether the printer takes a form that tickets are drawn in.
    static func canGo(to printer: PrinterFacts) -> Bool {
        raster(printer, printer) != nil || printer.formats.contains(pdf)
    }

    /// The raster that the target takes; nil when it takes none that is drawn here.
    private static func raster(
        _ target: PrinterFacts,
        _ device: PrinterFacts
    ) -> (format: RasterDocument.Format, kind: RasterDocument.Kind, resolutions: [Int])? {
        let kind = RasterDocument.Kind.allCases.first { device.rasterTypes.contains($0.rawValue) }
        if let kind, target.formats.contains(RasterDocument.Format.pwg.rawValue) {
            return (.pwg, kind, device.rasterResolutions)
        }
        guard target.formats.contains(RasterDocument.Format.apple.rawValue),
            device.appleRaster.contains("W8")
        else { return nil }
        // `RS203-300`: dots an inch.
        let resolutions = device.appleRaster.filter { $0.hasPrefix("RS") }
            .flatMap { $0.dropFirst(2).split(separator: "-").compactMap { Int($0) } }
        return (.apple, .grey, resolutions)
    }

    private static func pages(
        of ticket: Ticket,
        _ renderer: TicketRenderer,
        _ dotsPerInch: Int
    ) throws(Refusal) -> [TicketPage] {
        do {
            return try renderer.pages(for: ticket, dotsPerInch: dotsPerInch)
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
