import Hub
import HubClient
import HubStore
import KioskRuntime
import Lobby
import Screens
import TestWorlds
import Testing

@Suite struct `A kiosk and the hub it trusts` {
    let authority: TestAuthority

    init() throws {
        authority = try TestAuthority()
    }

    @Test func `go separate ways while the hub cannot prove itself, and staff see why`()
        async throws
    {
        let world = try HubWorld()
        let good = try authority.certificate()
        let trust = try HubAuthority(file: authority.file)
        let port = freshPort()
        let kiosk = try await world.serving(on: port, with: good) { base in
            let kiosk = try await Front.connected(base, world, trusting: trust)
            #expect(try await kiosk.draw().label == Label("A 001"))
            return kiosk
        }
        try world.store.close()
        let foreign = try TestAuthority().certificate()
        let second = try HubWorld(at: world.clock.now, in: world.folder)
        try await second.serving(on: port, with: foreign) { _ in
            try await kiosk.lobby { $0.hubNotice?.key == .noticeUntrusted && !$0.isConnected }
            #expect(try await kiosk.draw().label == Label("AK 001"))
        }
        try second.store.close()
        let third = try HubWorld(at: world.clock.now, in: world.folder)
        try await third.serving(on: port, with: try authority.certificate()) { _ in
            try await kiosk.lobby { $0.hubNotice == nil && $0.isConnected }
        }
        await kiosk.engine.stop()
    }

    @Test func `do not meet at enrolment when the hub is another one`() async throws {
        let world = try HubWorld()
        _ = try authority.certificate()
        let trust = try HubAuthority(file: authority.file)
        let scratch = try TemporaryFolder()
        let file = IdentityFile(database: scratch.file("kiosk.sqlite"))
        let code = try await world.hub.administer { try await $0.makeEnrolment(name: "lobby") }
        _ = try await world.serving(with: try TestAuthority().certificate()) { base in
            await #expect(throws: EnrolmentProblem.hubUntrusted) {
                try await enrolledIdentity(
                    in: file,
                    code: code,
                    hub: HubClient(base: base, authority: trust)
                )
            }
        }
        // The code was not said to the other one, so it is still good.
        try await world.serving(with: try authority.certificate()) { base in
            let hub = HubClient(base: base, authority: trust)
            _ = try await enrolledIdentity(in: file, code: code, hub: hub)
        }
        #expect(file.load() != nil)
    }
}
