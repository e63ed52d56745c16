import CFaultDisk
import HubStore
import KioskStore
import Statements

/// A disk under the real stores that forgets, when the power goes, what was not flushed.
final class SimulatedDisk {
    private let number: UInt32

    private init(number: UInt32) {
        self.number = number
    }

    deinit {
        faultdisk_destroy(number)
    }

    /// A disk with an empty database of a hub or of a kiosk.
    ///
    /// - Throws: What the store throws that cannot make it.
    static func withHub() throws -> SimulatedDisk {
        SimulatedDisk(number: faultdisk_copy(try hubImage.get()))
    }

    static func withKiosk() throws -> SimulatedDisk {
        SimulatedDisk(number: faultdisk_copy(try kioskImage.get()))
    }

    static func empty() -> SimulatedDisk {
        install()
        return SimulatedDisk(number: faultdisk_make())
    }

    /// SQLite takes settings only before it finds its file systems.
    private static func install() {
        configureMemory()
        faultdisk_install()
    }

    func path(_ name: String) -> String { "/faultdisk/\(number)/\(name)" }

    /// What is safely on the disk now, on another one.
    func copy() -> SimulatedDisk {
        SimulatedDisk(number: faultdisk_copy(number))
    }

    /// The process ends; what it wrote stays in the machine's memory or, without power, on the disk
    /// only as far as it was flushed.
    func end(withoutPower seed: UInt64?) {
        if let seed { faultdisk_cut_power(number, seed) } else { faultdisk_stop(number) }
    }

    func restart() {
        faultdisk_restore_power(number)
    }

    func damage(_ name: String, seed: UInt64) -> Bool {
        faultdisk_damage(number, name, seed) != 0
    }

    func setAside(_ name: String) {
        for ending in ["", "-wal"] {
            _ = faultdisk_rename(number, name + ending, "\(name).damaged\(ending)")
        }
    }

    /// Takes what is said to be flushed as flushed, as SQLite does below `synchronous=FULL`.
    func skipLogFlushes() {
        faultdisk_skip_log_flushes(number, 1)
    }

    func size(_ name: String) -> Int64 {
        faultdisk_size(number, name)
    }

    // Made once: to lay out the tables took a sixth of a run's time.
    private static let hubImage = Result {
        install()
        let disk = faultdisk_make()
        let path = "/faultdisk/\(disk)/\(hubFile)"
        try HubDatabase(path: path, office: "simulated", isAlone: true).close()
        return disk
    }

    private static let kioskImage = Result {
        install()
        let disk = faultdisk_make()
        let path = "/faultdisk/\(disk)/\(kioskFile)"
        try KioskDatabase(path: path, newIncarnation: "image", letter: nil).close()
        return disk
    }
}

let hubFile = "hub.sqlite"
let kioskFile = "kiosk.sqlite"
