import Foundation

/// What a job is called at a printer that several devices may share: `A 047 kiosk-1 5f3a9c02`.
struct JobName: Equatable {
    let text: String

    /// A name that no other paper has, not even a second copy of the same number.
    init(label: String, of owner: JobOwner) {
        let mark = String(UInt32.random(in: .min ... .max), radix: 16)
        text = "\(label) \(owner.word) \(mark)"
    }
}

/// The device that jobs at a printer belong to; it cancels its own and nobody else's.
package struct JobOwner: Equatable, Sendable {
    /// One word, as it stands in the names of jobs.
    package let word: String

    /// An owner by the name that no other device has.
    package init(_ name: String) {
        let letters = name.map { $0.isWhitespace ? "-" : $0 }
        word = letters.isEmpty ? Self.machine.word : String(letters)
    }

    /// Whoever prints on this machine and has no name of its own.
    package static let machine: JobOwner = {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0, name[0] != 0 else {
            return JobOwner("wartemarke")
        }
        let bytes = name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        return JobOwner(String(decoding: bytes, as: UTF8.self))
    }()

    /// Whether a job was named by this owner, now or in an earlier run.
    func named(_ job: String) -> Bool {
        job.split(separator: " ").dropLast().last.map(String.init) == word
    }
}
