import Foundation

/// What a job is called at a printer that several kiosks may share: `A 047 kiosk-1 5f3a9c02`.
struct JobName {
    /// The name of this machine, as far as it says one.
    private static let machine: String = {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "kiosk" }
        let bytes = name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        return String(decoding: bytes, as: UTF8.self)
    }()

    let text: String

    /// A name that no other paper has, not even a second copy of the same number.
    init(label: String) {
        let mark = String(UInt32.random(in: .min ... .max), radix: 16)
        text = "\(label) \(Self.machine) \(mark)"
    }

    /// Whether a job was named here, now or by an earlier run.
    static func isOurs(_ name: String) -> Bool {
        name.split(separator: " ").dropLast().last.map(String.init) == machine
    }
}
