import Crypto

/// The staff PIN as it is kept and sent: salted and stretched, never itself.
package struct PINDigest: Codable, Equatable, Sendable {
    /// Digits a PIN has at least and at most.
    package static let lengths = 4...12

    package var salt: String
    package var digest: String

    /// Stretches a PIN; `salt` is 32 random hexadecimal digits.
    package init(pin: String, salt: String) {
        self.salt = salt
        digest = Self.stretch(pin, salt)
    }

    package func matches(_ pin: String) -> Bool {
        // Both sides are digests of equal length; comparing them all takes the same time.
        zip(digest.utf8, Self.stretch(pin, salt).utf8).reduce(UInt8(0)) { $0 | $1.0 ^ $1.1 } == 0
    }

    /// A hundred thousand rounds of HMAC-SHA-256 (PBKDF2 with one block, RFC 8018): about 0.1 s.
    private static func stretch(_ pin: String, _ salt: String) -> String {
        let key = SymmetricKey(data: Array(pin.utf8))
        var round = Array(
            HMAC<SHA256>.authenticationCode(for: Array(salt.utf8) + [0, 0, 0, 1], using: key)
        )
        var sum = round
        for _ in 1..<100_000 {
            round = Array(HMAC<SHA256>.authenticationCode(for: round, using: key))
            for position in sum.indices { sum[position] ^= round[position] }
        }
        return hexadecimal(sum)
    }
}
