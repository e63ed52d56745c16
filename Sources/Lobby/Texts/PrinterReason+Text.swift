extension PrinterReason {
    /// What staff read.
    package var text: TextKey {
        switch self {
        case .mediaEmpty: .printerMediaEmpty
        case .mediaLow: .printerMediaLow
        case .mediaJam: .printerMediaJam
        case .mediaNeeded: .printerMediaNeeded
        case .coverOpen: .printerCoverOpen
        case .doorOpen: .printerDoorOpen
        case .paused: .printerPaused
        case .offline: .printerOffline
        case .shutdown: .printerShutdown
        case .notAccepting: .printerNotAccepting
        case .aborted: .printerAborted
        case .busy: .printerBusy
        case .timedOut: .printerTimedOut
        case .unreachable: .printerUnreachable
        case .formatNotSupported: .printerFormatNotSupported
        case .documentUnprintable: .printerDocumentUnprintable
        case .other: .printerOther
        }
    }
}

extension ScreenTexts {
    /// How a printer is, in the words of staff: its reasons, and how far its paper goes.
    package func words(for reasons: Set<PrinterReason>, ticketsLeft: Int?) -> String {
        let known = PrinterReason.allCases.filter(reasons.contains)
        var words = (known.isEmpty ? [.other] : known).map { self[$0.text] }
        if let ticketsLeft, !reasons.contains(.mediaEmpty) {
            words.append(self[.printerTicketsLeft, ["count": String(ticketsLeft)]])
        }
        return words.joined(separator: ", ")
    }

    /// What staff do about the reason that matters most; that paper is low can wait.
    package func remedy(for reasons: Set<PrinterReason>) -> String? {
        let urgent = PrinterReason.allCases.first { $0 != .mediaLow && reasons.contains($0) }
        let reason = urgent ?? (reasons.contains(.mediaLow) ? .mediaLow : nil)
        return reason.map { self[$0.remedyText] }
    }
}

extension PrinterReason {
    /// What staff at the kiosk can do about it.
    package var remedyText: TextKey {
        switch self {
        case .mediaEmpty, .mediaNeeded: .remedyPaper
        case .mediaLow: .remedyLow
        case .mediaJam: .remedyJam
        case .coverOpen, .doorOpen: .remedyCover
        case .offline, .shutdown, .unreachable: .remedyPower
        case .aborted, .timedOut, .busy, .other: .remedyTest
        case .paused, .notAccepting, .formatNotSupported, .documentUnprintable: .remedyHelp
        }
    }
}
