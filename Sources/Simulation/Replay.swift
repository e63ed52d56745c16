import Hub
import HubStore
import Lobby
import Sync

/// Plays all that the kiosks sent to an empty hub, as if everything had been lost and restored.
struct Replay {
    let world: World
    let hub: SimulatedHub

    func judge() throws {
        let disk = try SimulatedDisk.withHub()
        let fresh = try HubDatabase(
            path: disk.path(hubFile),
            office: world.office.id,
            isAlone: true
        )
        defer {
            try? fresh.close()
            // The disk must outlive the database on it.
            disk.end(withoutPower: nil)
        }
        let cases = HubCases(office: world.office, rules: world.bug?.rules ?? HubRules())
        let (inbox, letters, appointments, epoch) = try hub.store.writeNow { store in
            (
                try store.inbox(), try store.secondLetters(),
                try store.appointments(from: witness.day + -9, to: witness.day + 9),
                try store.epoch()
            )
        }
        try fresh.writeNow { store in
            for device in Set(inbox.map(\.incarnation.device)) {
                let device = Device(id: device, role: .kiosk, name: "kiosk \(device)")
                try store.addDevice(device, secretHash: device.id, at: world.now)
            }
            for (incarnation, letter) in letters {
                _ = try store.letter(of: incarnation, used: letter)
            }
            let day = witness.day + -9
            _ = try store.beginEpoch(after: epoch, letters: [], today: day, at: world.now)
            for var appointment in appointments {
                if appointment.state == .checkedIn { appointment.state = .booked }
                try cases.add(appointment, in: store)
            }
            for received in inbox {
                let device = Device(id: received.incarnation.device, role: .kiosk, name: "kiosk")
                let request = EventsRequest(
                    incarnation: received.incarnation.number,
                    epoch: epoch,
                    events: [received.event]
                )
                _ = try cases.receive(request, from: device, in: store, at: received.at)
            }
            let drops = inbox.filter { $0.event.kind == KioskEvent.Kind.drop.rawValue }
            let dropped = Set(drops.map(\.event.visit))
            for received in inbox where !dropped.contains(received.event.visit) {
                try compare(received.event.visit, store, dropped)
            }
        }
    }

    private var witness: Witness { world.witness }

    private func compare(
        _ visit: VisitID,
        _ fresh: HubReading,
        _ dropped: Set<VisitID>
    ) throws {
        let now = try hub.store.writeNow { try $0.mainVisit(visit) }
        let again = try fresh.mainVisit(visit)
        guard now?.label != again?.label, !dependsOnCalls(visit, now, dropped) else { return }
        let words =
            "\(now?.label.description ?? "nothing"), \(again?.label.description ?? "nothing")"
        witness.violate(.replayIsEqual, "a number is \(words) when played again")
    }

    /// Whether another number is right because calls are not played again.
    ///
    /// What clerks did is in no kiosk's log: families are not one again, a number that was given back
    /// counts once it was called, and who checks in a second time gets a turn of its own where the
    /// first was called already.
    private func dependsOnCalls(
        _ visit: VisitID,
        _ main: Visit?,
        _ dropped: Set<VisitID>
    ) -> Bool {
        if let main, dropped.contains(main.id) || witness.families.contains(main.id) { return true }
        guard let booking = witness.visits[visit]?.booking else { return false }
        let checkIns = witness.visits.values.filter { $0.booking == booking }
        return checkIns.count > 1 && checkIns.contains { $0.calls > 0 }
    }
}
