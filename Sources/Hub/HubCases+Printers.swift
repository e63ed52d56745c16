package import HubStore
import Lobby
import Sync

// What the hub hears of printers and papers.
extension HubCases {
    /// Passing states are shown and not alarmed about.
    private static let passing: Set<PrinterReason> = [.busy]

    /// Writes down how a kiosk's printer is, and raises an alarm for what is newly wrong with it.
    func note(
        _ report: PrinterReport,
        of device: Device,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        let before = try store.printerReport(ofKiosk: device.id)
        guard report != before else { return }
        var report = report
        report.reasons = Array(report.reasons.prefix(PrinterReport.mostReasons))
        try store.set(report, ofKiosk: device.id, at: now)
        let news = report.known.subtracting(before?.known ?? []).subtracting(Self.passing)
        for reason in PrinterReason.allCases where news.contains(reason) {
            let sentence = "The printer: \(reason.finding) \(reason.remedy)"
            try store.raise(Alarm(at: now, source: device.name, sentence: sentence))
        }
    }

    /// Counts a paper of a kiosk, or with nil of the counters, and marks its visit where nobody knows whether it came.
    func notePaper(
        _ result: PaperDetails.Result,
        of visit: VisitID,
        isUnclear: Bool?,
        from device: String?,
        in store: HubTransaction
    ) throws {
        try store.countPaper(result, ofKiosk: device)
        guard let isUnclear, let known = try store.known(visit) else { return }
        try store.setPaperUnclear(isUnclear, of: visit, on: known.day)
    }

    /// The kiosks' printers that somebody should see to.
    package func printersInNeed(in store: HubReading) throws -> [KioskPrinter] {
        try store.printers().filter(\.report.needsSomebody)
    }
}
