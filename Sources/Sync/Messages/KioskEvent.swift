import Crypto
import Foundation
package import Lobby

/// Something that happened at a kiosk, written once and never changed: a link in the kiosk's chain.
///
/// `hash` covers the event and the hash before it, so that a gap, a fork or an altered event shows.
package struct KioskEvent: Codable, Equatable, Sendable {
    /// Kinds this version knows; an event of any other kind is parked at the hub.
    package enum Kind: String, Sendable, CaseIterable {
        /// A walk-in drew a number; details: ``DrawDetails``.
        case draw
        /// The holder of an appointment is here and got a number; details: ``DrawDetails``.
        case checkIn
        /// The visitor gave the number back.
        case handBack
        /// What became of a paper; details: ``PaperDetails``.
        case paper
        /// A number asked for is not needed: the kiosk stopped before it was given out.
        case drop
        /// The person left before the paper came.
        case abandon
    }

    package static let currentVersion = 1

    package var seq: Int
    package var previous: String
    package var hash: String
    package var visit: VisitID
    package var kind: String
    package var version: Int
    package var at: Instant
    /// The business day as the kiosk knew it.
    package var day: Day?
    /// JSON as text, so that a hub can check the hash of what it does not understand.
    package var details: String
    /// The last day that a number of the own series can count for.
    ///
    /// Known when the hub once had the event and the series began anew since: a hub that was restored
    /// may not remember it. The hash does not cover it.
    package var latestDay: Day?

    /// The event that follows the given head of the log.
    package init(
        after head: LogHead,
        visit: VisitID,
        kind: Kind,
        at: Instant,
        day: Day?,
        details: String
    ) {
        seq = head.seq + 1
        previous = head.hash
        self.visit = visit
        self.kind = kind.rawValue
        version = Self.currentVersion
        self.at = at
        self.day = day
        self.details = details
        hash = ""
        hash = chainHash()
    }

    /// An event read back from a database.
    package init(
        seq: Int,
        previous: String,
        hash: String,
        visit: VisitID,
        kind: String,
        version: Int,
        at: Instant,
        day: Day?,
        details: String,
        latestDay: Day? = nil
    ) {
        self.seq = seq
        self.previous = previous
        self.hash = hash
        self.visit = visit
        self.kind = kind
        self.version = version
        self.at = at
        self.day = day
        self.details = details
        self.latestDay = latestDay
    }

    /// The hash this event should have.
    package func chainHash() -> String {
        let fields = [
            previous, String(seq), visit.description, kind, String(version),
            String(at.milliseconds), day?.description ?? "",
        ]
        let text = fields.joined(separator: "\n") + "\n" + details
        return hexadecimal(SHA256.hash(data: Array(text.utf8)))
    }
}

/// The end of a log: its last event's number and hash.
package struct LogHead: Codable, Equatable, Sendable {
    package static let empty = LogHead(seq: 0, hash: "")

    package var seq: Int
    package var hash: String

    package init(seq: Int, hash: String) {
        self.seq = seq
        self.hash = hash
    }
}

/// The details of a number given out: ``KioskEvent/Kind/draw`` and ``KioskEvent/Kind/checkIn``.
package struct DrawDetails: Codable, Equatable, Sendable {
    package var label: Label
    package var service: ServiceID
    package var language: LanguageCode
    /// The random digits behind the QR code.
    package var key: String
    /// How far the kiosk's clock is behind the hub's, in milliseconds, as last measured.
    package var clockOffset: Int64
    /// The hub's history in which the number was given; a later one may have forgotten it.
    package var epoch: Int
    /// The day that a number of the hub's counts for; nil for one of the kiosk's own series.
    package var day: Day?
    /// What the visitor has an appointment for, or says to have.
    package var appointment: AppointmentClaim?
    /// How long the visitor was told to wait, on screen and paper; nil where nothing was told.
    package var wait: Wait?

    package init(
        label: Label,
        service: ServiceID,
        language: LanguageCode,
        key: String,
        clockOffset: Int64,
        epoch: Int,
        day: Day? = nil,
        appointment: AppointmentClaim? = nil,
        wait: Wait? = nil
    ) {
        self.wait = wait
        self.label = label
        self.service = service
        self.language = language
        self.key = key
        self.clockOffset = clockOffset
        self.epoch = epoch
        self.day = day
        self.appointment = appointment
    }
}

/// The appointment a visitor came for.
package struct AppointmentClaim: Codable, Equatable, Sendable {
    /// The digest of the code the visitor gave: see ``codeDigest(of:key:)``.
    package var code: String
    /// The appointment, as far as the kiosk knew it; nil for a code it had not heard of.
    package var appointment: VisitID?
    package var booked: Instant?

    package init(code: String, appointment: VisitID? = nil, booked: Instant? = nil) {
        self.code = code
        self.appointment = appointment
        self.booked = booked
    }
}

/// What hub and kiosks keep in place of an appointment's code: its HMAC-SHA256 in hexadecimal.
///
/// - Parameters:
///   - code: The digits on the visitor's confirmation.
///   - key: The office's secret, as a hello tells it.
/// - Returns: 64 hexadecimal digits.
package func codeDigest(of code: String, key: String) -> String {
    let key = SymmetricKey(data: Array(key.utf8))
    return hexadecimal(HMAC<SHA256>.authenticationCode(for: Array(code.utf8), using: key))
}

/// The details of ``KioskEvent/Kind/paper``.
package struct PaperDetails: Codable, Equatable, Sendable {
    package enum Result: String, Codable, Sendable {
        case printed, notPrinted, unknown
    }

    package var result: Result
    package var reasons: [String]
    package var isReprint: Bool

    /// Whether the visit's mark of an unclear paper is to be set, or taken away; nil to leave it.
    ///
    /// A printer that never answers gives no reason for not knowing: its visits are not marked,
    /// because all of them would be, for ever.
    package var isUnclear: Bool? {
        switch result {
        case .printed: false
        case .unknown: reasons.isEmpty ? nil : true
        case .notPrinted: isReprint ? nil : false
        }
    }

    package init(_ outcome: PrintOutcome, isReprint: Bool) {
        switch outcome {
        case .printed: (result, reasons) = (.printed, [])
        case .notPrinted(let why): (result, reasons) = (.notPrinted, why.map(\.rawValue).sorted())
        case .unknown(let why): (result, reasons) = (.unknown, why.map(\.rawValue).sorted())
        }
        self.isReprint = isReprint
    }

    /// As it stands in events.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

/// `POST /api/v1/kiosk/events`: the next events of the log, in order and without a gap.
package struct EventsRequest: Codable, Equatable, Sendable {
    /// Events in one message at most.
    package static let mostEvents = 200

    package var incarnation: String
    package var epoch: Int
    package var events: [KioskEvent]
    /// How the printer is now; there need be no event beside it.
    package var printer: PrinterReport?

    package init(
        incarnation: String,
        epoch: Int,
        events: [KioskEvent],
        printer: PrinterReport? = nil
    ) {
        self.printer = printer
        self.incarnation = incarnation
        self.epoch = epoch
        self.events = events
    }
}

/// How far the hub has the log now; what it has is on its disk.
package struct EventsAnswer: Codable, Equatable, Sendable {
    package var haveSeq: Int
    package var haveHead: String
    package var epoch: Int
    /// The hub's business day when it had the log that far.
    package var day: Day

    package init(haveSeq: Int, haveHead: String, epoch: Int, day: Day) {
        self.haveSeq = haveSeq
        self.haveHead = haveHead
        self.epoch = epoch
        self.day = day
    }
}
