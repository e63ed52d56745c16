package import Lobby

/// The number of the protocol spoken between kiosk and hub.
///
/// Once there is a second one the hub speaks both; a kiosk of an unknown one gets 426.
package let protocolNumber = 1

/// Names the writer of a log: a device, and the database file it writes now.
///
/// A fresh database file is a new incarnation, with letters of its own.
package struct Incarnation: Hashable, Codable, Sendable {
    package var device: String
    package var number: String

    package init(device: String, number: String) {
        self.device = device
        self.number = number
    }
}

/// `POST /api/v1/kiosk/enrol`: a one-time code becomes a device with a secret of its own.
package struct EnrolRequest: Codable, Equatable, Sendable {
    package var code: String

    package init(code: String) {
        self.code = code
    }
}

/// The device's identity and its secret, told once.
package struct EnrolAnswer: Codable, Equatable, Sendable {
    package var device: String
    package var secret: String

    package init(device: String, secret: String) {
        self.device = device
        self.secret = secret
    }
}

/// `POST /api/v1/kiosk/hello`: the kiosk says who it is and what it has.
package struct HelloRequest: Codable, Equatable, Sendable {
    /// A kiosk's clock may be off by this much before somebody is told.
    package static let clockTolerance: Duration = .minutes(5)

    package var incarnation: String
    package var `protocol`: Int
    /// The last event of the kiosk's log and its hash; 0 and empty for none.
    package var lastSeq: Int
    package var head: String
    package var epochSeen: Int
    /// The highest number the kiosk saw today, by series.
    package var highest: [String: Int]
    /// The second letter of this log's own series; nil while it has none.
    package var letter: String?
    package var clock: Instant
    /// The printer in one word; empty where it was not asked yet.
    package var printer: String
    package var printerReport: PrinterReport?

    package init(
        incarnation: String,
        protocol: Int = protocolNumber,
        lastSeq: Int,
        head: String,
        epochSeen: Int,
        highest: [String: Int],
        letter: String? = nil,
        clock: Instant,
        printer: String,
        printerReport: PrinterReport? = nil
    ) {
        self.printerReport = printerReport
        self.incarnation = incarnation
        self.protocol = `protocol`
        self.lastSeq = lastSeq
        self.head = head
        self.epochSeen = epochSeen
        self.highest = highest
        self.letter = letter
        self.clock = clock
        self.printer = printer
    }
}

/// What the hub has of the kiosk's log, and what the kiosk may use.
package struct HelloAnswer: Codable, Equatable, Sendable {
    package var epoch: Int
    package var `protocol`: Int
    package var haveSeq: Int
    package var haveHead: String
    /// The second letter of the kiosk's own series, and one for its next database file.
    package var letter: String
    package var spareLetter: String
    package var day: Day
    package var now: Instant
    /// The clock of the hub's machine; nil where the office goes by it, too.
    ///
    /// A hub whose time was set for a trial is no reason to set a kiosk's clock.
    package var machine: Instant?
    package var maxBatch: Int
    /// The digest of the staff PIN; nil until one is set.
    package var staffPIN: PINDigest?
    /// With it a kiosk recognises the codes of appointments: see ``codeDigest(of:key:)``.
    package var codeKey: String?

    package init(
        epoch: Int,
        protocol: Int = protocolNumber,
        haveSeq: Int,
        haveHead: String,
        letter: String,
        spareLetter: String,
        day: Day,
        now: Instant,
        machine: Instant? = nil,
        maxBatch: Int = EventsRequest.mostEvents,
        staffPIN: PINDigest?,
        codeKey: String? = nil
    ) {
        self.epoch = epoch
        self.protocol = `protocol`
        self.haveSeq = haveSeq
        self.haveHead = haveHead
        self.letter = letter
        self.spareLetter = spareLetter
        self.day = day
        self.now = now
        self.machine = machine
        self.maxBatch = maxBatch
        self.staffPIN = staffPIN
        self.codeKey = codeKey
    }
}
