/// How long a printer may take.
package struct PrintLimits: Equatable, Sendable {
    /// To reach the printer, or the CUPS server.
    package var connect: Duration = .seconds(2)
    /// From the first question to the answer, cancelling included.
    package var wholePrint: Duration = .seconds(10)
    /// The last part of ``wholePrint``, kept for cancelling what did not finish.
    package var cancelling: Duration = .seconds(2)
    /// A ticket is cancelled early when its printer names a trouble for so long.
    package var trouble: Duration = .seconds(3)

    package init() {}

    /// For a printer before which a visitor stands: after three seconds without paper the ticket is
    /// cancelled, and the visitor told.
    package static let kiosk: PrintLimits = {
        var limits = PrintLimits()
        limits.wholePrint = .seconds(5)
        limits.trouble = .milliseconds(1500)
        return limits
    }()

    /// How long paper is waited for.
    package var waiting: Duration { wholePrint - cancelling }
}

/// The times of one print, counted from its beginning.
struct PrintTimes: Sendable {
    let started: ContinuousClock.Instant
    let limits: PrintLimits

    init(_ limits: PrintLimits) {
        started = .now
        self.limits = limits
    }

    /// Whether there is time to wait for paper; afterwards it is cancelled.
    var allowWaiting: Bool { ContinuousClock.now < endOfWaiting }

    var endOfWaiting: ContinuousClock.Instant {
        started + limits.wholePrint - limits.cancelling
    }

    var endOfCancelling: ContinuousClock.Instant { started + limits.wholePrint }

    /// Whether there is time to see to it that no paper comes late.
    var allowCancelling: Bool { ContinuousClock.now < endOfCancelling }
}
