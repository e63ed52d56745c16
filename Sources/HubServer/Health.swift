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
        let printers = try store.printers()
        let answer = HealthAnswer(
            status: "ok",
            epoch: try store.epoch(),
            protocolNumber: protocolNumber,
            kiosks: try store.kiosks().map { kiosk in
                let printer = printers.first { $0.kiosk == kiosk.name }
                return
                    HealthAnswer.Kiosk(
                        name: kiosk.name,
                        heard: hub.lastHeard(kiosk).iso8601,
                        printer: kiosk.printer,
                        printerState: printer.map(PrinterAnswer.init)
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
        /// As the kiosk said in its last hello.
        var printer: String
        var printerState: PrinterAnswer?
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
                    (
                        "{kiosk=\"\(labelValue(kiosk.name))\"}",
                        seconds(from: hub.lastHeard(kiosk), to: now)
                    )
                }
            )
            + printerMetrics(try store.printers(), try store.paperCounts())
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

/// How the kiosks' printers are, and what became of all papers.
private func printerMetrics(_ printers: [KioskPrinter], _ papers: [PaperCount]) -> [String] {
    gauge(
        "kiosk_printer_ready",
        "1 when a ticket sent to the kiosk's printer now should come out.",
        printers.map { printer in
            ("{kiosk=\"\(labelValue(printer.kiosk))\"}", printer.report.isReady ? 1 : 0)
        }
    )
        + gauge(
            "kiosk_printer_reason",
            "1 for each reason that the kiosk's printer names for its state.",
            printers.flatMap { printer in
                printer.report.reasons.map { reason in
                    let kiosk = labelValue(printer.kiosk)
                    return ("{kiosk=\"\(kiosk)\",reason=\"\(labelValue(reason))\"}", 1)
                }
            }
        )
        + gauge(
            "kiosk_tickets_left",
            "About how many tickets the paper in the kiosk's printer still gives.",
            printers.compactMap { printer in
                printer.report.ticketsLeft.map { count in
                    ("{kiosk=\"\(labelValue(printer.kiosk))\"}", count)
                }
            }
        )
        + counter(
            "papers_total",
            "Papers by what became of them; kiosk is empty for the counters' printer.",
            papers.map { paper in
                let kiosk = labelValue(paper.kiosk ?? "")
                let labels = "{kiosk=\"\(kiosk)\",outcome=\"\(paper.result.rawValue)\"}"
                return (labels, paper.count)
            }
        )
}

/// A text between the quotes of a label.
private func labelValue(_ text: String) -> String {
    text.filter { $0 != "\"" && $0 != "\\" && !$0.isNewline }
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
