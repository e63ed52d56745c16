import KioskStore
import Lobby
import Screens
import Sync

extension KioskEngine {
    /// Carries out one wish of the dialogue, as far as it is not the terminal's own.
    func carryOut(_ effect: KioskDialogue.Effect) {
        switch effect {
        case .issue(let service, let language): draw(service, language)
        case .lookUp(let number): found { try store.visits(number: number) }
        case .lookUpKey(let key): lookUp(key)
        case .checkCode(let code): checkCode(code)
        case .checkIn(let appointment, let language): checkIn(appointment, language)
        case .claim(let service, let said, let language): claim(service, said, language)
        case .findTimes(let errands, let isNew): findTimes(errands, isNew: isNew)
        case .book(let errands, let start, let phone, let language):
            book(errands, start, phone: phone, language)
        case .findAppointment(let code, let change): findAppointment(code: code, change: change)
        case .move(let booked, let start, let language): move(booked, to: start, language)
        case .cancelAppointment(let id): cancelAppointment(id)
        case .handBack(let visit): handBack(visit)
        case .comeBack(let visit): comeBack(visit)
        case .callHelp: callHelp()
        case .reprint(let visit, let language): reprint(visit, language)
        case .checkPIN(let pin): post(.pin(check(pin)))
        case .listToday: post(.listed(staffList()))
        case .listRecent: listRecent()
        case .reprintForStaff(let visit): reprintForStaff(visit)
        case .printTestPage(let language): printTestPage(language)
        case .paperChanged: putNewRoll()
        case .visitorLeft:
            visitors += 1
            codeLimit.newVisitor()
        case .leave, .speak, .beep, .wake: break
        }
    }

    private func draw(_ id: ServiceID, _ language: LanguageCode) {
        guard let service = office.services[id] else {
            return post(.issueRefused(.noTickets(.service(id))))
        }
        if let refusal = refusal(of: id) { return post(.issueRefused(refusal)) }
        draw(id, letter: service.letter, language)
    }

    func draw(
        _ service: ServiceID,
        letter: String,
        _ language: LanguageCode,
        claim: AppointmentClaim? = nil
    ) {
        let now = world.now()
        step(
            .draw(
                KioskCore.Draw(
                    visit: VisitID(at: now, chance: (world.chance(), world.chance())),
                    service: service,
                    letter: letter,
                    language: language,
                    key: TicketKey.make(chance: (world.chance(), world.chance())),
                    at: now,
                    appointment: claim
                )
            )
        )
    }

    /// What a scanned code belongs to: a ticket, or an appointment.
    private func lookUp(_ key: String) {
        if key.count == KioskDialogue.codeDigits, office.booking != nil { return checkCode(key) }
        found { try store.visit(key: key).map { [$0] } ?? [] }
    }

    private func found(_ look: () throws -> [SeenVisit]) {
        let waiting = (try? store.waitingVisits()) ?? []
        let seen = (try? look()) ?? []
        post(.found(seen.map { found($0.visit, among: waiting) }))
    }

    func found(_ visit: Visit, among waiting: [Visit]) -> FoundVisit {
        let waits = visit.state == .waiting
        return FoundVisit(
            id: visit.id,
            label: visit.label,
            service: visit.service,
            state: visit.state,
            ahead: waits ? office.numbersAhead(of: visit, among: waiting, at: wall) : nil,
            counter: visit.counter,
            canReprint: waits && printer.givesPaper,
            canHandBack: waits,
            canComeBack: core.link == .greeted && [.parked, .missed].contains(visit.state)
        )
    }

    private func handBack(_ id: VisitID) {
        guard let seen = try? store.visit(id), seen.visit.state == .waiting else {
            return post(.handedBack(id, false))
        }
        append(.handBack, id, "{}")
        let isDone = (try? store.visit(id))?.visit.state == .left
        post(.handedBack(id, isDone))
        showLobby()
    }

    private func reprint(_ id: VisitID, _ language: LanguageCode) {
        guard let seen = try? store.visit(id), seen.visit.state == .waiting else {
            return post(.printed(id, .notPrinted([.other])))
        }
        reprint(seen, language, most: KioskDatabase.mostReprints)
    }

    /// Prints a marked second paper, unless the visit had as many.
    func reprint(_ seen: SeenVisit, _ language: LanguageCode, most: Int) {
        let id = seen.visit.id
        let waiting = (try? store.waitingVisits()) ?? []
        let waits = seen.visit.state == .waiting
        let paper = Ticket.number(
            label: seen.visit.label,
            service: seen.visit.service,
            key: seen.key,
            language: language,
            booked: seen.visit.booked,
            ahead: waits ? office.numbersAhead(of: seen.visit, among: waiting, at: wall) : nil,
            of: office,
            at: wall
        )
        let job = try? store.addReprint(of: id, ticket: paper, at: world.now(), most: most)
        guard let job else { return post(.printed(id, .notPrinted([.other]))) }
        enqueue(job)
    }

    private func check(_ pin: String) -> PINAnswer {
        let now = world.elapsed()
        guard now >= pinClosedUntil else {
            return .wait(seconds: Int((pinClosedUntil - now).components.seconds) + 1)
        }
        let stored = (try? store.staffPIN()) ?? nil
        guard let digest = stored ?? identity.staffPIN else { return .notSet }
        if digest.matches(pin) {
            pinMisses = 0
            return .right
        }
        pinMisses += 1
        if pinMisses >= Self.pinTries {
            pinMisses = 0
            pinClosedUntil = now + Self.pinPause
        }
        return .wrong
    }

    // MARK: Numbers ahead

    /// How many would be called before somebody who comes now; nil while the hub was never heard.
    func ahead(of draw: KioskCore.Draw) -> Int? {
        guard core.link == .greeted || core.memory.cursor > 0,
            let waiting = try? store.waitingVisits()
        else { return nil }
        guard draw.kind == .checkIn else {
            return office.numbersAhead(ofNewFor: draw.service, among: waiting, at: wall)
        }
        let visit = Visit(
            id: draw.visit,
            label: Label(series: draw.letter, number: 0),
            service: draw.service,
            kind: .appointment,
            arrived: wall,
            booked: draw.appointment?.booked
        )
        return office.numbersAhead(of: visit, among: waiting, at: wall)
    }
}
