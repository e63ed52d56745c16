import Hub
import HubStore
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
            return try cases.call(
                voice,
                counter: counter,
                stub: stub,
                mayChoose: true,
                in: store,
                at: now
            )
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
            if self.changesMind(0.1) {
                return self.act(.putBack, on: visit) { self.undoOrGoOn(with: visit) }
            }
            let isHere = self.world.chance.happens(0.8)
            let wantsAgain = self.world.strikes(0.3)
            let action: CounterAction = wantsAgain ? .again : isHere ? .appear : .missed
            self.act(action, on: visit) {
                switch action {
                case .again: self.serve(visit)
                case .appear: self.finish(visit)
                case .missed: self.undoOrGoOn(with: visit)
                default: self.callNext()
                }
            }
        }
    }

    private func finish(_ visit: VisitID) {
        world.after(pause(2_000, 60_000)) {
            if self.changesMind(0.15) { self.merge(into: visit) }
            guard self.changesMind(0.2) else {
                return self.act(.finish, on: visit) { self.undoOrGoOn(with: visit) }
            }
            self.act(.park, on: visit) { self.undoOrGoOn(with: visit) }
        }
    }

    // MARK: Second thoughts

    private func changesMind(_ probability: Double) -> Bool {
        world.weather.clerksChange && world.strikes(probability)
    }

    /// Takes back what was just done, now and then, or calls the next.
    private func undoOrGoOn(with visit: VisitID) {
        guard changesMind(0.15) else { return callNext() }
        let result = hub.perform { cases, store, now in
            try cases.undo(counter: counter, in: store, at: now)
        } afterCommit: { before in
            world.note("counter \(counter) takes back: \(before.label) is \(before.state)")
            world.witness.tookBack(before)
        }
        switch result {
        case .success(let before) where before.state == .called: serve(visit)
        case .success(let before) where before.state == .serving: finish(visit)
        default: callNext()
        }
    }

    /// Who was parked comes back, as soon as the hub hears of it.
    private func resume(_ visit: VisitID) {
        let result = hub.perform { cases, store, now in
            try cases.act(CounterWish(.resume, on: visit), counter: counter, in: store, at: now)
        }
        if result == nil { world.after(2_000) { self.resume(visit) } }
    }

    /// Whoever is on the list of the parked comes back: a restored hub knows those that were back.
    func bringEverybodyBack() {
        _ = hub.perform { cases, store, now in
            let visits = try store.activeVisits(on: world.office.time.day(at: now))
            for visit in visits where visit.state == .parked {
                let wish = CounterWish(.resume, on: visit.id)
                try cases.act(wish, counter: counter, in: store, at: now)
            }
        }
    }

    /// Somebody who waits belongs to the family at the counter.
    private func merge(into visit: VisitID) {
        _ = hub.perform { cases, store, now -> Visit? in
            guard let other = try store.waitingVisits().first(where: { $0.id != visit }) else {
                return nil
            }
            var wish = CounterWish(.merge, on: visit)
            wish.other = other.id
            try cases.act(wish, counter: counter, in: store, at: now)
            return other
        } afterCommit: { other in
            guard let other else { return }
            world.note("counter \(counter) merges \(other.label)")
            world.witness.merged(other, into: visit)
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
            switch visit.state {
            case .finished, .missed: world.witness.released(visit)
            case .waiting: world.witness.released(visit, comesBack: true)
            case .parked:
                world.witness.released(visit, comesBack: true)
                // Whether or not the clerk heard that it is parked, the list says so.
                world.after(pause(5_000, 60_000)) { self.resume(visit.id) }
            default: break
            }
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
