import Foundation
import Glibc

/// A pseudo-terminal whose far side the test holds: it types keys and reads what is drawn.
final class PrivateTerminal {
    /// What a person would sit at.
    let keyboard: Int32
    /// What the program has as its terminal.
    let line: Int32
    private var shown: TerminalScreen

    init(width: Int, height: Int) throws {
        var (near, far): (Int32, Int32) = (-1, -1)
        guard openpty(&near, &far, nil, nil, nil) == 0 else { throw POSIXError(.ENXIO) }
        (keyboard, line) = (near, far)
        shown = TerminalScreen(width: width, height: height)
        resize(width: width, height: height)
    }

    deinit {
        close(line)
        close(keyboard)
    }

    func resize(width: Int, height: Int) {
        var size = winsize(
            ws_row: UInt16(height),
            ws_col: UInt16(width),
            ws_xpixel: 0,
            ws_ypixel: 0
        )
        _ = ioctl(keyboard, UInt(TIOCSWINSZ), &size)
        shown = TerminalScreen(width: width, height: height)
    }

    func type(_ bytes: String) {
        let bytes = Array(bytes.utf8)
        write(keyboard, bytes, bytes.count)
    }

    /// What stands on the terminal, after everything sent so far.
    var lines: [String] {
        shown.take(received())
        return shown.lines
    }

    var isCursorShown: Bool {
        shown.take(received())
        return shown.isCursorShown
    }

    var isAlternateScreen: Bool {
        shown.take(received())
        return shown.isAlternateScreen
    }

    var modes: termios {
        var modes = termios()
        tcgetattr(line, &modes)
        return modes
    }

    private func received() -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        var file = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
        while poll(&file, 1, 20) > 0 {
            let count = read(keyboard, &buffer, buffer.count)
            guard count > 0 else { break }
            all += buffer[..<count]
        }
        return all
    }
}

/// As much of an xterm as ncurses needs to draw text.
struct TerminalScreen {
    private var cells: [[Character]]
    private var row = 0
    private var column = 0
    private var pending: [UInt8] = []
    private(set) var isCursorShown = true
    private(set) var isAlternateScreen = false

    init(width: Int, height: Int) {
        cells = Array(repeating: Array(repeating: " ", count: width), count: height)
    }

    var lines: [String] {
        cells.map { line in
            String(String(line).reversed().drop(while: { $0 == " " }).reversed())
        }
    }

    mutating func take(_ bytes: [UInt8]) {
        var scalars = Substring(String(decoding: pending + bytes, as: UTF8.self)).unicodeScalars
        pending = []
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\u{1B}": escape(&scalars)
            case "\r": column = 0
            case "\n": row = min(row + 1, cells.count - 1)
            case "\u{8}": column = max(0, column - 1)
            case "\u{7}", "\0", "\u{E}", "\u{F}": break
            default: put(Character(scalar))
            }
        }
    }

    private mutating func put(_ character: Character) {
        guard cells.indices.contains(row), cells[row].indices.contains(column) else { return }
        cells[row][column] = character
        column += 1
    }

    private mutating func escape(_ scalars: inout Substring.UnicodeScalarView) {
        switch scalars.popFirst() {
        case "[": break
        case "(", ")": return _ = scalars.popFirst()
        default: return
        }
        var text = ""
        while let scalar = scalars.popFirst() {
            if ("@"..."~").contains(scalar) {
                return control(scalar, text)
            }
            text.unicodeScalars.append(scalar)
        }
    }

    private mutating func control(_ final: Unicode.Scalar, _ text: String) {
        if text.hasPrefix("?") {
            if text.contains("25") { isCursorShown = final == "h" }
            if text.contains("1049") { isAlternateScreen = final == "h" }
            return
        }
        let numbers = text.split(separator: ";").map { Int($0) ?? 1 }
        let first = numbers.first ?? 1
        switch final {
        case "H": (row, column) = (first - 1, (numbers.count > 1 ? numbers[1] : 1) - 1)
        case "d": row = first - 1
        case "G": column = first - 1
        case "A": row = max(0, row - first)
        case "B": row = min(cells.count - 1, row + first)
        case "C": column += first
        case "D": column = max(0, column - first)
        case "J": erase(rows: row + 1..<cells.count, line: text == "2" ? 0 : column, all: text)
        case "K":
            let range = text == "1" ? 0..<column + 1 : column..<cells[row].count
            for index in range { cells[row][index] = " " }
        case "X":
            for index in column..<min(column + first, cells[row].count) { cells[row][index] = " " }
        case "b": for _ in 0..<first { put(cells[row][column - 1]) }
        default: break
        }
    }

    private mutating func erase(rows: Range<Int>, line: Int, all: String) {
        let blank = Array(repeating: Character(" "), count: cells[row].count)
        if all == "2" {
            cells = cells.map { _ in blank }
            return
        }
        for index in line..<blank.count { cells[row][index] = " " }
        for index in rows { cells[index] = blank }
    }
}
