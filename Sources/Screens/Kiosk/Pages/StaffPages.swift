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
        page.text(printerText)
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
        case .ready, .noPrinter: nil
        case .low, .trouble: printerText
        }
    }

    private var printerText: String {
        switch lobby.printer {
        case .ready: return texts[.staffPrinterReady]
        case .low: return texts[.staffPrinterTrouble, ["reasons": texts[.printerMediaLow]]]
        case .noPrinter: return texts[.staffPrinterFolder]
        case .trouble(let reasons):
            let words = PrinterReason.allCases.filter(reasons.contains).map { texts[$0.text] }
            let all = words.isEmpty ? [texts[.printerOther]] : words
            return texts[.staffPrinterTrouble, ["reasons": all.joined(separator: ", ")]]
        }
    }
}
