import Lobby

extension KioskDialogue {
    /// Lets time pass up to now: what was held back goes out, what is over ends.
    mutating func passTime(to now: Duration) -> [Effect] {
        var effects: [Effect] = []
        if !held.isEmpty, now >= heldUntil {
            effects += held
            if let before = stateBeforeBurst, burst.isRunning, !burst.isFast,
                held.contains(where: \.drawsNumber)
            {
                stray = StrayDraw(before: before)
            } else {
                // It has gone out: no scan can take it back any more.
                burst.end()
            }
            held = []
            stateBeforeBurst = nil
        }
        if let deadline = state.deadline, !state.isHelpShown, now >= deadline {
            endResult(at: now)
        }
        if !isPatient, state.deadline == nil || state.isHelpShown {
            effects += passIdleTime(to: now)
        }
        return effects
    }

    /// Whether nothing goes away by itself here.
    private var isPatient: Bool {
        isFresh || state.place.staysUntilKey && !state.isHelpShown
    }

    /// Whether the welcome stands as for a new visitor.
    private var isFresh: Bool {
        guard case .welcome(page: 0) = state.place else { return false }
        return !state.isHelpShown && !state.isLarge && !state.isSpeaking && state.selected == nil
    }

    private mutating func passIdleTime(to now: Duration) -> [Effect] {
        let idle = now - state.lastActivity
        if idle >= settings.idle + settings.idleWarning {
            state = KioskState(at: now)
        } else if idle >= settings.idle, !state.isWarning, !state.place.isWelcome {
            state.isWarning = true
            return [.beep]
        }
        return []
    }

    /// A result is over; while paper is still on its way it stays as long again.
    private mutating func endResult(at now: Duration) {
        if case .number(_, .running) = state.place, lobby.printer != .noPrinter,
            now - state.since < settings.resultShown * 2
        {
            state.deadline = state.since + settings.resultShown * 2
        } else {
            state = KioskState(at: now)
        }
    }

    /// When the screen will change by itself next.
    func nextWake(at moment: Moment) -> Duration {
        let now = moment.elapsed
        var waits: [Duration] = [
            .milliseconds(60_000 - (moment.wall.milliseconds % 60_000 + 60_000) % 60_000)
        ]
        if !held.isEmpty { waits.append(heldUntil - now) }
        if state.place.isWaiting { waits.append(state.since + Self.answerLimit - now) }
        if let deadline = state.deadline, !state.isHelpShown {
            waits.append(nextSecond(before: deadline, at: now))
        } else if !isPatient {
            let warning = state.lastActivity + settings.idle
            let end = warning + settings.idleWarning
            waits.append(now < warning ? warning - now : nextSecond(before: end, at: now))
        }
        let soonest = waits.filter { $0 > .zero }.min() ?? .seconds(1)
        return max(soonest, .milliseconds(1))
    }
}

/// Whole seconds until an instant, begun ones counted.
func secondsLeft(until end: Duration, at now: Duration) -> Int {
    let left = (end - now).wholeMilliseconds
    return Int(max(0, (left + 999) / 1000))
}

/// How long until the seconds left become one fewer.
private func nextSecond(before end: Duration, at now: Duration) -> Duration {
    let left = (end - now).wholeMilliseconds
    guard left > 0 else { return .milliseconds(1) }
    let part = left % 1000
    return .milliseconds(part == 0 ? 1000 : part)
}
