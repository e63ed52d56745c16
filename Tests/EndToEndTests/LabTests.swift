import Foundation
import Testing

extension EndToEnd {
    /// The scripts find what they look for only in their long runs; here, that they work.
    @Suite struct `Faults and bad lines, as commands` {
        @Test(arguments: ["hub", "kiosk", "kiosk-alone"])
        func `faults at some writes and flushes lose nothing`(part: String) async throws {
            try await World.run { world in
                let done = try await world.lab("faults.sh", "--quick", part)
                #expect(done.status == 0, "\(done.output)\(done.errors)")
                let rows = done.output.split(separator: "\n").dropFirst()
                #expect(rows.count == (part == "hub" ? 6 : 8), "\(done.output)")
            }
        }

        @Test(.enabled(if: geteuid() == 0, "Only root may mount small disks."))
        func `full and read-only disks lose nothing`() async throws {
            try await World.run { world in
                let done = try await world.lab("faults.sh", "disks")
                #expect(done.status == 0, "\(done.output)\(done.errors)")
            }
        }

        @Test func `without the right to make networks it says so`() async throws {
            try await World.run { world in
                let withoutRights = ["setpriv", "--bounding-set=-sys_admin,-net_admin"]
                let done = try await world.lab(
                    "network.sh",
                    "good",
                    before: geteuid() == 0 ? withoutRights : []
                )
                #expect(done.status == 69)
                let names = geteuid() == 0 ? "SYS_ADMIN" : "root"
                #expect(done.errors.contains(names), "\(done.errors)")
            }
        }
    }
}

extension World {
    /// Runs a script that drives the built program with tools of this machine.
    fileprivate func lab(
        _ script: String,
        _ words: String...,
        before: [String] = []
    ) async throws -> RunningProgram.Outcome {
        environment["WARTEMARKE"] = program
        return try await start(before + ["sh", "kiosk-config/\(script)"] + words)
            .outcome(within: .seconds(100))
    }
}
