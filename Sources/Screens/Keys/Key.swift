/// What a keyboard, a keypad or a scanner sends.
///
/// The driver has already undone NumLock, and control characters are plain keys.
package enum Key: Hashable, Sendable {
    case character(Character)
    case enter
    case backspace
    case up, down, left, right
    case pageUp, pageDown
    case f10
    case escape
    /// The terminal has another size now; not pressed by anybody.
    case resize
    /// A key without a meaning here.
    case other
}
