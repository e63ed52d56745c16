import Crypto
package import Foundation
import Lobby

/// The SHA-256 of much data that is handed in piece by piece.
package struct RunningHash {
    /// Small pieces are gathered, because handing one on costs more than hashing it.
    private static let gathered = 64 * 1024

    private var hash = SHA256()
    private var pending = Data()

    package init() {}

    package mutating func add(_ piece: Data) {
        pending.append(piece)
        guard pending.count >= Self.gathered else { return }
        hash.update(data: pending)
        pending.removeAll(keepingCapacity: true)
    }

    /// In small hexadecimal digits.
    package func finished() -> String {
        var hash = hash
        hash.update(data: pending)
        return hexadecimal(hash.finalize())
    }
}
