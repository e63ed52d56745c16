import AsyncHTTPClient
import Certificates
import Foundation
import HubClient
import HubServer
import HubStore
import Hummingbird
import HummingbirdTesting
import Lobby
import NIOCore
import NIOHTTP1
import NIOSSL
import Sync
import TestWorlds
import Testing

@Suite struct `The hub inside TLS` {
    let world: HubWorld
    let authority: TestAuthority

    init() throws {
        world = try HubWorld()
        authority = try TestAuthority()
    }

    /// Asks the hub for the calls, as a board does.
    func ask(_ base: String, trusting file: String?) async throws(HubProblem) {
        let trust: HubAuthority?
        let secret: String
        do {
            trust = try file.map { try HubAuthority(file: $0) }
            (_, secret) = try await world.device(.board)
        } catch {
            Issue.record(error)
            return
        }
        _ = try await HubClient(base: base, authority: trust).calls(since: nil, secret: secret)
    }

    @Test func `talks to who trusts its authority, also after a renewal`() async throws {
        for _ in 1...2 {
            let certificate = try authority.certificate()
            let world = try HubWorld()
            let (_, secret) = try await world.device(.desk)
            try await world.draw()
            try await world.serving(with: certificate) { [authority] base in
                #expect(base.hasPrefix("https://"))
                let trust = try HubAuthority(file: authority.file)
                let hub = HubClient(base: base, authority: trust)
                let visit = try await hub.next(counter: 1, key: "k", secret: secret)
                #expect(visit?.label == Label("A 001"))
            }
        }
    }

    @Test func `is refused by who trusts another authority, or none`() async throws {
        let other = try TestAuthority()
        _ = try other.certificate()
        try await world.serving(with: try authority.certificate()) { base in
            for file in [other.file, nil] {
                await #expect(throws: HubProblem.untrusted(.certificate)) {
                    try await ask(base, trusting: file)
                }
            }
        }
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func `is refused where its certificate names another host`(host: String) async throws {
        let certificate = try authority.certificate(for: ["hub.example", "127.0.0.2"])
        _ = try await world.serving(with: certificate) { base in
            await #expect(throws: HubProblem.untrusted(.name)) {
                try await ask(base.replacing("127.0.0.1", with: host), trusting: authority.file)
            }
        }
    }

    @Test func `is known by its host name`() async throws {
        let certificate = try authority.certificate(for: ["localhost"])
        try await world.serving(with: certificate) { base in
            try await ask(
                base.replacing("127.0.0.1", with: "localhost"),
                trusting: authority.file
            )
        }
    }

    @Test func `is refused when its certificate has ended`() async throws {
        let certificate = try authority.certificate(age: .seconds(1000 * 24 * 3600))
        _ = try await world.serving(with: certificate) { base in
            await #expect(throws: HubProblem.untrusted(.certificate)) {
                try await ask(base, trusting: authority.file)
            }
        }
    }

    @Test func `says nothing without TLS, and goes on`() async throws {
        try await world.serving(with: try authority.certificate()) { base in
            let plain = base.replacing("https://", with: "http://")
            await #expect(throws: HubProblem.unreachable) { try await ask(plain, trusting: nil) }
            let request = Array("GET /api/v1/status HTTP/1.1\r\nHost: hub\r\n\r\n".utf8)
            #expect(try await !exchange(base, request).contains("HTTP"))
            try await ask(base, trusting: authority.file)
        }
    }

    @Test(arguments: [TLSVersion.tlsv11, .tlsv12, .tlsv13])
    func `speaks TLS 1.2 and newer`(version: TLSVersion) async throws {
        let certificate = try authority.certificate()
        var security = TLSConfiguration.makeClientConfiguration()
        security.trustRoots = .file(authority.file)
        security.minimumTLSVersion = version
        security.maximumTLSVersion = version
        var configuration = HTTPClient.Configuration(tlsConfiguration: security)
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(configuration: configuration)
        let isAnswered = try await world.serving(with: certificate) { base in
            let request = HTTPClientRequest(url: base + "/healthz")
            let answer = try? await client.execute(request, timeout: .seconds(20))
            return answer?.status.code == 200
        }
        try await client.shutdown()
        #expect(isAnswered == (version != .tlsv11))
    }

    @Test func `says on its health page when its certificate ends`() async throws {
        let certificate = try authority.certificate()
        world.clock.set(certificate.ends - .seconds(31 * 24 * 3600))
        var health = try await health(certificate)
        #expect(health["certificateEnds"] as? String == certificate.ends.iso8601)
        #expect((health["alarms"] as? [Any])?.isEmpty == true)
        world.clock.advance(.seconds(2 * 24 * 3600))
        let day = certificate.ends.iso8601.prefix(10)
        health = try await self.health(certificate)
        let remedy = "Renew it: wartemarke admin ca; then restart the hub."
        #expect(
            health["alarms.0.sentence"] as? String
                == "The hub's certificate ends on \(day). \(remedy)"
        )
        world.clock.advance(.seconds(30 * 24 * 3600))
        health = try await self.health(certificate)
        #expect(
            health["alarms.0.sentence"] as? String
                == "The hub's certificate ended on \(day). \(remedy)"
        )
    }

    private func health(_ certificate: HubCertificate) async throws -> Answer {
        let application = Application(
            responder: world.application(certificate: certificate).responder(),
            logger: quiet
        )
        return try await application.test(.router) { client in
            try await client.execute(uri: "/healthz", method: .get) { response in
                Answer(status: response.status.code, text: String(buffer: response.body))
            }
        }
    }
}

@Suite struct `A hub's certificate` {
    let authority: TestAuthority
    let now = TestAuthority.now

    init() throws {
        authority = try TestAuthority()
        _ = try authority.certificate()
    }

    private func read(
        _ file: String? = nil,
        key: String? = nil,
        at instant: Instant? = nil
    ) throws(HubCertificateProblem) {
        _ = try HubCertificate(
            file: file ?? authority.folder.certificate,
            key: key ?? authority.folder.key,
            at: instant ?? now
        )
    }

    @Test func `is read with its key`() throws {
        try read()
    }

    @Test func `must be there`() {
        #expect(throws: HubCertificateProblem.missing(file: "/none.pem")) {
            try read("/none.pem")
        }
        #expect(throws: HubCertificateProblem.missing(file: "/none.key")) {
            try read(key: "/none.key")
        }
    }

    @Test func `is a certificate and a key`() {
        let folder = authority.folder
        #expect(throws: HubCertificateProblem.notACertificate(file: folder.key)) {
            try read(folder.key)
        }
        #expect(throws: HubCertificateProblem.notAKey(file: folder.certificate)) {
            try read(key: folder.certificate)
        }
    }

    @Test func `belongs to its key`() {
        let folder = authority.folder
        let problem = HubCertificateProblem.mismatch(
            certificate: folder.certificate,
            key: folder.authorityKey
        )
        #expect(throws: problem) { try read(key: folder.authorityKey) }
        #expect(problem.description.contains(folder.certificate))
    }

    @Test func `is good today`() throws {
        let certificate = authority.folder.certificate
        let ends = try authority.certificate().ends
        #expect(
            throws: HubCertificateProblem.ended(
                certificate: certificate,
                on: String(ends.iso8601.prefix(10))
            )
        ) { try read(at: ends) }
        let tooEarly = now - .seconds(2 * 24 * 3600)
        #expect {
            try read(at: tooEarly)
        } throws: { error in
            "\(error)".contains("is good only from")
        }
    }

    @Test func `of an authority is no nonsense`() {
        let file = authority.folder.key
        #expect(throws: HubAuthorityProblem.self) { try HubAuthority(file: file) }
        #expect(throws: HubAuthorityProblem.self) { try HubAuthority(file: "/none.pem") }
    }
}
