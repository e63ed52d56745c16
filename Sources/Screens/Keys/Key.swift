/// What a keyboard, a keypad or a scanner sends.
///
/// The driver has already undone NumLock but for Page Up and Page Down, see ``onKeypad``; control
/// characters are plain keys.
package enum Key: Hashable, Sendable {
    case character(Character)
    case enter
    case backspace
    case up, down, left, right
    case pageUp, pageDown
    case f10
    case escape
    case tab
    /// The terminal has another size now; not pressed by anybody.
    case resize
    /// A key without a meaning here.
    case other

    /// The key as it is printed on a numeric keypad, whose 9 and 3 are Page Up and Page Down while
    /// NumLock is off.
    var onKeypad: Key {
        switch self {
        case .pageUp: .character("9")
        case .pageDown: .character("3")
        default: self
        }
    }
}
