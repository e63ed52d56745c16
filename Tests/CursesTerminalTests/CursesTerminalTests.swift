import Foundation
import Glibc
import Screens
import Testing

@testable import CursesTerminal

/// The driver on a real pseudo-terminal; one at a time, because ncurses has one current screen.
@MainActor
@Suite(.serialized)
struct CursesTerminalTests {
    private let far: PrivateTerminal
    private let mailbox = Mailbox<Int>()

    init() throws {
        setenv("TERM", "xterm", 1)
        setenv("LC_ALL", "C.UTF-8", 1)
        // A job in the background of a shell begins with it ignored.
        signal(SIGINT, SIG_DFL)
        far = try PrivateTerminal(width: 60, height: 20)
    }

    @Test
    func `a pipe is no terminal, and the sentence says what to do`() throws {
        let file = open("/dev/null", O_RDWR)
        defer { close(file) }
        let problem = #expect(throws: TerminalProblem.self) {
            _ = try CursesTerminal(input: file, output: file)
        }
        #expect(problem == .notATerminal)
        #expect(problem?.description.contains("start this in a terminal") == true)
    }

    @Test
    func `a grid appears cell by cell, and then only what changed`() throws {
        let terminal = try CursesTerminal(input: far.line, output: far.line)
        defer { terminal.close() }
        #expect(terminal.size == Size(width: 60, height: 20))
        var grid = Grid(size: terminal.size)
        let lines = ["Bürgerbüro · Привіт", "▄▀▀▀▄ → ﺔﻴﺑﺮﻌﻟﺍ", "漢字 x"]
        for (row, line) in lines.enumerated() {
            grid.put(glyphs(of: line), row: row, column: 0, style: .bold)
        }
        grid.put(glyphs(of: "Ende"), row: 19, column: 56, style: .reverse)
        terminal.draw(grid)
        let shown = far.lines
        #expect(shown[0] == lines[0] && shown[1] == lines[1])
        // The far side counts a wide character as one cell, so only its beginning is compared.
        #expect(shown[2].hasPrefix("漢"))
        #expect(shown[19].hasSuffix("Ende"))

        grid.put(glyphs(of: "Hallo"), row: 5, column: 10, style: .plain)
        terminal.draw(grid)
        #expect(far.lines[5] == "          Hallo")
        #expect(far.lines[0] == lines[0])
    }

    @Test(arguments: [
        ("1", Key.character("1")), ("*", .character("*")), ("ü", .character("ü")),
        ("\r", .enter), ("\n", .enter), ("\u{7F}", .backspace), ("\u{8}", .backspace),
        ("\u{1B}", .escape), ("\u{1B}OA", .up), ("\u{1B}OB", .down), ("\u{1B}[21~", .f10),
        ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown),
        ("\u{1B}OH", .character("7")), ("\u{1B}OF", .character("1")),
        ("\u{1B}[2~", .character("0")), ("\u{1B}Oq", .character("1")),
        ("\u{1B}Op", .character("0")), ("\u{1B}Ou", .character("5")), ("\u{1B}OM", .enter),
        ("\u{1B}Oj", .character("*")), ("\t", .tab), ("\u{1B}OP", .other),
    ])
    func `a key is what is printed on it, but for the page keys`(bytes: String, key: Key) throws {
        let terminal = try CursesTerminal(input: far.line, output: far.line)
        defer { terminal.close() }
        far.type(bytes)
        #expect(terminal.wait(for: mailbox, atMost: .seconds(5)).keys == [key])
    }

    @Test
    func `Ctrl-C and its friends are plain keys`() throws {
        let terminal = try CursesTerminal(input: far.line, output: far.line)
        defer { terminal.close() }
        far.type("\u{3}\u{1A}\u{1C}\u{4}\u{13}\u{11}")
        let keys = terminal.wait(for: mailbox, atMost: .seconds(5)).keys
        #expect(keys == Array(repeating: .other, count: 6))
        #expect(far.modes.c_lflag & tcflag_t(ISIG | ICANON | ECHO) == 0)
        for signal in [SIGINT, SIGQUIT, SIGTSTP, SIGPIPE] { raise(signal) }
        terminal.draw(Grid(size: terminal.size))
    }

    @Test
    func `keys typed together come together and in order`() throws {
        let terminal = try CursesTerminal(input: far.line, output: far.line)
        defer { terminal.close() }
        far.type("0012345678\r")
        let keys = terminal.wait(for: mailbox, atMost: .seconds(5)).keys
        #expect(keys == "0012345678".map { .character($0) } + [.enter])
    }

    @Test
    func `a message wakes the loop, from any thread`() async throws {
        let terminal = try CursesTerminal(input: far.line, output: far.line)
        defer { terminal.close() }
        let mailbox = mailbox
        Thread.detachNewThread { for number in 1...3 { mailbox.post(number) } }
        var messages: [Int] = []
        while messages.count < 3 {
            messages += terminal.wait(for: mailbox, atMost: .seconds(5)).messages
        }
        #expect(messages == [1, 2, 3])
        #expect(terminal.wait(for: mailbox, atMost: .zero).messages.isEmpty)
    }

    @Test
    func `waiting ends when its time is over`() throws {
        let terminal = try CursesTerminal(input: far.line, output: far.line)
        defer { terminal.close() }
        let start = ContinuousClock.now
        let batch = terminal.wait(for: mailbox, atMost: .milliseconds(30))
        #expect(batch.keys.isEmpty && batch.messages.isEmpty)
        #expect(ContinuousClock.now - start >= .milliseconds(30))
    }

    @Test
    func `another size is noticed and drawn whole`() throws {
        let terminal = try CursesTerminal(input: far.line, output: far.line)
        defer { terminal.close() }
        terminal.draw(Grid(size: terminal.size))
        far.resize(width: 80, height: 25)
        #expect(terminal.wait(for: mailbox, atMost: .zero).keys == [.resize])
        #expect(terminal.size == Size(width: 80, height: 25))
        var grid = Grid(size: terminal.size)
        grid.put(glyphs(of: "unten rechts"), row: 24, column: 68, style: .plain)
        terminal.draw(grid)
        #expect(far.lines[24].hasSuffix("unten rechts"))
    }

    @Test
    func `closing puts the terminal back, signals too`() throws {
        let before = far.modes
        let terminal = try CursesTerminal(input: far.line, output: far.line)
        terminal.draw(Grid(size: terminal.size))
        #expect(!far.isCursorShown && far.isAlternateScreen)
        #expect(disposition(of: SIGINT) == .ignored)
        terminal.close()
        terminal.close()
        let after = far.modes
        #expect(after.c_lflag == before.c_lflag && after.c_iflag == before.c_iflag)
        #expect(after.c_oflag == before.c_oflag)
        #expect(far.isCursorShown && !far.isAlternateScreen)
        #expect(disposition(of: SIGINT) == .usual)
        #expect(disposition(of: SIGTERM) == .usual)
    }

    @Test
    func `a program that handles SIGTERM itself keeps its handling`() throws {
        signal(SIGTERM, SIG_IGN)
        defer { signal(SIGTERM, SIG_DFL) }
        let terminal = try CursesTerminal(input: far.line, output: far.line)
        #expect(disposition(of: SIGTERM) == .ignored)
        terminal.close()
        #expect(disposition(of: SIGTERM) == .ignored)
    }

    @Test
    func `a way out that closes nothing puts the terminal back all the same`() throws {
        let before = far.modes
        let terminal = try CursesTerminal(input: far.line, output: far.line)
        terminal.draw(Grid(size: terminal.size))
        // What exit and deadly signals call.
        CursesTerminal.putBack()
        #expect(far.modes.c_lflag == before.c_lflag)
        #expect(far.isCursorShown && !far.isAlternateScreen)
        terminal.close()
    }

    @Test
    func `the terminal is taken once`() throws {
        let terminal = try CursesTerminal(input: far.line, output: far.line)
        defer { terminal.close() }
        #expect(throws: TerminalProblem.alreadyOpen) {
            _ = try CursesTerminal(input: far.line, output: far.line)
        }
    }

    @Test
    func `an unknown kind of terminal is named`() throws {
        setenv("TERM", "no-such-terminal", 1)
        #expect(throws: TerminalProblem.unknownKind("no-such-terminal")) {
            _ = try CursesTerminal(input: far.line, output: far.line)
        }
        #expect(disposition(of: SIGINT) == .usual)
    }

    @Test
    func `widths are those of the C library, so that drawing stays in step`() throws {
        // Not in Swift's Glibc module.
        typealias Width = @convention(c) (wchar_t) -> Int32
        let symbol = try #require(dlsym(nil, "wcwidth"))
        let wcwidth = unsafeBitCast(symbol, to: Width.self)
        setlocale(LC_CTYPE, "C.UTF-8")
        let blocks: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0xA1...0xAC, 0x100...0x17F, 0x300...0x36F, 0x400...0x52F, 0x5D0...0x5EA,
            0x620...0x65F, 0x2500...0x259F, 0x3041...0x30FF, 0x4E00...0x4E80, 0xAC00...0xAC80,
            0xFE70...0xFEFC,
        ]
        for value in blocks.joined() {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let width = Int(wcwidth(wchar_t(value)))
            if width >= 0 {
                #expect(cellWidth(of: scalar) == width, "U+\(String(value, radix: 16))")
            }
        }
    }

    private enum Disposition { case usual, ignored, handled }

    private func disposition(of signal: Int32) -> Disposition {
        var action = sigaction()
        sigaction(signal, nil, &action)
        // SIG_DFL is 0 and SIG_IGN 1, as pointers to functions that are never called.
        return switch unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) {
        case 0: .usual
        case 1: .ignored
        default: .handled
        }
    }
}
