import Foundation
import KioskRuntime
import TestWorlds
import Testing

@Suite struct `The machine's name` {
    @Test func `is its board's number, whatever is plugged in`() {
        let name = MachineMarks(board: ["4C4C4544-0042\n"], addresses: ["02:00:00:00:00:01"]).name
        #expect(name == MachineMarks(board: ["4c4c4544-0042"], addresses: [], system: "x").name)
        #expect(name != MachineMarks(board: ["4C4C4544-0043"]).name)
        #expect(name.count == 64 && !name.contains("4c4c4544"))
    }

    @Test(arguments: ["", "None", "To Be Filled By O.E.M.", "00000000-0000-0000", "FFFF-FFFF"])
    func `is not what a maker left in place of a number`(filler: String) {
        let addresses = ["02:00:00:00:00:02", "02:00:00:00:00:01"]
        let marks = MachineMarks(board: [filler], addresses: addresses)
        #expect(marks.name == MachineMarks(addresses: addresses.reversed()).name)
        #expect(marks.name != MachineMarks(board: [filler], addresses: [addresses[0]]).name)
        #expect(MachineMarks(board: [filler, "A1B2"]).name == MachineMarks(board: ["A1B2"]).name)
    }

    @Test func `is the system's only where there is nothing better`() {
        #expect(MachineMarks(system: "one").name != MachineMarks(system: "two").name)
        let address = ["02:00:00:00:00:01"]
        #expect(
            MachineMarks(addresses: address, system: "one").name
                == MachineMarks(addresses: address, system: "two").name
        )
        #expect(
            MachineMarks(addresses: ["00:00:00:00:00:00"], system: "one").name
                == MachineMarks(system: "one").name
        )
    }

    @Test func `is made of what the system tells of devices that are built in`() throws {
        let folder = try TemporaryFolder()
        func write(_ text: String, _ path: String) throws {
            let place = URL(filePath: folder.file(path))
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data((text + "\n").utf8).write(to: place)
        }
        try write("0A-1B", "sys/class/dmi/id/board_serial")
        for (name, address, kind) in [
            ("eth0", "aa:01", "0"), ("wlan0", "aa:02", "3"), ("lo", "aa:03", "0"),
        ] {
            try write(address, "sys/class/net/\(name)/address")
            try write(kind, "sys/class/net/\(name)/addr_assign_type")
            if name != "lo" { try write("", "sys/class/net/\(name)/device/vendor") }
        }
        try write("abc", "etc/machine-id")
        let marks = MachineMarks.read(below: folder.path + "/")
        #expect(marks == MachineMarks(board: ["0A-1B\n"], addresses: ["aa:01\n"], system: "abc\n"))
        #expect(MachineMarks.read(below: folder.file("nothing/")) == MachineMarks())
        #expect(MachineMarks.read().name == MachineMarks.read().name)
    }
}
