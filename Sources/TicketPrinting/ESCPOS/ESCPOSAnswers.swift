import Lobby

/// What an ESC/POS printer sends back.
enum ESCPOSAnswer: Equatable {
    /// One byte about the printer, as an answer to DLE EOT.
    case status(UInt8)
    /// Everything up to the request with this number is printed (GS ( H, function 48).
    case finished(number: [UInt8])
    /// Nothing that was sent is left (DLE DC4, function 8).
    case cleared
}

extension ByteLine {
    /// The next answer; nil when none has come in time.
    ///
    /// What nobody asked for is passed over: the four bytes of automatic status, XON and XOFF.
    func answer(until end: ContinuousClock.Instant) throws(LineFailure) -> ESCPOSAnswer? {
        while let first = try next(until: end) {
            if first & 0x93 == 0x12 { return .status(first) }
            if first & 0x93 == 0x10 {
                for _ in 0..<3 { _ = try next(until: end) }
            }
            guard first == 0x37, let kind = try next(until: end) else { continue }
            var words: [UInt8] = []
            while let byte = try next(until: end), byte != 0 { words.append(byte) }
            switch kind {
            case 0x22: return .finished(number: words)
            case 0x25: return .cleared
            default: continue
            }
        }
        return nil
    }
}

/// How an ESC/POS printer is, from its four answers to DLE EOT.
struct ESCPOSStatus: Equatable {
    /// The questions: printer, cause of being offline, cause of an error, roll of paper.
    static let questions: [UInt8] = [1, 2, 3, 4]

    /// Nothing comes out while one of these holds.
    private(set) var hindrances: Set<PrinterReason> = []
    private(set) var all: Set<PrinterReason> = []

    /// - Parameter answers: One byte for each of ``questions``.
    init(_ answers: [UInt8]) {
        func has(_ bits: UInt8, in question: Int) -> Bool { answers[question - 1] & bits != 0 }
        if has(0x04, in: 2) { hindrances.insert(.coverOpen) }
        if has(0x20, in: 2) || has(0x60, in: 4) { hindrances.insert(.mediaEmpty) }
        // The cutter stands still with paper in it.
        if has(0x08, in: 3) { hindrances.insert(.mediaJam) }
        // Too hot, low voltage, or broken.
        if has(0x64, in: 3) { hindrances.insert(.other) }
        if has(0x08, in: 1), hindrances.isEmpty { hindrances.insert(.offline) }
        all = hindrances
        if has(0x0C, in: 4) { all.insert(.mediaLow) }
    }

    var condition: PrinterCondition {
        PrinterCondition(isReady: hindrances.isEmpty, reasons: all)
    }
}
