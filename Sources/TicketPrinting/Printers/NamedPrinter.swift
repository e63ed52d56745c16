import Dispatch
import Synchronization

/// Where the printer is that a queue calls by its name in the network.
///
/// Looking for it takes seconds, sometimes without end: it is done beside everything else, and who
/// wants to know waits only as long as there is time.
final class NamedPrinter: Sendable {
    private struct State {
        var name: ServiceName?
        var address: IPPAddress?
        /// Whether it should be looked for although there is an address.
        var isDoubted = false
        var isUnderWay = false
    }

    private let state = Mutex(State())
    private let lookups = DispatchQueue(label: "ticket-queue.names")

    /// Where the printer of that name was found; blocks until then the first time.
    func address(of name: ServiceName, until end: ContinuousClock.Instant) -> IPPAddress? {
        let begins = state.withLock { state in
            if state.name != name { (state.name, state.address) = (name, nil) }
            guard !state.isUnderWay, state.address == nil || state.isDoubted else { return false }
            state.isUnderWay = true
            return true
        }
        if begins {
            lookups.async { [self] in found(name.address(), under: name) }
        }
        var pause = Pause()
        while true {
            let (address, isUnderWay) = state.withLock { ($0.address, $0.isUnderWay) }
            guard address == nil, isUnderWay, ContinuousClock.now < end else { return address }
            pause.wait()
        }
    }

    /// Nobody answers at the address: the printer may have got another one.
    func doubt() {
        state.withLock { $0.isDoubted = true }
    }

    private func found(_ address: IPPAddress?, under name: ServiceName) {
        state.withLock { state in
            state.isUnderWay = false
            // One that is switched off keeps its address.
            guard state.name == name, let address else { return }
            (state.address, state.isDoubted) = (address, false)
        }
    }
}
