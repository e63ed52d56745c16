import Hub
import HubStore
import Lobby
import Sync

/// What a clerk reads of printers and papers, in words.
struct PrinterLines {
    let texts: DeskTexts
    /// The words for reasons, which kiosks and desks share.
    let reasonTexts: ScreenTexts?

    init(_ call: DeskCall) {
        texts = call.texts
        reasonTexts = call.desk.layouts.notices(in: call.texts.language)
    }

    /// A line for each printer of a kiosk that somebody should see to.
    func entries(_ printers: [KioskPrinter]) -> [WorkplaceEntry] {
        printers.map { printer in
            let words = words(printer.report.known, printer.report.ticketsLeft)
            let values = ["name": printer.kiosk, "reasons": words]
            let id = "printer-\(printer.kiosk)"
            return WorkplaceEntry(id: id, label: "", words: texts[.kioskPrinter, values])
        }
    }

    /// What became of the paper that was asked for last.
    func sentence(_ latest: DeskPapers.Latest) -> String {
        let label = ["label": latest.label.description]
        switch latest.stage {
        case .running: return texts[.paperRunning, label]
        case .lost: return texts[.paperLost, label]
        case .ended(.printed): return texts[.paperPrinted, label]
        case .ended(.notPrinted(let reasons)):
            return texts[.paperNotPrinted, label.merging(["reasons": words(reasons)]) { $1 }]
        case .ended(.unknown(let reasons)):
            return texts[.paperUnknown, label.merging(["reasons": words(reasons)]) { $1 }]
        }
    }

    private func words(_ reasons: Set<PrinterReason>, _ ticketsLeft: Int? = nil) -> String {
        reasonTexts?.words(for: reasons, ticketsLeft: ticketsLeft) ?? ""
    }
}
