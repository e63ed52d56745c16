import Hub
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
            try judgeForks(store)
            try judgeBookings(store)
        }
        judgeCalls()
        if witness.violation == nil, isReplayed { try Replay(world: world, hub: hub).judge() }
    }

    /// To play the inbox again takes as long as a tenth of the run, so not every run does.
    private var isReplayed: Bool { world.traceHash.isMultiple(of: 8) }

    private func judgeForks(_ store: HubReading) throws {
        guard !witness.forks.isEmpty, !world.wasRestored else { return }
        let alarms = try store.alarms(most: 1_000)
        for kiosk in witness.forks.sorted() {
            let isReported = alarms.contains {
                $0.source == kiosk && $0.sentence == HubRefusal.fork.message
            }
            if !isReported { witness.violate(.headsAgree, "nobody was told of \(kiosk)'s fork") }
        }
    }

    /// Everybody who was told a time has it still.
    private func judgeBookings(_ store: HubReading) throws {
        for (id, slot) in witness.told.current.sorted(by: { $0.key < $1.key }) {
            let known = try store.booking(id)
            guard known?.start != slot.start || !(known?.state.isKept ?? false) else { continue }
            let truth = known.map { "\($0.state) at \($0.start)" } ?? "unknown"
            witness.violate(.bookingKept, "told to come at \(slot.start), but it is \(truth)")
        }
    }

    private func judgeLog(of kiosk: SimulatedKiosk, _ store: HubReading) throws {
        let (name, memory) = (kiosk.name, kiosk.core.memory)
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
        for (id, seen) in witness.visits.sorted(by: { $0.key < $1.key }) {
            switch found.removeValue(forKey: id) {
            case nil: try judgeMissing(id, seen, store, found: &found)
            case [seen.label]: break
            case .some(let labels) where labels.count > 1:
                witness.violate(.nothingLost, "\(seen.label) is at the hub more than once")
            case .some(let labels):
                witness.violate(.labelEqualEverywhere, "\(seen.label) is \(labels) at the hub")
            }
        }
        // A number called by voice stays a number only when its kiosk lost its disk, or when a
        // wrong clock puts its visit on another day.
        found = try found.filter { try !store.isStub($0.key) }
        if let (_, labels) = found.first {
            witness.violate(.nothingInvented, "\(labels) is at the hub and was never drawn")
        }
    }

    /// A visit may be there under another id: that of the first check-in, or of an early call.
    private func judgeMissing(
        _ id: VisitID,
        _ seen: Witness.Seen,
        _ store: HubReading,
        found: inout [VisitID: [Label]]
    ) throws {
        guard let main = try store.mainVisit(id) else {
            if !seen.isForgotten {
                witness.violate(.nothingLost, "\(seen.label) of \(seen.kiosk ?? "?") is not there")
            }
            return
        }
        if found[main.id] == [seen.label] {
            found[main.id] = nil
        } else if try !store.secondLabels(of: main.id).contains(seen.label),
            main.label != seen.label
        {
            witness.violate(.labelEqualEverywhere, "\(seen.label) is \(main.label) at the hub")
        }
    }

    private func judgeNumbers(_ store: HubReading) throws {
        for (visit, place) in witness.grants.sorted(by: { $0.key < $1.key }) {
            let seen = witness.visits[visit]
            let isUsed = seen?.label == place.label
            switch try store.labelState(place.label, on: place.day) {
            case .used where isUsed, .alias where isUsed, .void where !isUsed: break
            case .void where seen?.isForgotten ?? false: break
            // The file that knew of the question is gone; the next day makes the number void.
            case .reserved where world.hadDiskTrouble && (seen?.isForgotten ?? true): break
            case let state:
                let end = state?.rawValue ?? "unknown"
                let truth = isUsed ? "somebody has it" : "nobody has it"
                witness.violate(.reservedEnds, "\(place.label) ended \(end), but \(truth)")
            }
        }
    }

    private func judgeCalls() {
        for (_, seen) in witness.visits.sorted(by: { $0.key < $1.key })
        where seen.calls == 0 || seen.mustBeCalledAgain {
            let isExcused =
                seen.isMerged || seen.handedBack != nil || seen.isPaperless || seen.isForgotten
                || seen.day < witness.day || seen.clockDays.lowerBound < witness.day
                || isSettled(seen.booking)
            if !isExcused {
                witness.violate(.everyoneIsCalled, "\(seen.label) was never called")
            }
        }
    }

    /// Of an appointment only one number is called, and none of a cancelled one.
    private func isSettled(_ booking: VisitID?) -> Bool {
        guard let booking else { return false }
        return witness.cancelledAt[booking] != nil || !witness.isKnown(booking)
            || witness.visits.values.contains { seen in
                seen.booking == booking
                    && (seen.calls > 0 || seen.handedBack != nil || seen.isMerged)
            }
    }
}

extension Appointment.State {
    /// Whether its holder may come, or has come.
    fileprivate var isKept: Bool { self == .booked || self == .checkedIn }
}
