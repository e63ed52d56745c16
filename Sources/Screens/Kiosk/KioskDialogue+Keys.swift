import Lobby

extension KioskDialogue {
    /// A key, which may be part of a scan.
    mutating func take(_ key: Key, at now: Duration) -> [Effect] {
        if burst.isOver(at: now) {
            stateBeforeBurst = state
            if stray?.digits == nil { stray = nil }
        }
        let verdict = burst.take(key, at: now)
        if !held.isEmpty, burst.isRunning, !burst.isTooLong { heldUntil = now + holdTime }
        switch verdict {
        case .scan(let digits): return scan(digits, at: now)
        case .swallow:
            state.lastActivity = now
            return []
        case .press: return press(key, at: now)
        }
    }

    /// A code was scanned: whatever its first digits did as keys has not happened.
    private mutating func scan(_ digits: String, at now: Duration) -> [Effect] {
        if stray != nil { return takeBackStray(for: digits, at: now) }
        if let before = stateBeforeBurst {
            state = before
            held = []
        }
        stateBeforeBurst = nil
        guard !state.place.isChangingAVisit else { return [] }
        if case .managing(.code) = state.place, digits.count == Self.codeDigits {
            state.go(to: .managing(.change(code: digits, "")), at: now)
            return []
        }
        state.language = language
        if digits.isEmpty {
            state.go(to: .unknownCode, at: now)
            return []
        }
        state.go(to: .lookingUp(.scanned), at: now)
        return [.lookUpKey(digits)]
    }

    /// Gives back the number that the first digit of a slow scan has drawn, as soon as it is there, and
    /// goes on with the scan.
    mutating func takeBackStray(for digits: String, at now: Duration) -> [Effect] {
        guard let before = stray?.before else { return [] }
        if case .issuing = state.place {
            stray?.digits = digits
            return []
        }
        stray = nil
        guard case .number(let ticket, _) = state.place else { return scan(digits, at: now) }
        state = before
        return [.handBack(ticket.id)] + scan(digits, at: now)
    }

    private mutating func press(_ key: Key, at now: Duration) -> [Effect] {
        let isOnEntry = state.place.isEntry && !state.isHelpShown && !state.isWarning
        let isRepeated = strike.repeats(key, isOnEntry: isOnEntry, at: now)
        state.lastActivity = now
        if isRepeated { return [] }
        if state.isWarning {
            state.isWarning = false
            return []
        }
        if key == .f10 {
            askPIN(at: now)
        } else if state.isHelpShown {
            pressOnHelp(KeyMeaning(key), at: now)
        } else if isOnEntry {
            return pressOnEntry(key, at: now)
        } else {
            pressOnChoices(KeyMeaning(key), at: now)
        }
        return []
    }

    // MARK: Choices

    private mutating func pressOnChoices(_ meaning: KeyMeaning, at now: Duration) {
        switch meaning {
        case .larger: setLarge(!state.isLarge)
        case .speech: speak()
        case .help: state.isHelpShown = true
        case .choice(let character):
            if let choice = menu.first(where: { $0.key == character }) {
                choose(choice.action, at: now)
            } else {
                pushResult(at: now)
            }
        case .confirm: confirm(at: now)
        case .more:
            if menu.contains(where: { $0.action == .morePages }) {
                choose(.morePages, at: now)
            } else {
                pushResult(at: now)
            }
        case .back: goBack(at: now)
        case .previous: move(by: -1, at: now)
        case .next: move(by: 1, at: now)
        case .nothing: pushResult(at: now)
        case .staff: break
        }
    }

    private mutating func setLarge(_ isLarge: Bool) {
        state.isLarge = isLarge
        // The pages are others now: begin with the first.
        if let pages { state.turn(to: pages.turned(0)) }
    }

    private mutating func speak() {
        guard speechAvailable else { return }
        state.isSpeaking = true
        sayAgain()
    }

    private mutating func confirm(at now: Duration) {
        if let selected = state.selected, menu.indices.contains(selected) {
            choose(menu[selected].action, at: now)
        } else if state.place.isWelcome {
            choose(.language(language), at: now)
        } else {
            pushResult(at: now)
        }
    }

    private mutating func move(by step: Int, at now: Duration) {
        if case .today = state.place { return turnPage(by: step) }
        guard !menu.isEmpty else { return pushResult(at: now) }
        let start = step > 0 ? -1 : menu.count
        state.selected = ((state.selected ?? start) + step + menu.count) % menu.count
    }

    /// Any key ends a result.
    private mutating func pushResult(at now: Duration) {
        let age = now - state.since
        if state.place.isResult, age >= Self.firstLook { state = KioskState(at: now) }
    }

    // MARK: Other screens

    private mutating func pressOnHelp(_ meaning: KeyMeaning, at now: Duration) {
        switch meaning {
        case .larger: setLarge(!state.isLarge)
        case .speech: speak()
        case .back, .confirm, .help:
            state.isHelpShown = false
            if state.deadline != nil { state.deadline = now + settings.resultShown }
        case .choice(let character):
            if let call = helpChoices.first, call.key == character {
                state.helpCall = .asking
                hold(.callHelp, at: now)
            }
        case .more, .previous, .next, .staff, .nothing: break
        }
    }

    private mutating func pressOnEntry(_ key: Key, at now: Duration) -> [Effect] {
        guard let (text, limit) = entry else { return [] }
        switch key {
        case .character("*"), .escape: goBack(at: now)
        case .backspace:
            if text.isEmpty { goBack(at: now) } else { setEntry(String(text.dropLast())) }
        case .enter, .character("#"):
            if !text.isEmpty { return submit(text, at: now) }
            state.isHelpShown = true
        case .character(let digit) where digit.isASCII && digit.isNumber:
            if text.count < limit { setEntry(text + String(digit)) }
        default: break
        }
        return []
    }

    /// What was typed so far, and how many digits there may be.
    private var entry: (text: String, limit: Int)? {
        switch state.place {
        case .typing(let typed, _): (typed, Self.longestNumber)
        case .pin(let typed, _): (typed, Self.longestPIN)
        case .checkIn(.code(let typed, _)), .managing(.code(let typed, _)):
            (typed, Self.codeDigits)
        case .managing(.change(_, let typed, _)): (typed, Self.changeDigits)
        case .booking(.phone(_, _, let typed, _)): (typed, Self.longestPhone)
        default: nil
        }
    }

    private mutating func setEntry(_ text: String) {
        switch state.place {
        case .typing: state.turn(to: .typing(text, notFound: nil))
        case .pin: state.turn(to: .pin(text, nil))
        case .checkIn: state.turn(to: .checkIn(.code(text)))
        case .managing(.change(let code, _, _)):
            state.turn(to: .managing(.change(code: code, text)))
        case .managing: state.turn(to: .managing(.code(text)))
        case .booking(.phone(let plan, let start, _, _)):
            state.turn(to: .booking(.phone(plan, start, text)))
        default: break
        }
    }

    private mutating func submit(_ text: String, at now: Duration) -> [Effect] {
        switch state.place {
        case .pin:
            state.go(to: .checkingPIN, at: now)
            return [.checkPIN(text)]
        case .checkIn where text.count < Self.codeDigits:
            state.go(to: .checkIn(.code(text, isShort: true)), at: now)
            return []
        case .managing(.code) where text.count < Self.codeDigits:
            state.go(to: .managing(.code(text, isShort: true)), at: now)
            return []
        case .managing(.change(let code, _, _)) where text.count < Self.changeDigits:
            state.go(to: .managing(.change(code: code, text, isShort: true)), at: now)
            return []
        case .checkIn:
            state.go(to: .checkIn(.checking), at: now)
            return [.checkCode(text)]
        case .managing(.code):
            state.go(to: .managing(.change(code: text, "")), at: now)
            return []
        case .managing(.change(let code, _, _)):
            state.go(to: .managing(.searching(code: code, change: text)), at: now)
            return [.findAppointment(code: code, change: text)]
        case .booking(.phone(let plan, let start, _, _)):
            submitPhone(text, plan, start, at: now)
            return []
        default: return submitNumber(text, at: now)
        }
    }

    private mutating func submitNumber(_ text: String, at now: Duration) -> [Effect] {
        guard let number = Int(text), number > 0 else {
            state.go(to: .typing("", notFound: text), at: now)
            return []
        }
        state.go(to: .lookingUp(.typed(String(number))), at: now)
        return [.lookUp(number)]
    }

    private mutating func askPIN(at now: Duration) {
        let isBusy = state.place.isChangingAVisit && now - state.since < Self.answerLimit
        if !isBusy { state.go(to: .pin("", nil), at: now) }
    }
}
