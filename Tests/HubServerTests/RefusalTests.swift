import Hub
import HubStore
import Hummingbird
import HummingbirdTesting
import Lobby
import Logging
import Synchronization
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `What the hub refuses` {
    @Test func `is counted by its code`() async throws {
        let asking = try await Asking()
        for _ in 1...3 { _ = try await asking.ask(.get, "/api/v1/waiting") }
        _ = try await asking.ask(.get, "/api/v1/waiting", as: .board)
        let metrics = try await asking.ask(.get, "/metrics").text
        #expect(metrics.contains("wartemarke_refusals_total{code=\"not_known\"} 3\n"))
        #expect(metrics.contains("wartemarke_refusals_total{code=\"not_allowed\"} 1\n"))
        #expect(metrics.contains("wartemarke_alarms 1\n"))
    }

    @Test func `is logged once a minute with how many there were`() async throws {
        let asking = try await Asking()
        let log = KeptLog()
        for _ in 1...3 {
            _ = try await asking.ask(.get, "/api/v1/waiting", secret: nil, logger: log.logger)
        }
        #expect(log.lines == ["request.refused not_known unknown 1"])
        asking.world.clock.advance(.minutes(1))
        _ = try await asking.ask(.get, "/api/v1/waiting", secret: nil, logger: log.logger)
        #expect(log.lines.last == "request.refused not_known unknown 3")
    }

    @Test func `to a device that was revoked is told with its name`() async throws {
        let asking = try await Asking()
        _ = try await asking.world.hub.administer { try await $0.revoke(name: "one", role: .desk) }
        let log = KeptLog()
        for _ in 1...2 {
            _ = try await asking.ask(
                .get,
                "/api/v1/waiting",
                secret: asking.secrets[.desk],
                logger: log.logger
            )
        }
        #expect(log.lines == ["request.refused not_known one 1"])
        let health = try await asking.ask(.get, "/healthz")
        #expect(health["alarms.0.source"] as? String == "one")
        #expect(health["alarms.0.at"] as? String == "2026-11-24T08:00:00Z")
        let sentence = health["alarms.0.sentence"] as? String
        #expect(sentence?.contains("was revoked and still asks") == true)
        #expect(health["alarms.1"] == nil)
    }

    @Test func `after ten guesses within a minute is told to a person`() async throws {
        let asking = try await Asking()
        for guess in 1...10 {
            #expect(try await alarms(asking).isEmpty, "\(guess)")
            let code = "{\"code\":\"WRONG\(guess)\"}"
            #expect(try await asking.ask(.post, "/api/v1/kiosk/enrol", code).status == 403)
        }
        #expect(try await alarms(asking).count == 1)
        #expect(try await alarms(asking).first?.contains("wrong enrolment codes") == true)
    }

    @Test func `ten times in ten minutes is told to nobody`() async throws {
        let asking = try await Asking()
        for _ in 1...10 {
            _ = try await asking.ask(.get, "/api/v1/waiting")
            asking.world.clock.advance(.minutes(1))
        }
        #expect(try await alarms(asking).isEmpty)
    }

    @Test func `of a kiosk that cannot be read is told with the reason`() async throws {
        let asking = try await Asking()
        _ = try await asking.ask(.post, "/api/v1/kiosk/events", "{\"nonsense\":1}", as: .kiosk)
        #expect(try await alarms(asking).first?.hasPrefix("It sent what cannot be read") == true)
    }

    @Test func `of a clerk is no alarm and not in the log`() async throws {
        let asking = try await Asking()
        let log = KeptLog()
        let path = "/api/v1/counters/99/next"
        let secret = asking.secrets[.desk]
        let answer = try await asking.ask(.post, path, secret: secret, logger: log.logger)
        #expect(answer.status == 404)
        #expect(log.lines.isEmpty)
        #expect(try await alarms(asking).isEmpty)
    }

    @Test func `is not told again once somebody has looked`() async throws {
        let asking = try await Asking()
        _ = try await asking.ask(.get, "/api/v1/waiting", as: .board)
        let seen = AdminRequest(wish: .alarms, text: "", seen: true)
        let hub = asking.world.hub
        let list = try await hub.administer { try await seen.carryOut($0) }
        #expect(list.hasPrefix("2026-11-24T08:00:00Z\tone\tIt asked for what a board may not do."))
        #expect(
            try await hub.administer { try await seen.carryOut($0) } == "There is no alarm."
        )
        #expect(try await alarms(asking).isEmpty)
    }

    private func alarms(_ asking: Asking) async throws -> [String] {
        let health = try await asking.ask(.get, "/healthz")
        let alarms = health["alarms"] as? [[String: Any]] ?? []
        return alarms.compactMap { $0["sentence"] as? String }
    }
}

/// What the hub logged: the message with the code, the device and the count.
private final class KeptLog: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    var logger: Logger {
        Logger(label: "kept") { _ in Handler(log: self) }
    }

    private struct Handler: LogHandler {
        let log: KeptLog
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            guard event.level >= .warning else { return }
            let told = ["code", "device", "count"].compactMap { event.metadata?[$0]?.description }
            log.kept.withLock {
                $0.append(([event.message.description] + told).joined(separator: " "))
            }
        }
    }
}
