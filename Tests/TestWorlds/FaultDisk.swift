import CFaultDisk

/// A disk in memory that fails when a test says so.
package final class FaultDisk: Sendable {
    private let number: UInt32

    package init() {
        faultdisk_install()
        number = faultdisk_make()
    }

    deinit {
        faultdisk_destroy(number)
    }

    package func file(_ name: String) -> String {
        "/faultdisk/\(number)/\(name)"
    }

    package func failNextFlush() {
        faultdisk_fail_flush(number, 1)
    }

    /// Fails at everything from now on, without forgetting anything.
    package func stop() {
        faultdisk_stop(number)
    }

    package func restore() {
        faultdisk_restore_power(number)
    }
}
