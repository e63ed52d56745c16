import CCups
import Lobby

/// The reasons a printer gives for its state, by how much they matter.
struct PrinterReasons: Equatable, Sendable {
    /// Nothing is printed while one of these holds: the printer calls them errors.
    private(set) var grave: Set<PrinterReason> = []
    private(set) var all: Set<PrinterReason> = []
    /// Keywords that have no meaning here, as the printer writes them.
    private(set) var unknown: [String] = []

    /// What may keep a job from ending, also where the printer only warns of it.
    ///
    /// No ground to refuse or to cancel: a printer with two trays warns of the empty one and prints
    /// from the other.
    var suspects: Set<PrinterReason> { all.subtracting(Self.harmless) }

    /// Reads the keywords of `printer-state-reasons`, RFC 8011 §5.4.12.
    ///
    /// A keyword without severity counts as an error. What CUPS says of itself, `cups-…`, and its
    /// passing `connecting-to-device` say nothing of the printer.
    init(keywords: [String]) {
        for keyword in keywords {
            guard keyword != "none", !keyword.hasPrefix("cups-"),
                !keyword.hasPrefix("connecting-to-device")
            else { continue }
            let severity = ["-error", "-warning", "-report"].first { keyword.hasSuffix($0) }
            let name = String(keyword.dropLast(severity?.count ?? 0))
            let isError = severity == nil || severity == "-error"
            let reason = Self.others[name] ?? PrinterReason(rawValue: name)
            if let reason {
                all.insert(reason)
                if isError, !Self.harmless.contains(reason) { grave.insert(reason) }
            } else {
                unknown.append(keyword)
                // Unknown words stop nothing: the printer shows what it can do.
                if isError { all.insert(.other) }
            }
        }
    }

    /// The printer goes on printing with these, whatever severity it gives them.
    private static let harmless: Set<PrinterReason> = [.mediaLow, .other, .busy, .timedOut]

    /// Further keywords of the standard that mean the same to a visitor.
    private static let others: [String: PrinterReason] = [
        "input-tray-missing": .mediaNeeded,
        "interlock-open": .coverOpen,
        "moving-to-paused": .paused,
        "deactivated": .notAccepting,
    ]
}

extension PrinterReason {
    /// The reason behind an answer that refuses.
    init(_ status: ipp_status_t) {
        self =
            switch status {
            case IPP_STATUS_ERROR_BUSY: .busy
            case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS: .notAccepting
            case IPP_STATUS_ERROR_PRINTER_IS_DEACTIVATED: .notAccepting
            case IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED: .formatNotSupported
            case IPP_STATUS_ERROR_SERVICE_UNAVAILABLE: .offline
            default: .other
            }
    }
}
