package import Foundation

/// The identity of a visit: a UUID of version 7 (RFC 9562), so that ids sort by time of making.
package struct VisitID: Hashable, Comparable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Makes an id from an instant and 128 random bits, of which 74 are used.
    package init(at instant: Instant, chance: (UInt64, UInt64)) {
        let time = UInt64(clamping: instant.milliseconds) & 0xFFFF_FFFF_FFFF
        high = time << 16 | 0x7000 | chance.0 & 0x0FFF
        low = 0x8000_0000_0000_0000 | chance.1 & 0x3FFF_FFFF_FFFF_FFFF
    }

    package static func < (left: VisitID, right: VisitID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension VisitID: CustomStringConvertible, Codable {
    /// Reads the usual form of 36 characters, in either case; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 36 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for (position, byte) in bytes.enumerated() {
            if [8, 13, 18, 23].contains(position) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = value(ofHexadecimal: byte) else { return nil }
            words.0 = words.0 << 4 | words.1 >> 60
            words.1 = words.1 << 4 | UInt64(digit)
        }
        self.init(high: words.0, low: words.1)
    }

    package var description: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for word in [high, low] {
                for shift in stride(from: 60, through: 0, by: -4) {
                    if position == 8 || position == 13 || position == 18 || position == 23 {
                        buffer[position] = UInt8(ascii: "-")
                        position += 1
                    }
                    buffer[position] = hexadecimalDigit(UInt8(word >> UInt64(shift) & 15))
                    position += 1
                }
            }
            return position
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = VisitID(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "this is not a UUID"
            )
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension VisitID {
    /// The 16 bytes of the id, the most significant first.
    package var data: Data {
        var data = Data(count: 16)
        data.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: high.bigEndian, as: UInt64.self)
            bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return data
    }

    package init?(data: Data) {
        guard data.count == 16 else { return nil }
        let words = data.withUnsafeBytes { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        self.init(high: words.0, low: words.1)
    }
}
