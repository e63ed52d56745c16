import Foundation
import Testing

extension EndToEnd {
    @Suite struct `With a provider` {
        @Test func `staff log in with their work account, in a real browser`() async throws {
            try await World.run { world in
                let port = try freePort()
                let secret = world.folder + "/log-in.secret"
                try "a secret & more\n".write(
                    toFile: secret,
                    atomically: true,
                    encoding: .utf8
                )
                let office = try String(
                    contentsOfFile: Program.root + "/kiosk-config/office.yaml",
                    encoding: .utf8
                )
                let section = """

                    logIn:
                      issuer: http://localhost:\(port)/realm
                      client: wartemarke
                      secretFile: \(secret)
                      address: \(world.url)
                      roles: { lead: [leads], clerk: [clerks] }

                    """
                let file = world.folder + "/office.yaml"
                try (office + section).write(toFile: file, atomically: true, encoding: .utf8)
                try await world.startHub(options: ["--office", file])
                // Until the provider is there the page says so.
                let page = try await world.run(
                    "curl",
                    "-s",
                    "-w",
                    "%{http_code}",
                    "-H",
                    "Accept-Language: de",
                    world.url + "/desk/log-in/provider"
                )
                #expect(page.output.contains("Die Anmeldestelle antwortet nicht."))
                #expect(page.output.hasSuffix("503"))

                let provider = try world.start([
                    World.python, "Tests/WebLab/provider.py", String(port), "a secret & more",
                ])
                try await eventually("the provider listens", seen: { provider.errors }) {
                    provider.output.contains("listening")
                }
                let browser = try await world.start([
                    World.python, "Tests/WebLab/sign_on.py", world.url,
                    Program.root + "/.build/axe-core/axe_core_python",
                ]).outcome(within: .seconds(120))
                await provider.end()
                #expect(browser.status == 0, "\(browser.output)\(browser.errors)")
                #expect(browser.output.hasSuffix("Done.\n"))
            }
        }
    }
}
