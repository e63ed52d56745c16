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
