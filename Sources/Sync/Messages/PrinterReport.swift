package import Lobby

/// How a kiosk's printer is, as the kiosk itself last asked it.
///
/// Kiosks tell it in the hello and with events, as soon as it changes; older ones tell nothing.
package struct PrinterReport: Codable, Equatable, Sendable {
    /// Reasons in one report at most.
    package static let mostReasons = 32

    /// Whether a ticket that is sent now should come out.
    package var isReady: Bool
    /// IPP keywords in order, those that this version does not know included.
    package var reasons: [String]
    /// About how many tickets the paper still gives; nil where nobody counts.
    package var ticketsLeft: Int?

    package init(isReady: Bool, reasons: Set<PrinterReason>, ticketsLeft: Int? = nil) {
        self.isReady = isReady
        self.reasons = reasons.map(\.rawValue).sorted()
        self.ticketsLeft = ticketsLeft
    }

    /// The reasons that have words here; those of a newer kiosk count as ``PrinterReason/other``.
    package var known: Set<PrinterReason> {
        Set(reasons.prefix(Self.mostReasons).map { PrinterReason(rawValue: $0) ?? .other })
    }

    /// Whether staff should see to the printer.
    package var needsSomebody: Bool {
        !isReady || !reasons.isEmpty
    }

    /// One word, or the keywords with blanks between them.
    package var summary: String {
        reasons.isEmpty ? (isReady ? "ready" : "not-ready") : reasons.joined(separator: " ")
    }
}
