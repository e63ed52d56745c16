import CNcurses
import Glibc
package import Screens

/// The terminal of this process: a grid onto it, keys from it.
///
/// One loop owns it, on the main actor:
///
///     let terminal = try CursesTerminal()
///     defer { terminal.close() }
///     while running {
///         let batch = terminal.wait(for: mailbox, atMost: untilWake)
///         …one update per key and per message, carry out the effects…
///         terminal.draw(dialogue.screen(size: terminal.size, at: now()).grid)
///     }
///
/// While it is open, Ctrl-C, Ctrl-Z and their friends are plain keys, and the signals they stand for
/// are ignored. The terminal is put back by ``close()``, by `exit`, and by deadly signals.
@MainActor
package final class CursesTerminal {
    /// What came in while waiting; both empty when the time was over.
    package struct Batch<Message: Sendable>: Sendable {
        package var keys: [Key]
        package var messages: [Message]
    }

    /// Keys handed over in one batch; what is typed beyond it waits for the next.
    private static let batchLimit = 256

    private static var isOpen = false

    package private(set) var size = Size.smallest
    private let inputFile: Int32
    private let outputFile: Int32
    /// Readable when the window has another size.
    private let resizedFile: Int32
    private let screen: OpaquePointer
    private let streams: [UnsafeMutablePointer<FILE>]
    private let hasColours: Bool
    private var shown: Grid?
    private var isClosed = false

    /// Takes the terminal over.
    ///
    /// The files are for tests on a terminal of their own.
    ///
    /// - Throws: ``TerminalProblem``, whose description is a sentence for the person who started this.
    package init(input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO) throws(TerminalProblem)
    {
        guard !Self.isOpen else { throw .alreadyOpen }
        guard isatty(input) == 1, isatty(output) == 1, curses_remember_modes(input, output) == 0
        else { throw .notATerminal }
        curses_guard_signals()
        useWideCharacters()
        let kind = getenv("TERM").map { String(cString: $0) } ?? ""
        // Streams of our own: ncurses must not share a buffer with anything that prints.
        guard let reader = fdopen(dup(input), "r"), let writer = fdopen(dup(output), "w"),
            let screen = newterm(nil, writer, reader)
        else {
            curses_unguard_signals()
            throw .unknownKind(kind)
        }
        guard curses_can_move() == 1 else {
            endwin()
            delscreen(screen)
            fclose(reader)
            fclose(writer)
            curses_unguard_signals()
            throw .unknownKind(kind)
        }
        (inputFile, outputFile, resizedFile) = (input, output, curses_watch_size())
        streams = [reader, writer]
        self.screen = screen
        hasColours = startColours()
        raw()
        noecho()
        nonl()
        _ = curses_keypad()
        _ = curses_do_not_wait()
        set_escdelay(25)
        curs_set(0)
        defineKeypad()
        curses_guard_exit()
        Self.isOpen = true
        measure()
    }

    /// Waits until a key, a message or the time limit comes; without a limit for as long as it takes.
    ///
    /// Blocks the main thread and uses no processor time. Everything that has come is in the answer;
    /// a new size shows as ``Key/resize``.
    package func wait<Message>(
        for mailbox: Mailbox<Message>,
        atMost limit: Duration? = nil
    )
        -> Batch<Message>
    {
        var files = [
            pollfd(fd: inputFile, events: Int16(POLLIN), revents: 0),
            pollfd(fd: mailbox.wakeup, events: Int16(POLLIN), revents: 0),
            pollfd(fd: resizedFile, events: Int16(POLLIN), revents: 0),
        ]
        var keys = readKeys()
        if keys.isEmpty {
            _ = poll(&files, nfds_t(files.count), milliseconds(of: limit))
            keys = readKeys()
        }
        wakeup_clear(resizedFile)
        if measure(), !keys.contains(.resize) { keys.append(.resize) }
        return Batch(keys: keys, messages: mailbox.collect())
    }

    /// Whether the other side of the terminal is gone, so that no key will ever come.
    package var isHungUp: Bool {
        var file = pollfd(fd: inputFile, events: Int16(POLLIN), revents: 0)
        return poll(&file, 1, 0) > 0 && Int32(file.revents) & (POLLHUP | POLLERR | POLLNVAL) != 0
    }

    /// Puts the difference to what is shown on the terminal.
    package func draw(_ grid: Grid) {
        guard !isClosed else { return }
        let before = shown?.size == grid.size ? shown : nil
        if before == nil { _ = curses_clear() }
        for row in 0..<min(grid.size.height, size.height) {
            if let before, before.row(row) == grid.row(row) { continue }
            draw(row: row, of: grid, before: before)
        }
        _ = curses_refresh()
        shown = grid
    }

    package func beep() {
        guard !isClosed else { return }
        _ = CNcurses.beep()
    }

    /// What `exit` and deadly signals do in place of ``close()``.
    static func putBack() {
        curses_restore()
    }

    /// Puts the terminal back as it was; a second time does nothing.
    package func close() {
        guard !isClosed else { return }
        isClosed = true
        Self.isOpen = false
        endwin()
        Self.putBack()
        curses_unguard_exit()
        delscreen(screen)
        streams.forEach { fclose($0) }
        curses_unguard_signals()
    }

    private func draw(row: Int, of grid: Grid, before: Grid?) {
        for column in 0..<min(grid.size.width, size.width) {
            let cell = grid[row, column]
            if cell.text.isEmpty || before?[row, column] == cell { continue }
            var text = cell.text.unicodeScalars.map(\.value)
            text.append(0)
            let look = attributes(of: cell.style)
            if curses_put(Int32(row), Int32(column), text, look.attributes, look.pair) == ERR {
                _ = curses_put(Int32(row), Int32(column), [0x3F, 0], look.attributes, look.pair)
            }
        }
    }

    private func readKeys() -> [Key] {
        var keys: [Key] = []
        var code: UInt32 = 0
        while keys.count < Self.batchLimit {
            switch curses_next_key(&code) {
            case KEY_CODE_YES: keys.append(key(functionCode: Int32(bitPattern: code)))
            case ERR: return keys
            default: keys.append(key(character: code))
            }
        }
        return keys
    }

    /// Asks the terminal for its size; whether it is another one than before.
    @discardableResult
    private func measure() -> Bool {
        var (width, height): (Int32, Int32) = (0, 0)
        guard curses_window_size(outputFile, &width, &height) == 0 else { return false }
        let now = Size(width: Int(width), height: Int(height))
        guard now != size else { return false }
        resize_term(height, width)
        (size, shown) = (now, nil)
        return true
    }

    private func attributes(of style: Style) -> (attributes: UInt32, pair: Int32) {
        var attributes: UInt32 = 0
        if style.isBold { attributes |= curses_bold() }
        if style.isReverse { attributes |= curses_reverse() }
        if style.isDim { attributes |= curses_dim() }
        switch style.tint {
        case .plain: return (attributes, 0)
        case .accent: return (attributes, hasColours ? 1 : 0)
        case .attention: return (attributes, hasColours ? 2 : 0)
        }
    }
}

/// Wide characters need a locale of UTF-8; `C.UTF-8` is there on every Debian machine.
private func useWideCharacters() {
    let isWide =
        setlocale(LC_CTYPE, "") != nil && String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8"
    if !isWide { setlocale(LC_CTYPE, "C.UTF-8") }
}

/// The tints as colour pairs over the terminal's own background; false in monochrome.
private func startColours() -> Bool {
    guard has_colors(), start_color() == OK, use_default_colors() == OK else { return false }
    init_pair(1, Int16(COLOR_CYAN), -1)
    init_pair(2, Int16(COLOR_YELLOW), -1)
    return true
}

private func milliseconds(of limit: Duration?) -> Int32 {
    guard let limit else { return -1 }
    // Rounded up, so that a timer is over when the wait is.
    let (seconds, attoseconds) = limit.components
    let (whole, rest) = attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000_000_000)
    return Int32(clamping: max(0, seconds * 1000 + whole + (rest > 0 ? 1 : 0)))
}
