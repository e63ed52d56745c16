import HubStore
import Lobby
import Sync

/// What is asked when everything is whole again and has had its time.
struct Judgement {
    let world: World
    let hub: SimulatedHub
    let kiosks: [SimulatedKiosk]

    private var witness: Witness { world.witness }

    func judge() throws {
        try hub.store.writeNow { store in
            for kiosk in kiosks { try judgeLog(of: kiosk, store) }
            try judgeVisits(store)
            try judgeNumbers(store)
        }
        judgeCalls()
    }

    private func judgeLog(of kiosk: SimulatedKiosk, _ store: HubReading) throws {
        let (name, memory) = (kiosk.device.name, kiosk.core.memory)
        guard kiosk.core.link == .greeted else {
            return witness.violate(.drains, "\(name) is not connected: \(kiosk.core.link)")
        }
        if memory.acknowledged != memory.head.seq {
            witness.violate(.drains, "\(name) has \(memory.head.seq - memory.acknowledged) unsent")
        }
        if memory.cursor != (try store.latestEvent()) {
            witness.violate(.drains, "\(name) knows changes up to \(memory.cursor) only")
        }
        let incarnation = Incarnation(device: kiosk.device.id, number: memory.incarnation)
        if try store.logHead(of: incarnation) != memory.head {
            witness.violate(.headsAgree, "\(name) and the hub have different heads")
        }
    }

    /// Everything drawn is at the hub once, with its label, and nothing else is.
    private func judgeVisits(_ store: HubReading) throws {
        var found: [VisitID: [Label]] = [:]
        for day in -2...2 {
            for known in try store.visits(on: witness.day + day) {
                found[known.visit.id, default: []].append(known.visit.label)
            }
        }
        for (id, seen) in witness.visits {
            switch found.removeValue(forKey: id) {
            case nil:
                witness.violate(.nothingLost, "\(seen.label) of \(seen.kiosk ?? "?") is not there")
            case [seen.label]: break
            case .some(let labels) where labels.count > 1:
                witness.violate(.nothingLost, "\(seen.label) is at the hub more than once")
            case .some(let labels):
                witness.violate(.labelEqualEverywhere, "\(seen.label) is \(labels) at the hub")
            }
        }
        if let (_, labels) = found.first {
            witness.violate(.nothingInvented, "\(labels) is at the hub and was never drawn")
        }
    }

    private func judgeNumbers(_ store: HubReading) throws {
        for (visit, place) in witness.grants {
            let isUsed = witness.visits[visit]?.label == place.label
            let state = try store.labelState(place.label, on: place.day)
            if state != (isUsed ? .used : .void) {
                let end = state?.rawValue ?? "unknown"
                let truth = isUsed ? "somebody has it" : "nobody has it"
                witness.violate(.reservedEnds, "\(place.label) ended \(end), but \(truth)")
            }
        }
    }

    private func judgeCalls() {
        for seen in witness.visits.values where seen.calls == 0 {
            let isExcused =
                seen.isHandedBack || seen.isPaperless || seen.day < witness.day
                || seen.clockDay < witness.day
            if !isExcused {
                witness.violate(.everyoneIsCalled, "\(seen.label) was never called")
            }
        }
    }
}
