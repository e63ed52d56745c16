import CCups
import Lobby

/// How a printer or a queue is, and what it can do, at the moment it was asked.
struct PrinterFacts: Equatable, Sendable {
    static let asked = [
        "printer-state", "printer-state-reasons", "printer-is-accepting-jobs",
        "operations-supported", "document-format-supported", "media-supported",
        "printer-resolution-supported", "pwg-raster-document-resolution-supported",
        "pwg-raster-document-type-supported", "sides-supported", "print-scaling-supported",
        "device-uri", "urf-supported", "printer-make-and-model", "finishings-supported",
    ]

    var isStopped: Bool
    var isPrinting: Bool
    var isAccepting: Bool
    var reasons: PrinterReasons
    var formats: [String]
    var rasterTypes: [String]
    var rasterResolutions: [Int]
    /// What Apple raster it takes, `W8` and `RS203` for example.
    var appleRaster: [String]
    var media: [String]
    var takesCreateJob: Bool
    var takesOneSided: Bool
    var takesUnscaled: Bool
    /// What it can do to a paper that is printed, by the numbers of PWG 5100.1.
    var finishings: [Int]
    /// Only of a queue: it hands everything on as it comes, because nobody told it what the printer
    /// is.
    var isRaw: Bool
    /// Only of a queue: the printer behind it.
    var deviceURI: String?
    var model: String?

    init(_ answer: IPPAnswer) {
        let state = answer.integer("printer-state")
        isStopped = state == Int(IPP_PSTATE_STOPPED.rawValue)
        isPrinting = state == Int(IPP_PSTATE_PROCESSING.rawValue)
        isAccepting = answer.boolean("printer-is-accepting-jobs") ?? true
        reasons = PrinterReasons(keywords: answer.strings("printer-state-reasons"))
        formats = answer.strings("document-format-supported")
        rasterTypes = answer.strings("pwg-raster-document-type-supported")
        let ofRaster = answer.resolutions("pwg-raster-document-resolution-supported")
        rasterResolutions =
            ofRaster.isEmpty ? answer.resolutions("printer-resolution-supported") : ofRaster
        appleRaster = answer.strings("urf-supported")
        media = answer.strings("media-supported")
        let operations = answer.integers("operations-supported")
        takesCreateJob =
            operations.contains(Int(IPP_OP_CREATE_JOB.rawValue))
            && operations.contains(Int(IPP_OP_SEND_DOCUMENT.rawValue))
        takesOneSided = answer.strings("sides-supported").contains("one-sided")
        takesUnscaled = answer.strings("print-scaling-supported").contains("none")
        finishings = answer.integers("finishings-supported")
        model = answer.strings("printer-make-and-model").first
        isRaw = model?.hasSuffix("Raw Printer") ?? false
        deviceURI = answer.strings("device-uri").first
    }

    /// Why nothing comes out if a ticket is sent now; empty when it should.
    var hindrances: Set<PrinterReason> {
        // A printer that tells no formats is believed to take one.
        if !isRaw, !formats.isEmpty, !TicketDocument.canGo(to: self) {
            return reasons.grave.union([.formatNotSupported])
        }
        // What it says of itself may be no reason to stand still: low paper, or an unknown word.
        if isStopped { return reasons.grave.isEmpty ? reasons.all.union([.paused]) : reasons.all }
        return isAccepting ? reasons.grave : reasons.grave.union([.notAccepting])
    }

    /// How it is told to cut the paper after its last page, or after each; nil when it cannot be told.
    func trim(afterEach isEach: Bool) -> Int? {
        let afterPages = Int(IPP_FINISHINGS_TRIM_AFTER_PAGES.rawValue)
        let afterLast = [
            IPP_FINISHINGS_TRIM_AFTER_DOCUMENTS, IPP_FINISHINGS_TRIM_AFTER_JOB,
            IPP_FINISHINGS_TRIM_AFTER_COPIES, IPP_FINISHINGS_TRIM,
        ].map { Int($0.rawValue) }
        let wanted = isEach ? [afterPages] + afterLast : afterLast + [afterPages]
        return wanted.first(where: finishings.contains)
    }

    /// What may keep a job that was sent from ending.
    var suspects: Set<PrinterReason> { hindrances.union(reasons.suspects) }

    /// What the printer tells of itself at length.
    var details: PrinterDetails { details(condition) }

    /// The same of a queue, with the state that counts.
    func details(_ condition: PrinterCondition) -> PrinterDetails {
        PrinterDetails(
            condition: condition,
            model: model,
            formats: formats,
            isRaw: isRaw,
            unknownReasons: reasons.unknown
        )
    }

    func details(notReady reason: PrinterReason) -> PrinterDetails {
        details(PrinterCondition(isReady: false, reasons: [reason]))
    }

    var condition: PrinterCondition {
        PrinterCondition(isReady: hindrances.isEmpty, reasons: reasons.all.union(hindrances))
    }
}

extension IPPLink {
    /// Asks the printer how it is and what it can do.
    func facts() throws(IPPFailure) -> IPPAnswer {
        try ask(
            IPPRequest(
                operation: IPP_OP_GET_PRINTER_ATTRIBUTES,
                attributes: [("requested-attributes", .keywords(PrinterFacts.asked))]
            )
        )
    }
}
