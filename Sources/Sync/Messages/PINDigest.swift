import Lobby
import CryptoExtras
import Foundation

/// The staff PIN as it is kept and sent: salted and stretched, never itself.
package struct PINDigest: Codable, Equatable, Sendable {
    /// Digits a PIN has at least and at most.
    package static let lengths = 4...12

    package var salt: String
    package var digest: String

    /// Stretches a PIN; `salt` is 32 random hexadecimal digits.
    ///
    /// - Throws: An error of the cryptographic library when memory runs out.
    package init(pin: String, salt: String) throws {
        self.salt = salt
        digest = try Self.stretch(pin, salt)
    }

    /// A digest read back from a database.
    package init(salt: String, digest: String) {
        self.salt = salt
        self.digest = digest
    }

    package func matches(_ pin: String) -> Bool {
        guard let given = try? Self.stretch(pin, salt) else { return false }
        // All characters are compared, so that the time tells nothing.
        return zip(digest.utf8, given.utf8).reduce(UInt8(0)) { $0 | $1.0 ^ $1.1 } == 0
    }

    /// scrypt (RFC 7914) with 16 MiB: about 40 ms a guess.
    private static func stretch(_ pin: String, _ salt: String) throws -> String {
        let key = try KDF.Scrypt.deriveKey(
            from: Data(pin.utf8),
            salt: Data(salt.utf8),
            outputByteCount: 32,
            rounds: 1 << 14,
            blockSize: 8,
            parallelism: 1
        )
        return hexadecimal(key.withUnsafeBytes(Array.init))
    }
}
