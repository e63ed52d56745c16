import Hub
import Lobby

/// A clerk at a counter who calls, serves and finishes, over a link that may lose answers.
final class Clerk {
    private let counter: Int
    private let world: World
    private let hub: SimulatedHub
    /// While it is true nobody is called.
    var rests = false
    /// The hub's latest event when nobody waited here.
    private var quietSince: Int?

    init(counter: Int, world: World, hub: SimulatedHub) {
        self.counter = counter
        self.world = world
        self.hub = hub
        world.after(world.chance.between(5_000, 60_000)) { self.callNext() }
    }

    private func callNext() {
        // Where nobody waited and nothing happened since, nobody waits now.
        guard !rests, hub.latestEvent != quietSince else {
            return world.after(world.chance.between(1_000, 4_000)) { self.callNext() }
        }
        let voice = world.strikes(world.weather.voiceCalls) ? world.witness.anyLabel() : nil
        let stub = VisitID(at: world.now, chance: (world.chance.next(), world.chance.next()))
        let result = hub.perform { cases, store, now -> Visit? in
            guard let voice else { return try cases.next(counter: counter, in: store, at: now) }
            return try cases.call(voice, counter: counter, stub: stub, in: store, at: now)
        } afterCommit: { visit in
            // The board shows it, whether or not the clerk hears of it.
            if let visit { world.witness.called(visit, to: counter) }
        }
        switch result {
        case .success(.some(let visit)) where !world.strikes(world.weather.lostAnswer):
            world.note("counter \(counter) calls \(visit.label)")
            serve(visit.id)
        case .failure(.counterBusy(let held)):
            serve(held.id)
        default:
            if case .success(nil) = result { quietSince = hub.latestEvent }
            world.after(world.chance.between(2_000, 20_000)) { self.callNext() }
        }
    }

    private func serve(_ visit: VisitID) {
        world.after(pause(1_000, 25_000)) {
            let isHere = self.world.chance.happens(0.8)
            let wantsAgain = self.world.strikes(0.3)
            let action: CounterAction = wantsAgain ? .again : isHere ? .appear : .missed
            self.act(action, on: visit) {
                switch action {
                case .again: self.serve(visit)
                case .appear: self.finish(visit)
                default: self.callNext()
                }
            }
        }
    }

    private func finish(_ visit: VisitID) {
        world.after(pause(2_000, 60_000)) {
            self.act(.finish, on: visit) { self.callNext() }
        }
    }

    /// Does it until the hub has said yes; a refusal means that the visit is over for this counter.
    private func act(
        _ action: CounterAction,
        on visit: VisitID,
        then next: @escaping () -> Void
    ) {
        let result = hub.perform { cases, store, now in
            try cases.act(CounterWish(action, on: visit), counter: counter, in: store, at: now)
        } afterCommit: { visit in
            let isOver = visit.state == .finished || visit.state == .missed
            if isOver { world.witness.released(visit) }
        }
        switch result {
        case .success where !world.strikes(world.weather.lostAnswer): next()
        case .failure: callNext()
        default: world.after(1_000) { self.act(action, on: visit, then: next) }
        }
    }

    /// After the healing everybody is quick.
    private func pause(_ low: Int64, _ high: Int64) -> Int64 {
        world.isHealed ? 500 : world.chance.between(low, high)
    }
}
