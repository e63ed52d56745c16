import Lobby

extension FrontDeskDialogue {
    mutating func press(_ key: Key, at moment: Moment) -> [Effect] {
        let (before, wasWorking) = (self, workingUntil != nil)
        // What was said answered the key before.
        if workingUntil == nil { say("") }
        let wasAsked = cancelAsked
        cancelAsked = nil
        let effects =
            switch mode {
            case .day: pressInDay(key, wasAsked: wasAsked)
            case .code(let digits): pressInCode(key, digits)
            case .number(let appointment, let typed): pressInNumber(key, appointment, typed)
            case .appointment(let appointment, let byCode):
                pressInAppointment(key, appointment, isSure: byCode || wasAsked == appointment.id)
            case .service(let form, let filter, let persons):
                pressInService(key, form, filter, persons)
            case .times(let form, let days, let day, let moving):
                pressInTimes(key, form, days, day, moving)
            case .person(let form, let field): pressInPerson(key, form, field)
            case .access: pressInAccess(key)
            case .callbacks: pressInCallbacks(key)
            case .newCallback(let phone, let wish, let field):
                pressInNewCallback(key, phone, wish, field)
            }
        if effects.contains(where: { $0 != .quit }) {
            // One thing after the other: a key struck twice must not book twice. Whoever only looked
            // at something may look at something else at once.
            let isLooking = effects.allSatisfy(\.isLook)
            if wasWorking, !(isLooking && before.isLooking) {
                self = before
                return []
            }
            self.isLooking = isLooking
            workingUntil = moment.elapsed + Self.answerLimit
            if sentence.isEmpty { say(texts[.deskWorking]) }
        }
        return effects
    }

    /// Arrow keys in a list; whether the key was one.
    private mutating func moves(_ key: Key) -> Bool {
        switch key {
        case .up: selected -= 1
        case .down: selected += 1
        case .pageUp: selected -= 10
        case .pageDown: selected += 10
        default: return false
        }
        clampSelected()
        return true
    }

    // MARK: A day

    private mutating func pressInDay(_ key: Key, wasAsked: VisitID?) -> [Effect] {
        if moves(key) { return [] }
        switch key {
        case .left: return day.map { [.showDay($0.day + -1)] } ?? []
        case .right: return day.map { [.showDay($0.day + 1)] } ?? []
        case .enter: return selectedAppointment.map { [.open($0.id)] } ?? []
        case .character(let character) where character.isASCII && character.isNumber:
            go(to: .code(String(character)))
        case .character(let character):
            return actInDay(Character(character.lowercased()), wasAsked: wasAsked)
        default: break
        }
        return []
    }

    private mutating func actInDay(_ action: Character, wasAsked: VisitID?) -> [Effect] {
        switch action {
        case "b": go(to: .service(BookingForm(channel: .desk), filter: "", persons: 1))
        case "t": go(to: .service(BookingForm(channel: .phone), filter: "", persons: 1))
        case "r":
            go(to: .callbacks)
            return [.showCallbacks]
        case "w":
            go(to: .access)
            return [.showAccess]
        case "h": return [.showDay(nil)]
        case "q": return [.quit]
        default:
            guard let chosen = selectedAppointment else { return [] }
            return act(action, on: chosen, isSure: wasAsked == chosen.id)
        }
        return []
    }

    /// What can be done with one appointment, in the list and when it is open.
    private mutating func act(
        _ action: Character,
        on appointment: DeskAppointment,
        isSure: Bool
    ) -> [Effect] {
        guard "cvxz".contains(action) else { return [] }
        guard appointment.state == .booked else {
            say(texts[.frontNotPossible], isAttention: true)
            return []
        }
        if "cz".contains(action), isOfOtherDay(appointment) {
            say(texts[.frontOtherDay, ["when": dayTime(appointment.start)]], isAttention: true)
            return []
        }
        switch action {
        case "c": return [.checkIn(appointment.id)]
        case "z":
            go(to: .number(appointment, ""))
            return []
        case "v":
            var form = BookingForm(channel: appointment.channel == .phone ? .phone : .desk)
            form.errands = appointment.errands
            go(to: .times(form, [], day: 0, moving: appointment))
            return [.findTimes(form.errands, form.channel)]
        default:
            guard isSure else {
                cancelAsked = appointment.id
                let values = ["when": dayTime(appointment.start)]
                say(texts[.frontCancelSure, values], isAttention: true)
                return []
            }
            return [.cancel(appointment.id)]
        }
    }

    /// Whether its holder is not expected today, by the hub's clock.
    private func isOfOtherDay(_ appointment: DeskAppointment) -> Bool {
        guard let now = day?.asOf else { return false }
        return office.time.day(at: appointment.start) != office.time.day(at: now)
    }

    private mutating func pressInCode(_ key: Key, _ digits: String) -> [Effect] {
        switch key {
        case .escape: go(to: .day)
        case .backspace:
            let rest = String(digits.dropLast())
            if rest.isEmpty { go(to: .day) } else { mode = .code(rest) }
        case .character(let digit) where digit.isASCII && digit.isNumber:
            guard digits.count < KioskDialogue.codeDigits else { return [] }
            let typed = digits + String(digit)
            mode = .code(typed)
            if typed.count == KioskDialogue.codeDigits { return [.find(typed)] }
        case .character(" "), .character("-"): break
        case .enter: say(texts[.codeHint], isAttention: true)
        default: break
        }
        return []
    }

    private mutating func pressInNumber(
        _ key: Key,
        _ appointment: DeskAppointment,
        _ typed: String
    ) -> [Effect] {
        var typed = typed
        switch key {
        case .escape: go(to: .day)
        case .enter:
            guard let label = Label(typed) else {
                say(texts[.frontNumberHint], isAttention: true)
                return []
            }
            go(to: .day)
            return [.match(appointment.id, label)]
        default:
            type(key, into: &typed)
            mode = .number(appointment, typed)
        }
        return []
    }

    private mutating func pressInAppointment(
        _ key: Key,
        _ appointment: DeskAppointment,
        isSure: Bool
    ) -> [Effect] {
        switch key {
        case .escape, .backspace, .enter:
            go(to: .day)
            return [.showDay(day?.day)]
        case .character(let digit) where digit.isASCII && digit.isNumber:
            // The code of another one: what is typed next must not be about this one.
            go(to: .code(String(digit)))
            return []
        case .character(let character):
            let action = Character(character.lowercased())
            if action == "p" { return printSlip(of: appointment) }
            let effects = act(action, on: appointment, isSure: isSure)
            if action == "c" || action == "x", !effects.isEmpty { go(to: .day) }
            return effects
        default: return []
        }
    }

    private mutating func printSlip(of appointment: DeskAppointment) -> [Effect] {
        guard hasPrinter else {
            say(texts[.frontNoPrinter], isAttention: true)
            return []
        }
        guard appointment.state == .booked, appointment.code != nil else {
            say(texts[.frontNotPossible], isAttention: true)
            return []
        }
        return [.printSlip(appointment)]
    }

    // MARK: Booking

    private mutating func pressInService(
        _ key: Key,
        _ form: BookingForm,
        _ filter: String,
        _ persons: Int
    ) -> [Effect] {
        if moves(key) { return [] }
        let most = office.booking?.mostPersons ?? 1
        var form = form
        switch key {
        case .escape: go(to: form.callback == nil ? .day : .callbacks)
        case .left: mode = .service(form, filter: filter, persons: max(1, persons - 1))
        case .right: mode = .service(form, filter: filter, persons: min(most, persons + 1))
        case .backspace:
            go(to: .service(form, filter: String(filter.dropLast()), persons: persons))
        case .enter, .character("+"):
            let found = services(filter)
            if found.indices.contains(selected) {
                form.errands.append(Errand(found[selected].id, persons: persons))
            }
            if key == .character("+") {
                go(to: .service(form, filter: "", persons: 1))
            } else if !form.errands.isEmpty {
                go(to: .times(form, [], day: 0, moving: nil))
                return [.findTimes(form.errands, form.channel)]
            }
        case .character(let character):
            go(to: .service(form, filter: filter + String(character), persons: persons))
        default: break
        }
        return []
    }

    private mutating func pressInTimes(
        _ key: Key,
        _ form: BookingForm,
        _ days: [FreeTimes],
        _ place: Int,
        _ moving: DeskAppointment?
    ) -> [Effect] {
        if moves(key) { return [] }
        switch key {
        case .escape:
            var empty = form
            empty.errands = []
            go(to: moving == nil ? .service(empty, filter: "", persons: 1) : .day)
        case .left: go(to: .times(form, days, day: max(0, place - 1), moving: moving))
        case .right:
            let next = max(0, min(days.count - 1, place + 1))
            go(to: .times(form, days, day: next, moving: moving))
        case .enter:
            guard days.indices.contains(place), days[place].starts.indices.contains(selected)
            else { return [] }
            let start = days[place].starts[selected]
            if let moving { return [.move(moving.id, start, form.channel)] }
            var form = form
            form.start = start
            go(to: .person(form, field: 0))
        case .character(let digit) where digit.isASCII && digit.isNumber:
            guard days.indices.contains(place) else { break }
            typeHour(digit, among: days[place].starts)
        default: break
        }
        return []
    }

    /// Two digits are an hour; the first time from then on is chosen.
    private mutating func typeHour(_ digit: Character, among starts: [Instant]) {
        hour = hour.count < 2 ? hour + String(digit) : String(digit)
        // No hour begins with 3.
        if hour.count == 1, "3456789".contains(digit) { hour = "0" + hour }
        guard hour.count == 2 else { return }
        let wanted = starts.firstIndex { office.time.timeOfDay(at: $0).description >= hour }
        selected = wanted ?? max(0, starts.count - 1)
    }

    private mutating func pressInPerson(
        _ key: Key,
        _ form: BookingForm,
        _ field: Int
    ) -> [Effect] {
        var form = form
        switch key {
        case .escape:
            go(to: .times(form, [], day: 0, moving: nil))
            return [.findTimes(form.errands, form.channel)]
        case .up: mode = .person(form, field: 0)
        case .down: mode = .person(form, field: 1)
        case .tab: mode = .person(form, field: 1 - field)
        case .enter where field == 0: mode = .person(form, field: 1)
        case .enter:
            form.phone = withoutBlanksAround(form.phone)
            mode = .person(form, field: field)
            guard form.phone.isEmpty || isPhoneNumber(form.phone) else {
                say(texts[.frontPhoneDigits], isAttention: true)
                return []
            }
            return [.book(form)]
        default:
            if field == 0 { type(key, into: &form.name) } else { dial(key, into: &form.phone) }
            mode = .person(form, field: field)
        }
        return []
    }

    private func type(_ key: Key, into text: inout String) {
        switch key {
        case .backspace: text = String(text.dropLast())
        case .character(let character):
            if text.count < Self.longestField { text.append(character) }
        default: break
        }
    }

    /// What no phone number has is not taken, and this is said.
    private mutating func dial(_ key: Key, into phone: inout String) {
        if case .character(let character) = key, !"0123456789 +-/()".contains(character) {
            return say(texts[.frontPhoneDigits], isAttention: true)
        }
        type(key, into: &phone)
    }

    private static let longestField = 40

    private mutating func pressInAccess(_ key: Key) -> [Effect] {
        guard key == .escape || key == .backspace || key == .enter else { return [] }
        go(to: .day)
        return [.showDay(day?.day)]
    }

    // MARK: Call-backs

    private mutating func pressInCallbacks(_ key: Key) -> [Effect] {
        if moves(key) { return [] }
        let chosen = callbacks.indices.contains(selected) ? callbacks[selected] : nil
        switch key {
        case .escape, .backspace:
            go(to: .day)
            return [.showDay(day?.day)]
        case .character("n"), .character("N"):
            go(to: .newCallback(phone: "", wish: "", field: 0))
        case .character("e"), .character("E"):
            return chosen.map { [.callbackDone($0.id)] } ?? []
        case .enter:
            guard let chosen else { return [] }
            var form = BookingForm(channel: .phone)
            (form.phone, form.callback) = (chosen.phone, chosen.id)
            go(to: .service(form, filter: "", persons: 1))
            say(chosen.wish)
        default: break
        }
        return []
    }

    private mutating func pressInNewCallback(
        _ key: Key,
        _ phone: String,
        _ wish: String,
        _ field: Int
    ) -> [Effect] {
        var (phone, wish) = (phone, wish)
        switch key {
        case .escape: go(to: .callbacks)
        case .up: mode = .newCallback(phone: phone, wish: wish, field: 0)
        case .down: mode = .newCallback(phone: phone, wish: wish, field: 1)
        case .tab: mode = .newCallback(phone: phone, wish: wish, field: 1 - field)
        case .enter:
            guard field > 0 else {
                mode = .newCallback(phone: phone, wish: wish, field: 1)
                return []
            }
            phone = withoutBlanksAround(phone)
            guard isPhoneNumber(phone) else {
                // Back to the field that is to be mended.
                mode = .newCallback(phone: phone, wish: wish, field: 0)
                say(texts[.frontPhoneDigits], isAttention: true)
                return []
            }
            mode = .newCallback(phone: phone, wish: wish, field: field)
            return [.takeDown(phone: phone, wish: wish)]
        default:
            if field == 0 { dial(key, into: &phone) } else { type(key, into: &wish) }
            mode = .newCallback(phone: phone, wish: wish, field: field)
        }
        return []
    }
}
