import Foundation
import Lobby
import Testing

@testable import Speech

@Suite struct `Announcements` {
    private let german = Announcement.Sentence(
        language: "de",
        words: "Nummer A 47, bitte zu Schalter 3."
    )
    private let english = Announcement.Sentence(
        language: "en",
        words: "Number A 47, please go to counter 3."
    )

    @Test func `are gong, German, English, and both again, with pauses between`() async throws {
        let announcer = Announcer()
        let sound = try await announcer.sound(
            of: Announcement(hasGong: true, sentences: [german, english, german, english])
        )
        let words = [try await announcer.say(german), try await announcer.say(english)]
        var rest = sound.samples[...]
        for (index, part) in ([Sound.gong] + words + words).enumerated() {
            if index > 0 {
                let pause = rest.prefix(Sound.count(of: Announcer.pause))
                #expect(pause.allSatisfy { $0 == 0 })
                rest = rest.dropFirst(pause.count)
            }
            #expect(rest.prefix(part.samples.count).elementsEqual(part.samples), "part \(index)")
            rest = rest.dropFirst(part.samples.count)
        }
        #expect(rest.isEmpty)
        // Four seconds or so for each sentence, in a voice that can be heard.
        for said in words {
            #expect((2...5).contains(Double(said.samples.count) / Double(Sound.rate)))
            #expect(said.samples.max() ?? 0 > 8_000)
        }
    }

    @Test func `without a gong begin with the words`() async throws {
        let announcer = Announcer()
        let sound = try await announcer.sound(
            of: Announcement(hasGong: false, sentences: [german])
        )
        #expect(sound == (try await announcer.say(german)))
    }

    @Test(arguments: [
        ("Nummer A 47, bitte zu Schalter 3.", ">A</say-as> 47, bitte zu Schalter 3."),
        ("Number AK 12, please", ">AK</say-as> 12, please"), ("Müller & <Söhne>", "&amp; &lt;S"),
    ])
    func `name the letters of a number`(words: String, spelled: String) {
        #expect(Announcer.spelled(words).contains(spelled))
    }

    @Test(arguments: ["tr", "uk", "ar", "de-simple"])
    func `are said in the languages of the lobby`(language: String) async throws {
        let sound = try await Announcer().say(.init(language: language, words: "A 47"))
        #expect(sound.samples.count > Sound.rate / 2)
    }

    @Test func `are read from a whole screen, sentence by sentence`() async throws {
        let text = "Ihre Nummer. A 47. Vor Ihnen: 7 Nummern? Bitte nehmen Sie Ihren Zettel."
        #expect(Announcer.sentences(of: text) == [text])
        let long = String(repeating: "Ein Satz, der lang ist. ", count: 40)
        let parts = Announcer.sentences(of: long)
        #expect(parts.count > 1 && parts.allSatisfy { $0.count < 400 && $0.hasSuffix(".") })
        #expect(parts.joined(separator: " ") == long.dropLast())
        let announcer = Announcer()
        let whole = try await announcer.read(text, in: "de")
        let said = try await announcer.say(.init(language: "de", words: text))
        #expect(whole == said)
    }

    @Test func `say what is missing`() async {
        await #expect(throws: SpeechProblem.noVoice("xx")) {
            try await Announcer().say(.init(language: "xx", words: "A"))
        }
        let announcer = Announcer(program: "no-such-program")
        await #expect(throws: SpeechProblem.noProgram("no-such-program")) {
            try await announcer.sound(of: Announcement(hasGong: true, sentences: [german]))
        }
        await #expect(throws: SpeechProblem.noSound("echo")) {
            try await Announcer(program: "echo").say(german)
        }
        #expect(SpeechProblem.noProgram("aplay").description.contains("apt-get install"))
    }
}

@Suite struct `A sound` {
    @Test func `is the same after it was a WAV file`() {
        let sound = Sound(samples: [0, 1, -1, .max, .min, 258])
        #expect(sound.wav.count == 44 + 12)
        #expect(Sound(wav: sound.wav) == sound)
    }

    @Test func `of another kind is not read`() {
        var stereo = Sound.gong.wav
        stereo[22] = 2
        #expect(Sound(wav: stereo) == nil)
        #expect(Sound(wav: Array("RIFF".utf8)) == nil)
    }

    @Test func `of the gong has two tones, fades and does not click`() throws {
        let samples = Sound.gong.samples
        #expect(samples.count == Int(1.7 * Double(Sound.rate)))
        #expect(pitch(of: samples[2_000..<8_000]) == 659)
        // Late the first tone has faded more than the second.
        #expect(pitch(of: samples[30_000..<36_000]) == 523)
        let (first, last) = (try #require(samples.first), try #require(samples.last))
        #expect(abs(Int(first)) < 50 && abs(Int(last)) < 50)
        #expect(samples.map { abs(Int($0)) }.max() ?? 0 > 8_000)
    }

    /// The strongest of the two tones, in hertz (Goertzel's filter).
    private func pitch(of samples: ArraySlice<Int16>) -> Int {
        func strength(_ hertz: Double) -> Double {
            let angle = 2 * Double.pi * hertz / Double(Sound.rate)
            var (real, imaginary) = (0.0, 0.0)
            for (index, sample) in samples.enumerated() {
                real += Double(sample) * cos(angle * Double(index))
                imaginary += Double(sample) * sin(angle * Double(index))
            }
            return real * real + imaginary * imaginary
        }
        return [523, 587, 659, 740].max { strength(Double($0)) < strength(Double($1)) } ?? 0
    }
}

@Suite struct `A loudspeaker` {
    private let folder = FileManager.default.temporaryDirectory
        .appending(path: "wartemarke-speech-\(UUID().uuidString)").path()

    init() throws {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false
        )
    }

    @Test func `may be a folder of numbered files`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let output = SoundOutput.folder(folder)
        try await output.give(.gong, number: 1, name: "A 047")
        try await output.give(.gong, number: 12, name: "AK 012")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == ["0001-A047.wav", "0012-AK012.wav"])
        let file = try Data(contentsOf: URL(filePath: folder + "/0001-A047.wav"))
        #expect(Sound(wav: Array(file)) == .gong)
        await #expect(throws: SpeechProblem.self) {
            try await SoundOutput.folder(folder + "/gone").give(.gong, number: 1, name: "A")
        }
    }

    @Test func `falls silent at once when it is cut off`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let begun = folder + "/begun"
        let player = folder + "/player"
        let script = "#!/bin/sh\necho > \(begun)\nexec sleep 100\n"
        try script.write(toFile: player, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: player)
        let playing = Task {
            try await SoundOutput.player([player]).give(.gong, number: 1, name: "A")
        }
        while !FileManager.default.fileExists(atPath: begun) {
            try await Task.sleep(for: .milliseconds(5))
        }
        playing.cancel()
        await #expect(throws: SpeechProblem.self) { try await playing.value }
    }

    @Test func `that is not there is found out before`() {
        #expect(throws: SpeechProblem.noProgram("no-such-player")) {
            try SoundOutput.player(["no-such-player", "-q"]).check()
        }
        #expect(throws: Never.self) { try SoundOutput.player(["sh"]).check() }
    }

    @Test func `plays on when another one of the same process ends before`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (begun, over, player) = (folder + "/begun", folder + "/over", folder + "/player")
        try "until [ -e \(over) ]; do echo > \(begun); sleep 0.01; done; test -s \"$1\"\n"
            .write(toFile: player, atomically: true, encoding: .utf8)
        let playing = Task {
            try await SoundOutput.player(["sh", player]).give(.gong, number: 1, name: "A")
        }
        while !FileManager.default.fileExists(atPath: begun) {
            try await Task.sleep(for: .milliseconds(5))
        }
        try await SoundOutput.player(["true"]).give(.gong, number: 1, name: "B")
        try Data().write(to: URL(filePath: over))
        try await playing.value
    }

    @Test func `is a program that gets a file, which is gone afterwards`() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let copy = folder + "/heard.wav"
        let player = folder + "/player"
        try "#!/bin/sh\ncp \"$1\" \(copy)\necho \"$1\" > \(copy).name\n"
            .write(toFile: player, atomically: true, encoding: .utf8)
        let output = SoundOutput.player(["sh", player])
        try await output.give(.gong, number: 1, name: "A 047")
        #expect(Sound(wav: Array(try Data(contentsOf: URL(filePath: copy)))) == .gong)
        let name = try String(contentsOfFile: copy + ".name", encoding: .utf8)
        #expect(!FileManager.default.fileExists(atPath: name.dropLast().description))
        await #expect(throws: SpeechProblem.failed("false", why: "")) {
            try await SoundOutput.player(["false"]).give(.gong, number: 1, name: "A")
        }
    }
}
