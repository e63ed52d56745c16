/// The random digits behind a ticket's QR code: digits, because every keyboard layout types them alike.
package enum TicketKey {
    /// 66 bits; with the office's address the link still fits a small code.
    package static let length = 20

    /// Makes a key from 128 random bits: ten digits from each word, whose bias is below 10⁻⁹.
    package static func make(chance: (UInt64, UInt64)) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(length)
        for var word in [chance.0, chance.1] {
            for _ in 0..<length / 2 {
                digits.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: word % 10))
                word /= 10
            }
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
