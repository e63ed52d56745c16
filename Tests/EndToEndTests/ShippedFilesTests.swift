import Foundation
import Testing

extension EndToEnd {
    @Suite struct `What is shipped works` {
        @Test func `the shipped files pass the check`() async throws {
            try await World.run { world in
                let done = try await world.wartemarke("check")
                #expect(done.status == 0)
                #expect(done.output.contains("No mistakes."), "\(done.output)")
            }
        }

        @Test func `the preview of a ticket has a code that can be read`() async throws {
            try await World.run { world in
                let picture = world.folder + "/ticket.png"
                let done = try await world.wartemarke("ticket", "preview", "--png", picture)
                #expect(done.status == 0, "\(done.errors)")
                let head = try Data(contentsOf: URL(filePath: picture)).prefix(8)
                #expect(head == Data([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
                let link = try await world.code(inPicture: picture)
                #expect(link.hasSuffix("/01234567890123456789"))
            }
        }

        @Test func `the preview of a slip has the code for the kiosk`() async throws {
            try await World.run { world in
                let picture = world.folder + "/slip.png"
                let words = ["ticket", "preview", "--layout", "slip", "--png", picture]
                let done = try await world.run([world.program] + words)
                #expect(done.status == 0, "\(done.errors)")
                #expect(try await world.code(inPicture: picture) == "123456789")
            }
        }

        @Test func `the preview in a terminal is as wide as asked, and shows the number`()
            async throws
        {
            try await World.run { world in
                for columns in [40, 78, 120] {
                    let done = try await world.wartemarke(
                        "ticket",
                        "preview",
                        "--columns",
                        String(columns),
                        "--language",
                        "ar"
                    )
                    #expect(done.status == 0, "\(done.errors)")
                    let lines = done.output.split(separator: "\n")
                    #expect(lines.map(\.count).max() == columns)
                    #expect(lines.dropLast().allSatisfy { $0.allSatisfy { "█▀▄ ".contains($0) } })
                    #expect(lines.last?.hasPrefix("- - -") == true)
                }
            }
        }

        @Test func `the check finds what does not fit on a ticket, and where`() async throws {
            try await World.run { world in
                let layouts = world.folder + "/layouts"
                try FileManager.default.copyItem(
                    atPath: Program.root + "/layouts",
                    toPath: layouts
                )
                let file = layouts + "/tickets/walk-in.yaml"
                let shipped = try String(contentsOfFile: file, encoding: .utf8)
                let wide = shipped.replacing(
                    "de: Ihre Nummer,",
                    with: "de: IhrePersönlicheWartenummerFürHeute,"
                )
                try wide.write(toFile: file, atomically: true, encoding: .utf8)
                let done = try await world.run([
                    world.program, "check", "--layouts", layouts,
                ])
                #expect(done.status == 78)
                let line =
                    (wide.split(separator: "\n", omittingEmptySubsequences: false)
                        .firstIndex { $0.contains("IhrePersönliche") } ?? 0)
                #expect(
                    done.output.contains("walk-in.yaml:\(line): blocks[4]: On 58mm, 80mm"),
                    "\(done.output)"
                )
                let said =
                    "in de: The word “IhrePersönlicheWartenummerFürHeute” is wider than the paper. "
                    + "Remedy: "
                #expect(done.output.contains(said), "\(done.output)")
            }
        }

        @Test func `a new closure names the people to tell, while the hub runs`() async throws {
            try await World.run { world in
                try await world.startHub()
                let book = [
                    "appointments", "book", "--service", "passport", "--at", "2026-11-25T09:00",
                    "--phone", "0123 456", "--hub", world.url, "--token-file",
                    try await world.token("desk"),
                ]
                let booked = try await world.run([world.program] + book)
                #expect(booked.status == 0, "\(booked.errors)")
                let check = ["check", "--bookings", "--database", world.hubFile]
                let before = try await world.run([world.program] + check)
                #expect(before.status == 0, "\(before.output)\(before.errors)")
                let office = world.folder + "/office.yaml"
                let shipped = try String(
                    contentsOfFile: Program.root + "/kiosk-config/office.yaml",
                    encoding: .utf8
                )
                try shipped.replacing("closures:\n", with: "closures:\n  - \"2026-11-25\"\n")
                    .write(toFile: office, atomically: true, encoding: .utf8)
                let after = try await world.run([world.program] + check + ["--office", office])
                #expect(after.status == 78)
                #expect(
                    after.output.contains("2026-11-25 09:00  passport  closed then  tell 0123 456")
                )
            }
        }

        @Test(
            arguments: [
                "demo.sh", "test.sh", "packages.sh", "lab.sh", "faults.sh", "network.sh",
            ]
        )
        func `the script is sound`(name: String) async throws {
            try await World.run { world in
                let checked = try await world.run("sh", "-n", "kiosk-config/\(name)")
                #expect(checked.status == 0, "\(checked.errors)")
            }
        }

        /// The value proves nothing here; that hub and kiosk can be measured does.
        @Test func `the bench measures a row`() async throws {
            try await World.run { world in
                let done = try await world.wartemarke(
                    "bench",
                    "--quick",
                    "--json",
                    "--folder",
                    world.folder,
                    "start"
                )
                #expect(done.status == 0, "\(done.output)\(done.errors)")
                #expect(done.output.contains("start to first screen"), "\(done.output)")
            }
        }

        @Test func `the bench measures papers, beside those of lp`() async throws {
            try await World.run { world in
                let done = try await world.start([
                    world.program, "bench", "--quick", "--json", "--folder", world.folder, "print",
                ]).outcome(within: .seconds(90))
                #expect(done.status == 0, "\(done.output)\(done.errors)")
                for words in ["first byte at the printer", "left in the spool", "lp with it"] {
                    #expect(done.output.contains(words), "\(words): \(done.output)")
                }
                let left = try FileManager.default.contentsOfDirectory(atPath: world.folder)
                #expect(!left.contains { $0.hasPrefix("wartemarke-bench") }, "\(left)")
            }
        }

        /// A ticket is answered after a flush at the earliest.
        @Test func `the bench measures a hub on a slow disk`() async throws {
            try await World.run { world in
                let done = try await world.wartemarke(
                    "bench",
                    "--quick",
                    "--json",
                    "--folder",
                    world.folder,
                    "--slow-flush",
                    "20ms",
                    "rate"
                )
                #expect(done.status == 0, "\(done.output)\(done.errors)")
                #expect(done.output.contains("\"slowFlushMicroseconds\" : 20000"))
                let median = try #require(done.output.firstMatch(of: /p50 ([0-9.]+) ms/))
                #expect(try #require(Double(median.1)) >= 20, "\(done.output)")
            }
        }

        @Test func `a bench that is ended leaves no process and no folder`() async throws {
            try await World.run { world in
                let bench = try world.start([
                    world.program, "bench", "--folder", world.folder, "rate",
                ])
                let children = world.folder + "/wartemarke-bench"
                try await eventually("something is measured", seen: { bench.errors }) {
                    !processes(naming: children).isEmpty
                }
                kill(bench.pid, SIGTERM)
                #expect(try await bench.outcome().status == 128 + SIGTERM)
                try await eventually("its children are gone") {
                    processes(naming: children).isEmpty
                }
                let left = try FileManager.default.contentsOfDirectory(atPath: world.folder)
                #expect(!left.contains { $0.hasPrefix("wartemarke-bench") }, "\(left)")
            }
        }

        @Test func `a few seeds of the simulation hold what must hold`() async throws {
            try await World.run { world in
                let done = try await world.wartemarke("simulate", "--seeds", "3")
                #expect(done.status == 0)
                #expect(done.output.contains("3 seeds, "), "\(done.output)")
                #expect(done.output.contains(" 0 violations"), "\(done.output)")
            }
        }

        @Test(
            arguments: [
                "answerBeforeCommit", "noDeduplication", "printBeforeCommit", "noEpoch",
                "prunedOnAnswer", "counterOutsideCommit", "counterResetByClock",
                "letterUsedAgain", "noRewind", "gapAccepted", "noVoid",
                "doubleCheckInNotMerged", "cancelRuleMissing", "noHashChain", "flushesSkipped",
                "noTombstone",
            ])
        func `the simulation finds each mistake put into it`(mistake: String) async throws {
            try await World.run { world in
                let done = try await world.wartemarke("simulate", "--planted", mistake)
                #expect(done.status == 0, "\(done.output)\(done.errors)")
                #expect(done.output.contains("1 of 1 planted mistakes found"))
            }
        }

        @Test func `each command explains itself`() async throws {
            try await World.run { world in
                for command in [
                    "demo", "hub", "kiosk", "desk", "board", "check", "ticket", "admin",
                    "simulate", "bench",
                ] {
                    let done = try await world.wartemarke(command, "--help")
                    #expect(done.status == 0)
                    #expect(done.output.contains("OVERVIEW:"))
                    #expect(!done.output.contains("Address("), "\(done.output)")
                }
            }
        }
    }
}

/// The processes that have the text in their arguments.
private func processes(naming text: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.filter { Int($0) != nil }.filter { process in
        let arguments = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
        return String(decoding: arguments, as: UTF8.self).contains(text)
    }
}
