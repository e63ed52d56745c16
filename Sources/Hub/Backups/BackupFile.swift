package import Lobby

/// A backup in a folder, as its name tells it: `musterstadt-000123-2026-11-24T073000Z.sqlite`.
///
/// The number gives the order, whatever clocks say; the instant is for people and for how long it is
/// kept.
package struct BackupFile: Hashable, Sendable {
    package var office: String
    package var number: Int
    package var at: Instant

    package init(office: String, number: Int, at: Instant) {
        self.office = office
        self.number = number
        self.at = at
    }

    /// Reads a file's name; nil when it is not one of a backup.
    package init?(name: String) {
        let form = /(.+)-(\d{6,12})-(\d{4}-\d{2}-\d{2}T)(\d{2})(\d{2})(\d{2}Z)\.sqlite/
        guard let parts = name.wholeMatch(of: form)?.output, let number = Int(parts.2),
            let at = Instant(iso8601: "\(parts.3)\(parts.4):\(parts.5):\(parts.6)")
        else { return nil }
        self.init(office: String(parts.1), number: number, at: at)
    }

    package var name: String {
        "\(office)-\(padded(number, 6))-\(at.iso8601.replacing(":", with: "")).sqlite"
    }
}

extension [BackupFile] {
    /// The one made last; nil when there is none.
    package var newest: BackupFile? {
        self.max { $0.number < $1.number }
    }
}
