import Crypto
import Foundation
package import Lobby

/// What lets somebody use an appointment.
///
/// Made from a secret of the hub and the appointment's id, so that they need not be kept to be told
/// again; found again by their digests.
package struct AppointmentCodes: Codable, Equatable, Sendable {
    /// Nine digits: who types them is here.
    package var checkIn: String
    /// Six digits that, with the others, let somebody move or cancel it.
    package var change: String
    /// 128 bits in hexadecimal, for links that do both.
    package var link: String

    /// - Parameters:
    ///   - id: The appointment.
    ///   - attempt: Counts up while somebody else has the nine digits.
    ///   - key: The secret, which only the hub has.
    package init(of id: VisitID, attempt: Int, key: String) {
        let key = SymmetricKey(data: Array(key.utf8))
        let text = Array("\(id):\(attempt)".utf8)
        let bytes = Array(HMAC<SHA256>.authenticationCode(for: text, using: key))
        checkIn = digits(9, of: bytes[0..<8])
        change = digits(6, of: bytes[8..<16])
        link = hexadecimal(bytes[16..<32])
    }
}

/// Digits of a number of 64 bits, whose bias is below 10⁻¹⁰.
private func digits(_ count: Int, of bytes: ArraySlice<UInt8>) -> String {
    var word = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return String(
        decoding: (0..<count).map { _ in
            defer { word /= 10 }
            return UInt8(ascii: "0") + UInt8(truncatingIfNeeded: word % 10)
        },
        as: UTF8.self
    )
}
