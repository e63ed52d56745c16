import GRDB
package import Lobby
import Statements

extension HubTransaction {
    /// Adds finished visits of one past day with their labels and events, as years of work leave
    /// them: for `wartemarke bench`, which measures the hub with a large file.
    ///
    /// The visits are spread over eight hours after the opening, the services taken in turn. Counters
    /// are left out, because they are forgotten after a day. Give each day only once.
    package func insertHistory(
        count: Int,
        on day: Day,
        opening: Instant,
        services: [Service]
    ) throws {
        guard count > 0, !services.isEmpty else { return }
        // What was learned of a day is put together when the next one opens.
        try record(
            HubEvent(
                day: day,
                visit: nil,
                happening: "dayOpened",
                state: nil,
                at: opening,
                actor: "system"
            )
        )
        let before = try database.first("SELECT max(row) FROM visits") { $0[0] as Int } ?? 0
        let dayText = day.description
        var numbers: [String: Int] = [:]
        let step = Int64(8 * 3_600_000 / count)
        for index in 0..<count {
            let service = services[index % services.count]
            numbers[service.letter, default: 0] += 1
            let arrived = opening.milliseconds + Int64(index) * step
            let called = arrived + historyWait
            // Scattered like the digits drawn by chance, and as unlikely to be the same.
            let scatter =
                UInt64(bitPattern: Int64(day.ordinal) << 32 | Int64(index))
                &* 0x9E37_79B9_7F4A_7C15
            let id = VisitID(at: Instant(milliseconds: arrived), chance: (scatter, scatter))
            try database.run(
                """
                INSERT INTO visits (
                    id, office, day, series, number, service, kind, state, arrived, calls,
                    firstCalled, lastCalled, language, key, origin)
                VALUES (?, ?, ?, ?, ?, ?, 'walkIn', 'finished', ?, 1, ?, ?, 'de', ?, 'kiosk:bench')
                """,
                id.data,
                office,
                dayText,
                service.letter,
                numbers[service.letter],
                service.id,
                arrived,
                called,
                called,
                padded(Int(scatter >> 1), 20)
            )
        }
        try completeHistory(after: before)
    }

    private func completeHistory(after row: Int) throws {
        try database.run(
            """
            INSERT INTO labels (office, day, series, number, visit, state)
            SELECT office, day, series, number, id, 'used' FROM visits WHERE row > ?
            """,
            row
        )
        try database.run(
            """
            WITH steps (happening, state, later, actor) AS (VALUES
                ('draw', 'waiting', 0, 'kiosk:bench'),
                ('call', 'called', ?1, 'counter'),
                ('appear', 'serving', ?1 + 30000, 'counter'),
                ('finish', 'finished', ?1 + 600000, 'counter'))
            INSERT INTO events (office, day, visit, happening, state, at, actor)
            SELECT office, day, id, steps.happening, steps.state, arrived + later, actor
            FROM visits CROSS JOIN steps WHERE visits.row > ?2 ORDER BY arrived + later
            """,
            historyWait,
            row
        )
    }
}

/// How long everybody waited, in milliseconds.
private let historyWait: Int64 = 15 * 60_000
