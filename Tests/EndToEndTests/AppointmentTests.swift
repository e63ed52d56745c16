import Foundation
import Testing

extension EndToEnd {
    /// What people do with appointments at the kiosk, at the front desk and on the phone.
    @Suite struct `With an appointment` {
        @Test func `it is booked at the kiosk, and its slip checks in`() async throws {
            try await World.run { world in
                let token = try await world.token("desk")
                let kiosk = try await world.hubAndKiosk()
                let booked = try await kiosk.bookPassport()
                let slip = try #require(
                    try await world.paper { $0.contains("-slip") },
                    "no slip was printed"
                )
                let words = try await world.words(onPaper: slip)
                #expect(words.contains(booked.code) && words.contains(booked.change), "\(words)")
                #expect(words.contains("Bitte mitbringen"), "\(words)")
                let digits = try await world.codeOnPaper(slip)
                #expect(digits == booked.code.filter(\.isNumber))

                try await kiosk.choose("1")
                try await kiosk.terminal.shows("Brauchen Sie eine Nummer?")
                try await kiosk.terminal.scan(digits)
                try await kiosk.terminal.shows("Haben Sie das dabei?")
                try await kiosk.choose("1")
                try await kiosk.terminal.shows("Reisepass", "Ihr Termin: ")
                try await world.waits(["T 001"], token: token)
                try await kiosk.goBack()
                try await kiosk.terminal.scan(digits)
                try await kiosk.terminal.shows("T 001")
                #expect(try await world.waitingLabels(token: token) == ["T 001"])
            }
        }

        @Test func `it is moved and cancelled with both codes and four keys`() async throws {
            try await World.run { world in
                let token = try await world.token("desk")
                let kiosk = try await world.hubAndKiosk()
                let booked = try await kiosk.bookPassport()
                try await kiosk.choose("1")
                let before = try await world.appointments(token: token)
                #expect(before.count == 1)

                let terminal = kiosk.terminal
                try await kiosk.openAppointment(booked)
                try await kiosk.choose("1")
                let times = try await terminal.shows("Wann möchten Sie kommen?")
                try await kiosk.choose("1")
                try await terminal.shows("Den Termin hierhin verschieben?")
                try await kiosk.choose("1")
                try await terminal.shows("Ihr Termin", "Code zum Anmelden", "Fertig")
                let moved = try await world.appointments(token: token)
                #expect(moved.count == 1 && moved != before, "\(before) \(moved) \(times)")

                try await kiosk.choose("1")
                try await kiosk.openAppointment(booked)
                try await kiosk.choose("2")
                try await terminal.shows("absagen?")
                try await kiosk.choose("1")
                try await terminal.shows("Danke. Der Termin am")
                #expect(try await world.appointments(token: token).isEmpty)
            }
        }

        @Test func `without the hub codes still check in, and booking says what it needs`()
            async throws
        {
            try await World.run { world in
                let token = try await world.token("desk")
                let kiosk = try await world.hubAndKiosk()
                let booked = try await kiosk.bookPassport()
                try await kiosk.choose("1")
                try await kiosk.terminal.shows("Brauchen Sie eine Nummer?")
                try await world.hub?.killHard()

                try await kiosk.choose("1")
                try await kiosk.terminal.shows("Was möchten Sie tun?")
                try await kiosk.choose("3")
                try await kiosk.terminal.shows("Termine buchen und ändern geht hier gerade nicht.")
                try await kiosk.goBack()
                try await kiosk.terminal.scan(booked.code.filter(\.isNumber))
                try await kiosk.terminal.shows("Haben Sie das dabei?")
                try await kiosk.choose("1")
                try await kiosk.terminal.shows("Reisepass", "Ihr Termin: ")
                try await world.startHub()
                try await world.waits(["TK 001"], token: token)
            }
        }

        @Test func `somebody without a code is matched at the desk`() async throws {
            try await World.run { world in
                let token = try await world.token("desk")
                let kiosk = try await world.hubAndKiosk()
                _ = try await kiosk.bookPassport()
                let terminal = kiosk.terminal
                try await kiosk.choose("1")
                try await terminal.shows("Brauchen Sie eine Nummer?")
                try await kiosk.choose("1")
                try await terminal.shows("Was möchten Sie tun?")
                try await kiosk.choose("1")
                try await terminal.shows("Haben Sie Ihren Code?")
                try await kiosk.choose("2")
                try await terminal.shows("Wann ist Ihr Termin?")
                try await kiosk.choose("1")
                try await terminal.shows("Worum geht es?")
                try await kiosk.choose("2")
                try await terminal.shows("mit der Nummer zur")
                try await world.waits(["A 001"], token: token)

                let desk = try await world.frontDesk(token: token)
                try await desk.shows("Reisepass", "0 von 1 da")
                try await desk.press("z")
                try await desk.shows("Welche Nummer gehört dazu?")
                try await desk.press("A", "1", "Enter")
                try await desk.shows("1 von 1 da")
                #expect(try await desk.screen().contains("wartet jetzt"))
            }
        }

        @Test func `a phone call books with few keys, and nine digits and x cancel`() async throws {
            try await World.run { world in
                let token = try await world.token("desk")
                try await world.startHub()
                let desk = try await world.frontDesk(token: token)
                try await desk.shows("Keine Termine an diesem Tag.")
                try await desk.press("t", "r", "e", "i", "s", "e")
                try await desk.shows("Anliegen: reise", "Reisepass")
                try await desk.press("Enter")
                try await desk.shows("08:35")
                try await desk.press("Enter")
                try await desk.shows("Name (freiwillig)")
                try await desk.press("A", "y", "Down", "0", "1", "2", "Enter")
                let screen = try await desk.shows("Gebucht:", "Code zum Anmelden")
                #expect(screen.contains("Ay") && screen.contains("012"), "\(screen)")
                let code = try #require(screen.codes.first).filter(\.isNumber)
                try await desk.press("Escape")
                try await desk.shows("0 von 1 da")
                for digit in code { try await desk.press(String(digit)) }
                try await desk.shows("Code zum Anmelden")
                try await desk.press("x")
                try await desk.shows("Abgesagt:")
                #expect(try await world.appointments(token: token).isEmpty)
                try await desk.press("w")
                try await desk.shows("Tage bis zum nächsten freien Termin", "Versprochen")
                // Somebody comes to the desk and is let in by hand.
                try await desk.press("Escape")
                try await desk.shows("Keine Termine an diesem Tag.")
                try await desk.press("b", "r", "e", "i", "s", "e", "Enter")
                try await desk.shows("08:35")
                try await desk.press("Enter", "Enter", "Enter")
                try await desk.shows("Gebucht:")
                try await desk.press("c")
                try await desk.shows("T 001", "1 von 1 da")
                try await world.waits(["T 001"], token: token)
            }
        }

        @Test func `who asked for a call gets an appointment from the list of call-backs`()
            async throws
        {
            try await World.run { world in
                let token = try await world.token("desk")
                try await world.startHub()
                let added = try await world.callbacks(
                    ["add", "--phone", "0555 12", "--wish", "Pass"],
                    token: token
                )
                #expect(added.contains("0555 12  Pass"), "\(added)")
                let desk = try await world.frontDesk(token: token)
                try await desk.shows("Keine Termine an diesem Tag.")
                try await desk.press("r")
                try await desk.shows("0555 12", "Pass")
                try await desk.press("Enter", "r", "e", "i", "s", "e", "Enter")
                try await desk.shows("08:35")
                try await desk.press("Enter")
                try await desk.shows("Name (freiwillig)", "0555 12")
                try await desk.press("Enter", "Enter")
                try await desk.shows("Gebucht:", "0555 12", "Bitte mitbringen:")
                #expect(try await world.callbacks([], token: token).contains("Nobody waits"))

                let other = try await world.callbacks(["add", "--phone", "0777"], token: token)
                let id = try #require(other.split(whereSeparator: \.isWhitespace).last)
                let left = try await world.callbacks(["done", String(id)], token: token)
                #expect(left.contains("Nobody waits"), "\(left)")
            }
        }
    }
}

/// The two codes of an appointment, in groups as they stand on the screen.
private struct Codes {
    var code: String
    var change: String
}

extension Kiosk {
    /// Books the first free time for one passport; ends on the page with the codes.
    fileprivate func bookPassport() async throws -> Codes {
        try await choose("1")
        try await terminal.shows("Was möchten Sie tun?")
        try await choose("3")
        try await terminal.shows("Worum geht es?")
        try await choose("2")
        try await terminal.shows("Für wie viele Personen?")
        try await choose("1")
        try await terminal.shows("Wann möchten Sie kommen?")
        try await choose("1")
        try await terminal.shows("Diesen Termin buchen?", "Reisepass")
        try await choose("1")
        let screen = try await terminal.shows("Code zum Anmelden", "Fertig")
        let codes = screen.codes
        try #require(codes.count == 2, "\(screen)")
        return Codes(code: codes[0], change: codes[1])
    }

    /// From the first screen to what can be changed.
    fileprivate func openAppointment(_ codes: Codes) async throws {
        try await terminal.shows("Brauchen Sie eine Nummer?")
        try await choose("1")
        try await terminal.shows("Was möchten Sie tun?")
        try await choose("4")
        for code in [codes.code, codes.change] {
            try await terminal.shows("Bitte tippen Sie", "> _")
            // The key that chose, struck again at once as the first digit, is a double strike.
            try await terminal.press("0", "BSpace")
            for digit in code where digit.isNumber { try await terminal.press(String(digit)) }
            try await terminal.shows(code)
            try await terminal.press("Enter")
        }
        try await terminal.shows("Verschieben", "Absagen")
    }
}

extension World {
    fileprivate func frontDesk(token: String) async throws -> Terminal {
        try await terminal(
            ["appointments", "--hub", url, "--token-file", token],
            columns: 80,
            rows: 24
        )
    }

    /// What a command about call-backs prints.
    fileprivate func callbacks(_ words: [String], token: String) async throws -> String {
        let command = [program, "appointments", "callbacks"] + words
        let done = try await run(command + ["--hub", url, "--token-file", token])
        try #require(done.status == 0, "\(done.errors)")
        return done.output
    }

    /// What stands in the list of appointments that are still to come.
    fileprivate func appointments(token: String) async throws -> [String] {
        let done = try await wartemarke(
            "appointments",
            "list",
            "--hub",
            url,
            "--token-file",
            token
        )
        try #require(done.status == 0, "\(done.errors)")
        return done.output.split(separator: "\n").map(String.init)
            .filter { $0.contains("booked") }
    }

    /// The first paper in the folder of tickets with such a name, once it is there.
    fileprivate func paper(_ isMeant: @escaping (String) -> Bool) async throws -> String? {
        var found: String?
        try await eventually("a paper comes", seen: { "\(try self.papers())" }) {
            found = try self.papers().first(where: isMeant)
            return found != nil
        }
        return found
    }

    /// What the code on a paper says.
    fileprivate func codeOnPaper(_ path: String) async throws -> String {
        let picture = folder + "/paper"
        let drawn = try await run("pdftoppm", "-r", "203", "-png", "-singlefile", path, picture)
        try #require(drawn.status == 0, "\(drawn.errors)")
        return try await code(inPicture: picture + ".png")
    }
}

extension String {
    /// The codes on a screen, in the order they stand there.
    fileprivate var codes: [String] {
        matches(of: /: (\d{3}(?: \d{3})+)/).map { String($0.1) }
    }
}
