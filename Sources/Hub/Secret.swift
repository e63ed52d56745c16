import Crypto
import Lobby

/// Secrets of devices and programs, and one-time codes: made here, kept only as hashes.
package enum Secret {
    /// 256 bits in hexadecimal.
    package static func make(chance: () -> UInt64) -> String {
        (0..<4).map { _ in
            hexadecimal(
                (0..<8).map { [word = chance()] in UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
            )
        }.joined()
    }

    /// A code a person types once: three groups of four letters and digits, 60 bits.
    package static func makeCode(chance: () -> UInt64) -> String {
        let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        var word = chance()
        var code = ""
        for position in 0..<12 {
            if position > 0, position % 4 == 0 { code += "-" }
            code.append(alphabet[Int(word & 31)])
            word >>= 5
        }
        return code
    }

    /// What is stored of a secret.
    ///
    /// It is random, so that no salt and no stretching is needed.
    package static func hash(_ secret: String) -> String {
        hexadecimal(SHA256.hash(data: Array(secret.utf8)))
    }
}
