import Foundation
import Lobby
import Sync

/// What tells one machine from another, as far as this process may read it.
///
/// A disk that was copied, or put into another machine, must not go on with the own numbers of the
/// first one: both would give the same. So the kiosk remembers on which machine it was, and on
/// another one begins its log anew and gives own numbers only after the hub greeted it. A mark that
/// changes without need costs no more than that.
package struct MachineMarks: Equatable, Sendable {
    /// Of the board, the best first; the system lets only its administrator read most of them.
    package var board: [String]
    /// Built-in addresses of network interfaces that are devices.
    package var addresses: [String]
    /// The name of the installed system; the last resort, because it is copied with the disk.
    package var system: String?

    package init(board: [String] = [], addresses: [String] = [], system: String? = nil) {
        self.board = board
        self.addresses = addresses
        self.system = system
    }

    /// One name for the machine: a digest, because the marks are nobody's business.
    ///
    /// Of a machine without any mark it is always the same; only enrolling again helps there.
    package var name: String {
        let marks: [String]
        if let serial = board.map(cleaned).first(where: isOfItsOwn) {
            marks = ["board", serial]
        } else {
            let own = addresses.map(cleaned).filter(isOfItsOwn).sorted()
            marks = own.isEmpty ? ["system", system.map(cleaned) ?? ""] : ["addresses"] + own
        }
        var hash = RunningHash()
        hash.add(Data(marks.joined(separator: "\n").utf8))
        return hash.finished()
    }

    /// Reads the marks of the machine whose file system begins at a folder; `/` is this one.
    package static func read(below root: String = "/") -> MachineMarks {
        func text(_ path: String) -> String? {
            FileManager.default.contents(atPath: root + path).map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        let interfaces = "sys/class/net/"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root + interfaces)) ?? []
        return MachineMarks(
            board: ["product_uuid", "board_serial"].compactMap { text("sys/class/dmi/id/\($0)") },
            addresses: names.sorted().compactMap { name in
                let place = interfaces + name
                // Only of a device; and 0 says that the address was not made up or set by hand.
                guard FileManager.default.fileExists(atPath: root + place + "/device"),
                    cleaned(text(place + "/addr_assign_type") ?? "0") == "0"
                else { return nil }
                return text(place + "/address")
            },
            system: text("etc/machine-id")
        )
    }
}

private func cleaned(_ mark: String) -> String {
    mark.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
}

/// Whether a mark is more than what a maker leaves in place of one.
private func isOfItsOwn(_ mark: String) -> Bool {
    let fillers = ["to be filled by o.e.m.", "default string", "not specified", "none", "unknown"]
    // A number of nothing but zeros, or nothing but F.
    let digits = Set(mark.filter { $0.isHexDigit })
    return !fillers.contains(mark) && digits.count > 1
}
