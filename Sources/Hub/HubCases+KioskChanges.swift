package import HubStore
package import Lobby
package import Sync

extension HubCases {
    /// What happened since a kiosk's cursor; everything of today when the cursor is of another epoch.
    package func changes(
        since cursor: Int,
        epoch known: Int,
        in store: HubReading,
        at now: Instant
    ) throws -> ChangesAnswer {
        let epoch = try store.epoch()
        let day = try store.fact("day").flatMap { Day($0) } ?? office.time.day(at: now)
        let last = day + ChangesAnswer.appointmentDays
        let latest = try store.latestEvent()
        let isResync = known != epoch || cursor <= 0 || cursor > latest
        let (end, visits, appointments) =
            if isResync {
                (
                    latest, try store.visits(on: day), try store.appointments(from: day, to: last)
                )
            } else {
                try changed(since: cursor, from: day, to: last, in: store)
            }
        return ChangesAnswer(
            epoch: epoch,
            cursor: end,
            resync: isResync,
            day: day,
            now: now,
            changes: try visits.map { known in
                VisitChange(
                    known.visit,
                    key: known.key,
                    attached: try store.attached(to: known.visit.id)
                )
            },
            appointments: appointments,
            freed: try freedToday(for: .kiosk, in: store, at: now),
            plan: office.plan,
            isFull: try isFull(in: store, at: now),
            waits: forecast?.newcomers,
            tooLate: forecast?.tooLate
        )
    }

    private func changed(
        since cursor: Int,
        from day: Day,
        to last: Day,
        in store: HubReading
    ) throws -> (Int, [KnownVisit], [AppointmentChange]) {
        let (end, visits) = try store.changes(since: cursor, most: ChangesAnswer.mostChanges)
        let appointments = try store.changedAppointments(
            since: cursor,
            until: end,
            from: day,
            to: last
        )
        return (end, visits.filter { $0.day == day }, appointments)
    }
}
