import Hub
import HubStore
import Lobby
import Sync

/// `GET /healthz`.
func health(_ call: Call) async throws -> Reply {
    let certificate = call.certificate
    let time = call.hub.machineTime()
    let warning = certificate?.warning(at: time)
        .map { Alarm(at: time, source: "certificate", sentence: $0) }
    return try await call.hub.read { [hub = call.hub] _, store, _ in
        let answer = HealthAnswer(
            status: "ok",
            epoch: try store.epoch(),
            protocolNumber: protocolNumber,
            kiosks: try store.kiosks().map { kiosk in
                HealthAnswer.Kiosk(
                    name: kiosk.name,
                    heard: hub.lastHeard(kiosk).iso8601,
                    printer: kiosk.printer
                )
            },
            alarms: ((warning.map { [$0] } ?? []) + (try store.alarms(most: 20))).map(
                HealthAnswer.AlarmAnswer.init
            ),
            parkedEvents: try store.parkedEvents(),
            certificateEnds: certificate?.ends.iso8601,
            backup: (hub.backups?.state).map(HealthAnswer.Backup.init)
        )
        return Reply(try write(answer))
    }
}

struct HealthAnswer: Encodable {
    struct Kiosk: Encodable {
        var name: String
        var heard: String
        var printer: String
    }

    struct AlarmAnswer: Encodable {
        var at: String
        var source: String
        var sentence: String

        init(_ alarm: Alarm) {
            at = alarm.at.iso8601
            source = alarm.source
            sentence = alarm.sentence
        }
    }

    struct Backup: Encodable {
        var latest: String?
        var problem: String?
        var drill: DrillAnswer?

        init(_ state: Backups.State) {
            latest = state.newest?.at.iso8601
            problem = state.problem
            drill = state.drill.map(DrillAnswer.init)
        }
    }

    struct DrillAnswer: Encodable {
        var at: String
        var backup: String
        var good: Bool
        var milliseconds: Int64
        var finding: String?

        init(_ drill: Drill) {
            at = drill.at.iso8601
            backup = drill.backup
            good = drill.finding == nil
            milliseconds = drill.took.wholeMilliseconds
            finding = drill.finding
        }
    }

    var status: String
    var epoch: Int
    var protocolNumber: Int
    var kiosks: [Kiosk]
    var alarms: [AlarmAnswer]
    var parkedEvents: Int
    /// Only with TLS.
    var certificateEnds: String?
    var backup: Backup?

    enum CodingKeys: String, CodingKey {
        case status, epoch, kiosks, alarms, parkedEvents, certificateEnds, backup
        case protocolNumber = "protocol"
    }
}

/// `GET /metrics`.
func metrics(_ hub: Hub) async throws -> String {
    let lines = try await hub.read { cases, store, now in
        let counts = try store.waitingCounts()
        let kiosks = try store.kiosks()
        return gauge(
            "waiting",
            "Visits that wait now.",
            cases.office.services.all.map { ("{service=\"\($0.id)\"}", counts[$0.id] ?? 0) }
        )
            + counter("events_total", "Events ever written.", [("", try store.latestEvent())])
            + gauge(
                "alarms",
                "Alarms that nobody has looked at yet.",
                [("", try store.openAlarms())]
            )
            + counter(
                "refusals_total",
                "Requests refused since the hub started.",
                hub.refusals.counts.sorted { $0.key < $1.key }.map {
                    ("{code=\"\($0.key)\"}", $0.value)
                }
            )
            + gauge(
                "parked_events",
                "Kiosk events put aside for a person to look at.",
                [("", try store.parkedEvents())]
            )
            + gauge(
                "mails_overdue",
                "Mails that should have gone out and did not yet.",
                [("", try store.overdueMails(at: now))]
            )
            + gauge(
                "kiosk_heard_seconds",
                "Seconds since a kiosk was last heard.",
                kiosks.map { kiosk in
                    let name = kiosk.name.filter { $0 != "\"" && $0 != "\\" && !$0.isNewline }
                    return ("{kiosk=\"\(name)\"}", seconds(from: hub.lastHeard(kiosk), to: now))
                }
            )
    }
    return (lines + backupMetrics(hub)).joined(separator: "\n") + "\n"
}

/// Ages by the machine's clock, as backups are made by it.
private func backupMetrics(_ hub: Hub) -> [String] {
    guard let state = hub.backups?.state else { return [] }
    let now = hub.machineTime()
    return gauge(
        "backup_age_seconds",
        "Seconds since the newest backup was made.",
        state.newest.map { [("", seconds(from: $0.at, to: now))] } ?? []
    )
        + gauge(
            "backup_problem",
            "1 when the last try to make a backup failed.",
            [("", state.problem == nil ? 0 : 1)]
        )
        + gauge(
            "restore_drill_age_seconds",
            "Seconds since a backup was last restored on trial.",
            state.drill.map { [("", seconds(from: $0.at, to: now))] } ?? []
        )
        + gauge(
            "restore_drill_good",
            "1 when the backup restored on trial was good.",
            state.drill.map { [("", $0.finding == nil ? 1 : 0)] } ?? []
        )
}

private typealias Values = [(labels: String, value: Int)]

/// A figure that goes up and down.
private func gauge(_ name: String, _ help: String, _ values: Values) -> [String] {
    figure("gauge", name, help, values)
}

/// A figure that only grows while the hub runs.
private func counter(_ name: String, _ help: String, _ values: Values) -> [String] {
    figure("counter", name, help, values)
}

/// In Prometheus' text format.
private func figure(_ type: String, _ name: String, _ help: String, _ values: Values) -> [String] {
    ["# HELP wartemarke_\(name) \(help)", "# TYPE wartemarke_\(name) \(type)"]
        + values.map { "wartemarke_\(name)\($0.labels) \($0.value)" }
}

private func seconds(from earlier: Instant, to later: Instant) -> Int {
    Int((later - earlier).components.seconds)
}
