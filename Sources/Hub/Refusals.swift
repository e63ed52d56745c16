import HubStore
import Lobby
import Synchronization

/// What the hub refused: counted by its code for programs that watch, and told to people where it is
/// more than a mistake at a counter.
package final class Refusals: Sendable {
    /// What is refused to one device again is told once in this time.
    package static let quiet: Duration = .minutes(1)
    /// So many unknown secrets or codes within that time look like somebody trying them out.
    package static let guesses = 10

    /// What comes of one refusal.
    struct Told: Equatable {
        /// How many like it there were since the last one that was logged; nil when this one is not.
        var logged: Int?
        /// Nil when nobody needs to be called for it.
        var alarm: Alarm?
    }

    private struct Kind: Hashable {
        var code: String
        var device: String?
    }

    private struct Recent {
        var since: Instant
        var count = 0
        var unsaid = 0
    }

    private struct State {
        var counts: [String: Int] = [:]
        var recent: [Kind: Recent] = [:]
    }

    private let state = Mutex(State())

    /// How many there were since the hub started, by their codes.
    package var counts: [String: Int] { state.withLock { $0.counts } }

    /// Counts one.
    ///
    /// - Parameters:
    ///   - refusal: What was answered.
    ///   - device: Who asked, also when its right was taken; nil when nobody knows.
    ///   - now: The machine's time.
    /// - Returns: Whether it is logged, and what a person should learn of it.
    func count(_ refusal: HubRefusal, of device: Device?, at now: Instant) -> Told {
        state.withLock { state in
            state.counts[refusal.code, default: 0] += 1
            guard refusal.isSuspicious(from: device) else { return Told() }
            let kind = Kind(code: refusal.code, device: device?.id)
            var recent = state.recent[kind] ?? Recent(since: now)
            if now < recent.since || now - recent.since >= Self.quiet {
                recent = Recent(since: now, unsaid: recent.unsaid)
            }
            recent.count += 1
            recent.unsaid += 1
            var told = Told()
            if recent.count == 1 {
                told.logged = recent.unsaid
                recent.unsaid = 0
            }
            let isGuessing = device == nil && recent.count == Self.guesses
            if isGuessing || device != nil && recent.count == 1 {
                told.alarm = refusal.alarm(of: device, at: now)
            }
            state.recent[kind] = recent
            return told
        }
    }
}

extension HubRefusal {
    /// Whether it says that something is wrong with who asks, and not with what a person wanted.
    fileprivate func isSuspicious(from device: Device?) -> Bool {
        switch self {
        case .notKnown, .notAllowed, .wrongCode, .fork, .updateNeeded, .hubTooOld, .staleHub: true
        // A kiosk is a program of ours, which asks for nothing that cannot be read.
        case .badRequest: device?.role == .kiosk
        // Clerks mistype; what comes over the web may be tried out.
        case .unknownAppointment: device == nil
        default: false
        }
    }

    /// For a person; nil where the use case has told already.
    fileprivate func alarm(of device: Device?, at now: Instant) -> Alarm? {
        let sentence: String? =
            switch (self, device) {
            case (.notKnown, nil):
                "\(Refusals.guesses) requests within a minute came with no secret or an unknown one: "
                    + "a device that was never enrolled, or somebody trying secrets out."
            case (.notKnown, .some):
                "It was revoked and still asks. Enrol it again, or switch it off."
            case (.wrongCode, _):
                "\(Refusals.guesses) wrong enrolment codes within a minute: somebody may be trying "
                    + "codes out."
            case (.unknownAppointment, nil):
                "\(Refusals.guesses) wrong codes of appointments within a minute on the public pages: "
                    + "somebody may be trying codes out."
            case (.notAllowed(let role), _):
                "It asked for what a \(role) may not do. Look at what uses its secret."
            case (.badRequest(let reason), _): "It sent what cannot be read: \(reason)"
            default: nil
            }
        return sentence.map { Alarm(at: now, source: device?.name ?? "unknown", sentence: $0) }
    }
}
