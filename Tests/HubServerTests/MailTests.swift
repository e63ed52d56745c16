import Foundation
import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `A mail` {
    @Test func `tells in its reader's language when, what for, and how to change it`()
        async throws
    {
        let text = try await body(of: try await Browsing().booked())
        #expect(text.contains("Ihr Termin ist gebucht: Freitag, 27. November, 10:00 Uhr"))
        #expect(text.contains("https://warten.example/de/a/"))
        #expect(text.contains("Bürgerbüro, Telefon 0123 456"))
        #expect(!text.contains("{"))
    }

    @Test(arguments: MailKind.allCases)
    func `has a head that cannot be added to, and no line that is too long`(
        kind: MailKind
    ) async throws {
        let web = try Browsing()
        var letter = try await web.booked()
        letter.mail = QueuedMail(
            appointment: letter.appointment.id,
            kind: kind,
            wanted: at(9),
            attempts: 0
        )
        var office = webOffice()
        office.name = LocalizedText(["de": "Amt\r\nBcc: x@example.org <Ü> " + repeated("ä", 80)])
        for texts in web.pages.languages {
            let words = OfficeWords(office, texts, web.pages)
            let message = MailMessage(letter, words, from: "termine@example.org", at: at(9)).text
            let head = message.prefix(upTo: try #require(message.firstRange(of: "\n\n")).lowerBound)
            #expect(!head.split(separator: "\n").contains { $0.hasPrefix("Bcc") })
            #expect(head.utf8.allSatisfy { $0 < 127 })
            #expect(message.split(separator: "\n").allSatisfy { $0.utf8.count <= 160 })
            #expect(!message.contains("\r"))
        }
    }

    @Test(arguments: [MailKind.booked, .moved, .reminder])
    func `brings the code as a picture that a scanner reads`(kind: MailKind) async throws {
        let letter = try await Browsing().booked()
        let parts = try await parts(of: letter, as: kind)
        let picture = try #require(parts.first { $0.head.contains("image/png") })
        #expect(picture.head.contains("filename=\"code.png\""))
        let folder = try TemporaryFolder()
        let file = folder.file("code.png")
        try picture.content.write(to: URL(filePath: file))
        let (scanner, output) = (Process(), Pipe())
        scanner.executableURL = URL(filePath: "/usr/bin/zbarimg")
        scanner.arguments = ["--quiet", "--raw", file]
        (scanner.standardOutput, scanner.standardError) = (output, FileHandle.nullDevice)
        try scanner.run()
        let read = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(),
            as: UTF8.self
        )
        scanner.waitUntilExit()
        #expect(read == letter.codes.checkIn + "\n")
    }

    @Test func `goes in at its program, and what that says comes out`() async throws {
        let folder = try TemporaryFolder()
        let message = try await message()
        let taken = folder.file("taken")
        let good = try script("printf '%s|' \"$@\" > \(taken); cat >> \(taken)", in: folder)
        try await MailProgram(MailRules(program: [good, "-x"], from: "a@example.org"))
            .send(message)
        #expect(
            try String(contentsOfFile: taken, encoding: .utf8)
                == "-x|-t|-i|-f|a@example.org|" + message.text
        )
        let bad = try script("echo 'no \u{1B}[31mroute' >&2; exit 75", in: folder)
        await #expect(
            throws: MailProgram.Problem(description: "\(bad) ended with 75: no [31mroute")
        ) {
            try await MailProgram(MailRules(program: [bad], from: "a@example.org")).send(message)
        }
    }

    @Test func `survives a program that reads nothing, and one that is not there`() async throws {
        let folder = try TemporaryFolder()
        let message = try await message()
        let deaf = try script("exit 1", in: folder)
        for (program, words) in [
            (deaf, "\(deaf) ended with 1."), ("/no/program", "/no/program cannot be started."),
        ] {
            await #expect(throws: MailProgram.Problem(description: words)) {
                try await MailProgram(MailRules(program: [program], from: "a@example.org"))
                    .send(message)
            }
        }
    }

    @Test func `does not wait for what its program leaves running`() async throws {
        let folder = try TemporaryFolder()
        let lazy = try script(
            "cat > /dev/null; sleep 600 & echo $! > \(folder.file("pid"))",
            in: folder
        )
        try await MailProgram(MailRules(program: [lazy], from: "a@example.org"))
            .send(try await message())
        let pid = try String(contentsOfFile: folder.file("pid"), encoding: .utf8)
        if let left = pid_t(pid.trimmingCharacters(in: .whitespacesAndNewlines)) {
            kill(left, SIGTERM)
        }
    }

    @Test func `does not wait for ever for its program`() async throws {
        let folder = try TemporaryFolder()
        let stuck = try script("trap '' TERM; exec sleep 600", in: folder)
        let message = try await message()
        await #expect(
            throws: MailProgram.Problem(description: "\(stuck) did not end in 0.2 seconds.")
        ) {
            try await MailProgram(
                MailRules(program: [stuck], from: "a@example.org"),
                patience: 0.2
            ).send(message)
        }
    }

    // MARK: -

    private func message() async throws -> MailMessage {
        let web = try Browsing()
        let words = OfficeWords(webOffice(), try #require(web.pages.texts("de")), web.pages)
        return MailMessage(try await web.booked(), words, from: "a@example.org", at: at(9))
    }

    /// The words of the letter that tells of a booking.
    private func body(of confirmation: Letter) async throws -> String {
        let parts = try await parts(of: confirmation, as: .booked)
        return String(decoding: try #require(parts.first).content, as: UTF8.self)
    }

    /// What a mail about a letter's appointment consists of.
    private func parts(
        of confirmation: Letter,
        as kind: MailKind
    ) async throws -> [(head: String, content: Data)] {
        let web = try Browsing()
        var letter = confirmation
        letter.mail = QueuedMail(
            appointment: letter.appointment.id,
            kind: kind,
            wanted: at(9),
            attempts: 0
        )
        let words = OfficeWords(webOffice(), try #require(web.pages.texts("de")), web.pages)
        let text = MailMessage(letter, words, from: "a@example.org", at: at(9)).text
        return try text.components(separatedBy: "\n--=_").dropFirst().dropLast().map { part in
            let end = try #require(part.firstRange(of: "\n\n"))
            let coded = part[end.upperBound...].filter { !$0.isNewline }
            let head = String(part[..<end.lowerBound])
            return (head, try #require(Data(base64Encoded: String(coded))))
        }
    }

    private func script(_ text: String, in folder: TemporaryFolder) throws -> String {
        let path = folder.file("send-\(UInt32.random(in: .min ... .max))")
        try "#!/bin/sh\n\(text)\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
        return path
    }

    private func repeated(_ text: String, _ count: Int) -> String {
        String(repeating: text, count: count)
    }
}
