import Lobby

/// A paper that staff asked for at the kiosk.
enum StaffPaper: Equatable, Sendable {
    case ticket(VisitID, Label)
    case testPage
}

extension KioskDialogue {
    /// What staff can do at the printer.
    var printerChoices: [KioskChoice] {
        var lines: [(String, KioskChoice.Action)] = []
        if lobby.printer != .noPrinter {
            lines.append((texts[.staffReprint], .ask(.listing, .listRecent)))
        }
        let test = KioskPlace.staffPaper(.testPage, nil)
        lines.append((texts[.staffTestPage], .ask(test, .printTestPage(language))))
        if lobby.countsPaper {
            lines.append((texts[.staffPaperChanged], .ask(.rollNoted, .paperChanged)))
        }
        return numbered(lines)
    }

    /// How the printer is, and what to do about it.
    func printerPage() -> Page {
        var page = Page()
        page.heading(printerText)
        if let failureText { page.text(failureText) }
        if let remedy = texts.remedy(for: printerReasons) { page.text(remedy, .plain, .should) }
        page.add(.gap)
        page.add(.choices(menu.map(\.line), isPaired: false))
        page.hints = hints(isBackShown: true)
        return page
    }

    private var printerReasons: Set<PrinterReason> {
        switch lobby.printer {
        case .ready, .noPrinter: lobby.printerFailure
        case .low: lobby.printerFailure.union([.mediaLow])
        case .trouble(let reasons): reasons
        }
    }

    /// The last numbers that this kiosk gave out, each with its marked second paper.
    func recentChoices(_ visits: [FoundVisit]) -> [KioskChoice] {
        numbered(
            visits.map { visit in
                let line = "\(visit.label), \(serviceName(visit.service))"
                let printing = KioskPlace.staffPaper(.ticket(visit.id, visit.label), nil)
                return (line, .ask(printing, .reprintForStaff(visit.id)))
            }
        )
    }

    func recentPage(_ visits: [FoundVisit]) -> Page {
        var page = Page()
        page.heading(texts[.staffRecentTitle])
        if visits.isEmpty { page.text(texts[.staffRecentEmpty]) }
        page.add(.choices(menu.map(\.line), isPaired: false))
        page.hints = hints(isBackShown: true)
        return page
    }

    func staffPaperPage(_ paper: StaffPaper, _ outcome: PrintOutcome?) -> Page {
        var page = Page()
        switch paper {
        case .ticket(_, let label): page.heading(label.description)
        case .testPage: page.heading(texts[.staffTestPage])
        }
        switch outcome {
        case nil: page.text(texts[.staffPaperRunning])
        case .printed: page.text(texts[.staffPaperPrinted], .strong)
        case .notPrinted(let reasons):
            let words = texts.words(for: reasons, ticketsLeft: nil)
            page.text(texts[.staffPaperFailed, ["reasons": words]], .attention)
            if let remedy = texts.remedy(for: reasons) { page.text(remedy) }
        case .unknown(let reasons):
            let words = texts.words(for: reasons, ticketsLeft: nil)
            page.text(texts[.staffPaperUnknown, ["reasons": words]], .attention)
            if let remedy = texts.remedy(for: reasons) { page.text(remedy) }
        }
        page.hints = hints(isBackShown: true)
        return page
    }

    func rollNotedPage() -> Page {
        var page = Page()
        page.heading(texts[.staffPaperNoted])
        if let count = lobby.ticketsLeft {
            page.text(texts[.printerTicketsLeft, ["count": String(count)]])
        }
        page.hints = hints(isBackShown: true)
        return page
    }
}
