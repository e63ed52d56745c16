import Testing

/// What a visitor does at a kiosk, in German.
struct Kiosk {
    let terminal: Terminal

    /// Presses a key on a screen of choices.
    ///
    /// The same key within half a second would be a double strike; another key between makes it
    /// two, however slow or fast the machine is.
    func choose(_ key: String) async throws {
        try await terminal.press("Up", key)
    }

    /// From the first screen to a number for an identity card, the first service of the office.
    @discardableResult
    func drawNumber() async throws -> String {
        try await terminal.shows("Brauchen Sie eine Nummer?")
        try await choose("1")
        try await terminal.shows("Was möchten Sie tun?")
        try await choose("2")
        try await terminal.shows("Worum geht es?")
        try await choose("1")
        return try await terminal.shows("Ihre Nummer", "Personalausweis", "Vor Ihnen")
    }

    /// From any page back to the first screen; a result wants to be looked at for a moment first.
    func goBack() async throws {
        var screen = ""
        try await eventually("the kiosk is back at its first screen", seen: { screen }) {
            screen = try await terminal.screen()
            if screen.contains("Brauchen Sie eine Nummer?") { return true }
            try await choose("BSpace")
            return false
        }
    }

    /// Opens what staff may do.
    func typePIN(_ pin: String) async throws {
        try await terminal.press("F10")
        try await terminal.shows("Für Mitarbeitende: PIN")
        for digit in pin { try await terminal.press(String(digit)) }
        try await terminal.press("Enter")
    }

    /// Leaves the kiosk as staff do; the exit code.
    func leave() async throws -> Int32 {
        try await typePIN(World.pin)
        try await terminal.shows("Kiosk beenden")
        try await choose("1")
        return try await terminal.outcome()
    }
}

/// Numbers as they stand on the screen in large letters, without the blanks at the margins.
enum LargeNumber: String {
    case a001 = """
        ▄▀▀▀▄    ▄▀▀▀▄ ▄▀▀▀▄  ▄█
        █▄▄▄█    █   █ █   █ ▀ █
        █   █    █   █ █   █   █
        ▀   ▀     ▀▀▀   ▀▀▀  ▀▀▀▀▀
        """

    /// As the board shows it.
    case boardA001 = """
          ██████            ██████      ██████        ██
        ██      ██        ██      ██  ██      ██    ████
        ██      ██        ██      ██  ██      ██  ██  ██
        ██████████        ██      ██  ██      ██      ██
        ██      ██        ██      ██  ██      ██      ██
        ██      ██        ██      ██  ██      ██      ██
        ██      ██          ██████      ██████    ██████████
        """

    /// Whether the number stands on the screen.
    func stands(on screen: String) -> Bool {
        let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
        let wanted = rawValue.split(separator: "\n")
        return lines.indices.dropLast(wanted.count - 1).contains { first in
            guard let column = lines[first].firstRange(of: wanted[0])?.lowerBound else {
                return false
            }
            let indent = lines[first].distance(from: lines[first].startIndex, to: column)
            return zip(lines[first...], wanted).allSatisfy { line, part in
                line.dropFirst(indent).hasPrefix(part)
            }
        }
    }
}
