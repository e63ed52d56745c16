import Lobby

extension KioskDialogue {
    /// The command that sets a PIN, as people type it.
    private static let pinCommand = "wartemarke admin pin"

    func pinPage(_ digits: String, answer: PINAnswer?) -> Page {
        var page = Page()
        page.heading(texts[.pinTitle])
        switch answer {
        case .wrong: page.text(texts[.pinWrong], .attention)
        case .wait(let seconds):
            page.text(texts[.pinWait, ["seconds": String(seconds)]], .attention)
        case .notSet: page.text(texts[.pinNotSet, ["command": Self.pinCommand]], .attention)
        case .right, .none: break
        }
        page.add(.gap)
        page.add(.entry(String(repeating: "•", count: digits.count)))
        page.add(.gap)
        page.text(texts[.pinHint], .plain, .should)
        page.hints = entryHints(isHelpShown: digits.isEmpty)
        return page
    }

    func staffPage() -> Page {
        var page = Page()
        page.heading(texts[.staffTitle])
        for line in linkLines { page.text(line) }
        // The printer's own page has it, too.
        let importance: Page.Importance = printerAlarm == nil ? .may : .must
        page.text(printerAlarm ?? printerText, .plain, importance)
        // Whole, because on the welcome page a long path does not fit.
        if let notice = lobby.staffNotice {
            page.text(texts[notice.key, notice.values], .plain, .should)
        }
        page.add(.gap)
        page.add(.choices(menu.map(\.line), isPaired: false))
        page.hints = hints(isBackShown: true)
        return page
    }

    private var linkLines: [String] {
        let numbers = texts[lobby.canIssue ? .staffOwnNumbers : .staffNoNumbers]
        if let notice = lobby.hubNotice { return [texts[notice.key, notice.values], numbers] }
        return [lobby.isConnected ? texts[.staffConnected] : "\(texts[.staffAway]) \(numbers)"]
    }

    /// What staff should see to at the printer; nil when there is nothing.
    var printerAlarm: String? {
        switch lobby.printer {
        case .ready, .noPrinter: failureText
        case .low: [printerText, failureText].compactMap(\.self).joined(separator: ". ")
        case .trouble: printerText
        }
    }

    /// That the last ticket may be missing, also after the printer forgot it.
    var failureText: String? {
        guard !lobby.printerFailure.isEmpty else { return nil }
        let words = texts.words(for: lobby.printerFailure, ticketsLeft: nil)
        return texts[.printerLastFailed, ["reasons": words]]
    }

    var printerText: String {
        switch lobby.printer {
        case .ready:
            let left = lobby.ticketsLeft.map {
                ", " + texts[.printerTicketsLeft, ["count": String($0)]]
            }
            return texts[.staffPrinterReady] + (left ?? "")
        case .low: return printerText([.mediaLow])
        case .noPrinter: return texts[.staffPrinterFolder]
        case .trouble(let reasons): return printerText(reasons)
        }
    }

    private func printerText(_ reasons: Set<PrinterReason>) -> String {
        let words = texts.words(for: reasons, ticketsLeft: lobby.ticketsLeft)
        return texts[.staffPrinterTrouble, ["reasons": words]]
    }
}
