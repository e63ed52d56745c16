import Foundation
import Testing

extension EndToEnd {
    /// A visitor with a paper and a phone, and programs that read along.
    @Suite struct `What a hub shows to everybody` {
        @Test func `a ticket's page is what its paper opens, and follows its visit`() async throws {
            try await World.run { world in
                _ = try await world.token("desk")
                let code = try await world.enrolmentCode()
                try await world.startPages(mail: "/bin/false")
                let links = try await printedLinks(3, in: world, code: code)
                for link in links {
                    #expect(link.hasPrefix(world.pages.uppercased() + "/T/") && link.count <= 47)
                }
                let browser = try await world.start(
                    [World.python, "Tests/WebLab/ticket.py", world.url, world.folder, axe] + links
                ).outcome(within: .seconds(180))
                #expect(browser.status == 0, "\(browser.output)\(browser.errors)")
                #expect(browser.output.hasSuffix("Done.\n"))
            }
        }

        @Test func `the feeds are what programs read, on both listeners`() async throws {
            try await World.run { world in
                try await world.startPages(mail: "/bin/false")
                for listener in [world.pages, world.url] {
                    let read = try await world.run(
                        World.python,
                        "Tests/WebLab/feeds.py",
                        listener
                    )
                    #expect(read.status == 0, "\(read.output)\(read.errors)")
                    #expect(read.output.hasPrefix("status: 0 waiting, open\n"))
                    #expect(
                        read.output.contains(
                            "parts of days: Bürgerbüro Musterstadt geschlossen (Heiligabend)"
                        )
                    )
                    #expect(read.output.hasSuffix("Done.\n"))
                }
            }
        }

        /// What the codes on papers say that a kiosk prints one after the other.
        private func printedLinks(
            _ count: Int,
            in world: World,
            code: String
        ) async throws -> [String] {
            // Beside the office's file, so that both name the same address.
            let settings = world.folder + "/kiosk.yaml"
            try FileManager.default.copyItem(
                atPath: Program.root + "/kiosk-config/kiosk.yaml",
                toPath: settings
            )
            let terminal = try await world.terminal([
                "kiosk", "--config", settings, "--hub", world.url, "--database", world.kioskFile,
                "--enrol", code, "--printer", "folder:\(world.tickets)",
            ])
            let kiosk = Kiosk(terminal: terminal)
            try await terminal.shows("Im Moment wartet niemand.")
            for number in 1...count {
                try await kiosk.drawNumber()
                try await eventually("paper \(number) is there", seen: { "\(try world.papers())" })
                {
                    try world.papers().count == number
                }
                try await kiosk.goBack()
            }
            var links: [String] = []
            for (index, paper) in try world.papers().enumerated() {
                let picture = "\(world.folder)/paper-\(index)"
                let drawn = try await world.run(
                    "pdftoppm",
                    "-r",
                    "203",
                    "-png",
                    "-singlefile",
                    paper,
                    picture
                )
                try #require(drawn.status == 0, "\(drawn.errors)")
                links.append(try await world.code(inPicture: picture + ".png"))
            }
            return links
        }
    }
}

/// Where `kiosk-config/test.sh` puts axe-core.
private let axe = Program.root + "/.build/axe-core/axe_core_python"
