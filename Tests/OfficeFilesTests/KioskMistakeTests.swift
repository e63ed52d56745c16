import Lobby
import OfficeFiles
import Testing

@Suite struct `kiosk.yaml` {
    @Test(arguments: [
        (
            "printer:", "Printer:",
            """
            kiosk.yaml:2: Printer: This key is not known here. Remedy: Did you mean "printer"?
            """
        ),
        (
            "hub: http://127.0.0.1:8080\n", "",
            """
            kiosk.yaml:1: hub: The key is missing. Remedy: Add "hub: …" here; the example file \
            explains it.
            """
        ),
        (
            "http://127.0.0.1:8080", "127.0.0.1:8080",
            """
            kiosk.yaml:1: hub: "127.0.0.1:8080" is not a web address. Remedy: Write it like \
            https://warten.example.
            """
        ),
        (
            "http://127.0.0.1:8080", "http://127.0.0.1:99999",
            """
            kiosk.yaml:1: hub: "http://127.0.0.1:99999" is not a web address. Remedy: Write it like \
            https://warten.example.
            """
        ),
        (
            "http://127.0.0.1:8080", "http://hub.example",
            """
            kiosk.yaml:1: hub: The hub is another machine, but the address is not encrypted. \
            Remedy: Write https:// and set hubAuthority.
            """
        ),
        (
            "http://127.0.0.1:8080", "http://127.0.0.1.example:8080",
            """
            kiosk.yaml:1: hub: The hub is another machine, but the address is not encrypted. \
            Remedy: Write https:// and set hubAuthority.
            """
        ),
        (
            "http://127.0.0.1:8080", "https://hub.example",
            """
            kiosk.yaml:1: hub: The address begins with https://, but hubAuthority is missing. \
            Remedy: Copy ca.pem from the hub's machine, and name the copy with hubAuthority.
            """
        ),
        (
            "http://127.0.0.1:8080", "https://hub.example\nhubAuthority: /none/ca.pem",
            """
            kiosk.yaml:2: hubAuthority: There is no file /none/ca.pem that can be read. Remedy: \
            Copy ca.pem from the hub's machine to this place.
            """
        ),
        (
            "http://127.0.0.1:8080", "https://hub.example\nhubAuthority: office.yaml",
            """
            kiosk.yaml:2: hubAuthority: office.yaml does not hold a certificate (PEM). Remedy: Copy \
            ca.pem from the hub's machine to this place.
            """
        ),
        (
            "printer: Lobby", "printer: lpd://printer",
            """
            kiosk.yaml:2: printer: "lpd://printer" does not name a printer. Remedy: Write the name \
            of a CUPS queue, an address like ipp://printer.example/ipp/print, \
            socket://printer.example:9100 or /dev/usb/lp0 for ESC/POS, escpos:QUEUE, or folder:DIR.
            """
        ),
        (
            "printer: Lobby", "printer: 'folder:'",
            """
            kiosk.yaml:2: printer: "folder:" does not name a printer. Remedy: Write the name of a \
            CUPS queue, an address like ipp://printer.example/ipp/print, \
            socket://printer.example:9100 or /dev/usb/lp0 for ESC/POS, escpos:QUEUE, or folder:DIR.
            """
        ),
        (
            "printer: Lobby", "printer: the lobby",
            """
            kiosk.yaml:2: printer: "the lobby" does not name a printer. Remedy: Write the name of a \
            CUPS queue, an address like ipp://printer.example/ipp/print, \
            socket://printer.example:9100 or /dev/usb/lp0 for ESC/POS, escpos:QUEUE, or folder:DIR.
            """
        ),
        (
            "languages: [de, en]", "languages: [de, tr]",
            """
            kiosk.yaml:3: languages: The office has no names in the language tr. Remedy: Add tr to \
            languages in office.yaml, or take it out here.
            kiosk.yaml:3: languages[1]: The language tr has no texts for the screens. Remedy: Add \
            layouts/screens/tr.yaml, or take the language out.
            """
        ),
        (
            "languages: [de, en]", "languages: []",
            """
            kiosk.yaml:3: languages: No language is named. Remedy: Write at least one: [de, en].
            """
        ),
        (
            "idleSeconds: 90", "idleSeconds: soon",
            """
            kiosk.yaml:4: idleSeconds: Here stands "soon", but a whole number of seconds from 1 to \
            3600 is needed. Remedy: Write for example 15.
            """
        ),
    ])
    func `is told what is wrong`(old: String, new: String, said: String) throws {
        let workshop = try Workshop()
        try workshop.write(changing(old, to: new, in: goodKiosk), to: "kiosk.yaml")
        let sum = "Mistakes: \(said.split(separator: "\n").count). Warnings: 0."
        #expect(workshop.check() == "\(said)\n\(sum)")
    }

    @Test(arguments: [
        "ipp://printer.example/ipp/print", "ipps://10.0.0.7:631/ipp/print", "Lobby_2",
        "folder:/var/tmp/tickets", "folder:tickets here", "socket://printer.example",
        "socket://10.0.0.7:9100/?oneway=yes", "/dev/usb/lp0", "/dev/usb/lp0?oneway=yes",
        "escpos:Lobby",
    ])
    func `may name any kind of printer`(printer: String) throws {
        let workshop = try Workshop()
        try workshop.write(
            changing("printer: Lobby", to: "printer: \"\(printer)\"", in: goodKiosk),
            to: "kiosk.yaml"
        )
        #expect(workshop.check() == "No mistakes.")
    }

    @Test(arguments: [
        "socket:", "socket://", "socket://printer/path", "/dev/usb/lp0?paper=80", "escpos:",
        "escpos:the lobby", "http://printer.example",
    ])
    func `may not name what is no printer`(printer: String) throws {
        let workshop = try Workshop()
        try workshop.write(
            changing("printer: Lobby", to: "printer: \"\(printer)\"", in: goodKiosk),
            to: "kiosk.yaml"
        )
        #expect(workshop.check().contains("does not name a printer."))
    }

    @Test func `describes a printer in three lines`() throws {
        let workshop = try Workshop()
        let lines = "printer:\n  address: escpos:Lobby\n  paper: 80mm\n  rollMetres: 60"
        try workshop.write(changing("printer: Lobby", to: lines, in: goodKiosk), to: "kiosk.yaml")
        #expect(workshop.check() == "No mistakes.")
        let settings = try readKioskSettings(at: workshop.kiosk).get()
        #expect(settings.printer == "escpos:Lobby")
        #expect(settings.paper == "80mm" && settings.rollLength == 60_000)
    }

    @Test(arguments: [
        (
            "printer:\n  adress: Lobby",
            "kiosk.yaml:3: printer.adress: This key is not known here. "
                + "Remedy: Did you mean \"address\"?"
        ),
        (
            "printer:\n  paper: 81mm",
            "kiosk.yaml:3: printer.paper: There is no paper \"81mm\" in layouts/tickets/papers.yaml. "
                + "Remedy: Did you mean \"80mm\"?"
        ),
        (
            "printer:\n  rollMetres: 2",
            "kiosk.yaml:3: printer.rollMetres: Here stands \"2\", but a whole number of metres "
                + "from 5 to 1000 is needed. Remedy: Write for example 15."
        ),
    ])
    func `is told what is wrong in the three lines`(lines: String, said: String) throws {
        let workshop = try Workshop()
        try workshop.write(changing("printer: Lobby", to: lines, in: goodKiosk), to: "kiosk.yaml")
        #expect(workshop.check() == "\(said)\nMistakes: 1. Warnings: 0.")
    }

    @Test func `may name a hub elsewhere with its authority`() throws {
        let workshop = try Workshop()
        let text = try changing(
            "hub: http://127.0.0.1:8080",
            to: "hub: https://hub.example\nhubAuthority: ca.pem",
            in: goodKiosk
        )
        try workshop.write(text, to: "kiosk.yaml")
        try workshop.write(goodAuthority, to: "ca.pem")
        #expect(workshop.check() == "No mistakes.")
        let settings = try readKioskSettings(at: workshop.kiosk).get()
        #expect(settings.hubAuthority == workshop.path("ca.pem"))
    }

    @Test func `may name no broken certificate as the hub's authority`() throws {
        let workshop = try Workshop()
        let text = try changing(
            "hub: http://127.0.0.1:8080",
            to: "hub: https://hub.example\nhubAuthority: ca.pem",
            in: goodKiosk
        )
        try workshop.write(text, to: "kiosk.yaml")
        let lines = goodAuthority.split(separator: "\n")
        let cut = lines.prefix(3) + lines.suffix(1)
        try workshop.write(cut.joined(separator: "\n"), to: "ca.pem")
        let said = """
            kiosk.yaml:2: hubAuthority: ca.pem does not hold a certificate (PEM). Remedy: Copy \
            ca.pem from the hub's machine to this place.
            Mistakes: 1. Warnings: 0.
            """
        #expect(workshop.check() == said)
    }

    @Test func `is warned of an authority without effect`() throws {
        let workshop = try Workshop()
        let text = try changing(
            "hub: http://127.0.0.1:8080",
            to: "hub: http://127.0.0.1:8080\nhubAuthority: ca.pem",
            in: goodKiosk
        )
        try workshop.write(text, to: "kiosk.yaml")
        try workshop.write(goodAuthority, to: "ca.pem")
        let said = """
            Warning: kiosk.yaml:2: hubAuthority: The hub is not reached by https://, so this has no \
            effect. Remedy: Write https:// in hub, or take this out.
            Mistakes: 0. Warnings: 1.
            """
        #expect(workshop.check() == said)
    }

    @Test func `is warned of a kiosk that hurries people`() throws {
        let workshop = try Workshop()
        try workshop.write(
            changing("idleSeconds: 90", to: "idleSeconds: 20", in: goodKiosk),
            to: "kiosk.yaml"
        )
        let said = """
            Warning: kiosk.yaml:4: idleSeconds: 20 seconds hurry people who read slowly. Remedy: \
            Write 60 or more.
            Mistakes: 0. Warnings: 1.
            """
        #expect(workshop.check() == said)
    }
}
