import CryptoExtras
import Dispatch
import Foundation
import Lobby

/// Passwords of accounts: kept only as scrypt digests (RFC 7914).
package enum Password {
    /// N: with the other two a digest takes a tenth of a second and 32 MiB.
    package static let usualRounds = 1 << 15
    /// r and p.
    private static let (blockSize, parallelism) = (8, 3)
    static let lengths = 10...200

    /// One digest at a time: a crowd at the door must not take all the memory.
    private static let queue = DispatchQueue(label: "password")

    /// - Throws: An error of the library, when there is no memory for it.
    static func digest(
        _ password: String,
        salt: String,
        rounds: Int
    ) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result {
                        let key = try KDF.Scrypt.deriveKey(
                            from: Data(password.precomposedStringWithCompatibilityMapping.utf8),
                            salt: Data(salt.utf8),
                            outputByteCount: 32,
                            rounds: rounds,
                            blockSize: blockSize,
                            parallelism: parallelism
                        )
                        return key.withUnsafeBytes { hexadecimal($0) }
                    }
                )
            }
        }
    }

    /// Why somebody cannot have a password; nil for a good one.
    static func mistake(in password: String, of name: String) -> PasswordMistake? {
        if password.count < lengths.lowerBound { return .tooShort(least: lengths.lowerBound) }
        if password.count > lengths.upperBound { return .tooLong(most: lengths.upperBound) }
        if password.lowercased().contains(name) { return .holdsName }
        return Set(password).count < 5 ? .fewDifferent : nil
    }
}

/// Why somebody cannot have a password.
package enum PasswordMistake: Equatable, Sendable {
    case tooShort(least: Int)
    case tooLong(most: Int)
    /// It holds the name it is for.
    case holdsName
    /// It has fewer than five different characters.
    case fewDifferent
    /// It is the one before.
    case same
}
