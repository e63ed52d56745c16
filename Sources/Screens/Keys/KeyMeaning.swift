/// What a key means on a screen of choices; Page Up and Page Down came as digits.
enum KeyMeaning: Equatable, Sendable {
    /// A digit or another character that a choice may stand on.
    case choice(Character)
    case larger, speech, more, help, back, confirm
    case previous, next
    case staff
    case nothing

    init(_ key: Key) {
        self =
            switch key {
            case .character("7"): .larger
            case .character("8"): .speech
            case .character("9"), .right: .more
            case .character("0"): .help
            case .character("*"), .backspace, .escape, .left: .back
            case .character("#"), .enter: .confirm
            case .character(let character): .choice(character)
            case .up: .previous
            case .down: .next
            case .f10: .staff
            case .pageUp, .pageDown, .tab, .resize, .other: .nothing
            }
    }
}
