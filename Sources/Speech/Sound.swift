import Foundation

/// One channel of sound, 16 bit a sample.
package struct Sound: Equatable, Sendable {
    /// Samples a second; espeak-ng's own voices have as many.
    package static let rate = 22_050

    package var samples: [Int16]

    package init(samples: [Int16]) {
        self.samples = samples
    }

    package static func silence(_ duration: Duration) -> Sound {
        Sound(samples: Array(repeating: 0, count: count(of: duration)))
    }

    package static func + (left: Sound, right: Sound) -> Sound {
        Sound(samples: left.samples + right.samples)
    }

    /// How many samples so long a sound has.
    package static func count(of duration: Duration) -> Int {
        let parts = duration.components
        return Int(parts.seconds) * rate
            + Int(Double(parts.attoseconds) / 1e18 * Double(rate))
    }
}

// MARK: - Gong

extension Sound {
    /// Two tones, a third apart, that fade like bells: heard through talk, and nobody is startled.
    package static let gong: Sound = {
        let (second, whole) = (0.45, 1.7)
        return Sound(
            samples: (0..<Int(whole * Double(rate))).map { index in
                let time = Double(index) / Double(rate)
                let level = bell(659.26, at: time) + bell(523.25, at: time - second)
                // Fades to nothing at the end, so that it does not click.
                return Int16(level * min(1, (whole - time) / 0.2) * 9_000)
            }
        )
    }()

    /// A tone struck at zero, with one tone above it; -1.3 to 1.3.
    private static func bell(_ hertz: Double, at time: Double) -> Double {
        guard time >= 0 else { return 0 }
        let angle = 2 * Double.pi * hertz * time
        let rise = min(1, time / 0.005)
        return rise * (exp(-time / 0.4) * sin(angle) + 0.3 * exp(-time / 0.2) * sin(2 * angle))
    }
}

// MARK: - WAV

extension Sound {
    /// The sound as a WAV file (RIFF, PCM).
    package var wav: [UInt8] {
        let bytes = UInt32(samples.count * 2)
        var file = Array("RIFF".utf8) + little(36 + bytes) + Array("WAVEfmt ".utf8)
        // The head's length, PCM, one channel, rate, bytes a second, bytes a sample, bits a sample.
        file += little(UInt32(16)) + little(UInt16(1)) + little(UInt16(1))
        file += little(UInt32(Self.rate)) + little(UInt32(Self.rate * 2))
        file += little(UInt16(2)) + little(UInt16(16)) + Array("data".utf8) + little(bytes)
        file.reserveCapacity(file.count + Int(bytes))
        for sample in samples {
            file.append(UInt8(truncatingIfNeeded: sample))
            file.append(UInt8(truncatingIfNeeded: sample >> 8))
        }
        return file
    }

    /// Reads a WAV file of one channel with 16 bit and ``rate``; nil for any other.
    ///
    /// The lengths of a file that was written into a pipe say nothing, so what is there counts.
    package init?(wav file: [UInt8]) {
        guard file.count >= 44, file[0..<4].elementsEqual("RIFF".utf8),
            file[8..<16].elementsEqual("WAVEfmt ".utf8),
            file[20..<24].elementsEqual([1, 0, 1, 0]),
            file[24..<28].elementsEqual(little(UInt32(Self.rate))),
            file[34..<36].elementsEqual([16, 0]),
            file[36..<40].elementsEqual("data".utf8)
        else { return nil }
        let body = file[44...]
        samples = stride(from: body.startIndex, to: body.endIndex - 1, by: 2).map { index in
            Int16(bitPattern: UInt16(body[index]) | UInt16(body[index + 1]) << 8)
        }
    }
}

private func little(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
}
