import CNcurses
import Screens

/// What the keypad sends in application mode (ESC O and a letter), as the key it is printed with.
///
/// The codes are those of the VT100 keypad, which terminals use with NumLock on or off.
private let keypadSequences: [(sequence: String, key: Key)] =
    zip("pqrstuvwxy", "0123456789").map { ("\u{1B}O\($0)", .character($1)) } + [
        ("\u{1B}Oj", .character("*")), ("\u{1B}Ok", .character("+")),
        ("\u{1B}Ol", .character(",")), ("\u{1B}Om", .character("-")),
        ("\u{1B}On", .character(".")), ("\u{1B}Oo", .character("/")), ("\u{1B}OM", .enter),
    ]

/// Teaches ncurses the keypad; every sequence gets a code of our own.
func defineKeypad() {
    for (index, entry) in keypadSequences.enumerated() {
        define_key(entry.sequence, Int32(CURSES_KEYPAD) + Int32(index))
    }
}

/// The key that a function key code of ncurses means.
///
/// A keypad with NumLock off sends Home, Page Up and so on. Home and End are digits here, because
/// nothing else needs those keys; Page Up and Page Down scroll lists, and who wants digits takes
/// them as 9 and 3. Its 2, 4, 6 and 8 cannot be told from arrows and stay arrows.
func key(functionCode code: Int32) -> Key {
    let own = Int(code) - Int(CURSES_KEYPAD)
    if keypadSequences.indices.contains(own) { return keypadSequences[own].key }
    switch code {
    case KEY_ENTER: return .enter
    case KEY_BACKSPACE, KEY_DC: return .backspace
    case KEY_UP: return .up
    case KEY_DOWN: return .down
    case KEY_LEFT: return .left
    case KEY_RIGHT: return .right
    case KEY_HOME, KEY_FIND, KEY_A1: return .character("7")
    case KEY_PPAGE: return .pageUp
    case KEY_A3: return .character("9")
    case KEY_B2, KEY_BEG: return .character("5")
    case KEY_END, KEY_SELECT, KEY_C1: return .character("1")
    case KEY_NPAGE: return .pageDown
    case KEY_C3: return .character("3")
    case KEY_IC: return .character("0")
    case KEY_RESIZE: return .resize
    case curses_function_key(10): return .f10
    default: return .other
    }
}

/// The key that a character means; control characters are plain keys without a meaning.
func key(character code: UInt32) -> Key {
    switch code {
    case 0x09: return .tab
    case 0x0A, 0x0D: return .enter
    case 0x08, 0x7F: return .backspace
    case 0x1B: return .escape
    case 0..<0x20: return .other
    default: return Unicode.Scalar(code).map { .character(Character($0)) } ?? .other
    }
}
