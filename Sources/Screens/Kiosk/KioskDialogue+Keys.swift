import Lobby

extension KioskDialogue {
    /// A key, which may be part of a scan.
    mutating func take(_ key: Key, at now: Duration) -> [Effect] {
        if burst.isOver(at: now) { stateBeforeBurst = state }
        let verdict = burst.take(key, at: now)
        if !held.isEmpty, burst.isRunning, !burst.isTooLong { heldUntil = now + Self.holdBack }
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
        if let before = stateBeforeBurst {
            state = before
            held = []
        }
        stateBeforeBurst = nil
        guard !state.place.isChangingAVisit else { return [] }
        state.language = language
        state.go(to: .lookingUp(.scanned), at: now)
        return [.lookUpKey(digits)]
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
        switch state.place {
        case .welcome: state.turn(to: .welcome(page: 0))
        case .services: state.turn(to: .services(page: 0))
        case .choosing(let visits, _): state.turn(to: .choosing(visits, page: 0))
        case .today(let list, _): state.turn(to: .today(list, page: 0))
        default: break
        }
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
        if case .today(let list, let page) = state.place {
            return turnList(list, to: page + step)
        }
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
        case .choice, .more, .previous, .next, .staff, .nothing: break
        }
    }

    private mutating func pressOnEntry(_ key: Key, at now: Duration) -> [Effect] {
        let (text, limit): (String, Int)
        switch state.place {
        case .typing(let typed, _): (text, limit) = (typed, Self.longestNumber)
        case .pin(let typed, _): (text, limit) = (typed, Self.longestPIN)
        default: return []
        }
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

    private mutating func setEntry(_ text: String) {
        switch state.place {
        case .typing: state.turn(to: .typing(text, notFound: nil))
        case .pin: state.turn(to: .pin(text, nil))
        default: break
        }
    }

    private mutating func submit(_ text: String, at now: Duration) -> [Effect] {
        if case .pin = state.place {
            state.go(to: .checkingPIN, at: now)
            return [.checkPIN(text)]
        }
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
