import Lobby
import Screens
import Testing

/// The screens of people with an appointment, or who want one.
struct AppointmentScreenTests {
    enum Scene: String, CaseIterable {
        case welcomeDue, taskWithBooking, taskFreed, ways, code, codeUnknown, codeUnchecked
        case codeWait, otherDay, over
        case cancelledBefore, alreadyHere, documents, documentsMissing, checkedIn, late, claimTimes
        case claimNobody, claimed, claimedCode
        case freed, freedConfirm, persons, days, daysSecond, times, confirm, confirmTwo, phone,
            taken, booked
        case bookedTrouble, noTimes, noConnection
        case change, managing, managingUnknown, cancelling, cancelled, notCancelled, moveConfirm
    }

    static let sizes = [
        Size(width: 60, height: 20), Size(width: 40, height: 12), Size(width: 80, height: 25),
    ]

    @Test(arguments: Scene.allCases, ["de", "en"])
    func `every screen looks as it was looked at`(scene: Scene, language: LanguageCode) throws {
        for size in Self.sizes {
            if language == "en", size != Self.sizes[0] { continue }
            let visitor = try visitor(at: scene, language: language, size: size)
            try expectGolden(visitor.screen.grid, "appointment-\(scene.rawValue)-\(language)")
        }
    }

    @Test(arguments: Scene.allCases)
    func `every screen is said in words, larger as well`(scene: Scene) throws {
        for language in ["de", "en"] {
            var visitor = try visitor(at: scene, language: language, size: Self.sizes[0])
            let spoken = visitor.screen.spoken
            #expect(!spoken.isEmpty && !spoken.contains("{"))
            for key in TextKey.allCases { #expect(!spoken.contains(key.rawValue)) }
            visitor.press("7")
            #expect(!visitor.text.contains("{"))
        }
    }

    private func visitor(at scene: Scene, language: LanguageCode, size: Size) throws -> Visitor {
        var lobby = LobbyView.example
        lobby.expected = scene == .claimNobody ? [] : Visitor.expected
        lobby.isConnected = ![.noConnection, .codeUnchecked, .claimedCode].contains(scene)
        if [.taskFreed, .freed, .freedConfirm].contains(scene) { lobby.freed = [.example] }
        var visitor = try Visitor(lobby, office: .exampleWithBooking, size: size)
        if scene != .welcomeDue { visitor.press(language == "de" ? "1" : "2") }
        visitor.play(scene)
        return visitor
    }
}

extension ShownAppointment {
    /// 24 November 2026, 10:50 in Berlin.
    static let example = ShownAppointment(
        id: .example,
        errands: [Errand("id-card", persons: 2), Errand("pick-up")],
        start: Visitor.start + .minutes(8)
    )

    func moved(by minutes: Int) -> ShownAppointment {
        ShownAppointment(id: id, errands: errands, start: start + .minutes(minutes))
    }
}

extension FreedTime {
    /// 11:30.
    static let example = FreedTime(
        start: Visitor.start + .minutes(48),
        minutes: 15,
        services: ["id-card", "registration", "pick-up"]
    )
}

extension BookedAppointment {
    static let example = BookedAppointment(
        appointment: .example,
        code: "123456789",
        change: "135790"
    )
}

extension FreeTimes {
    /// Seven days with as many times as their place among them.
    static let examples = (1...7).map { count in
        FreeTimes(
            day: Day(ordinal: 20_781) + count,
            starts: (0..<count).map { index in
                Visitor.start + .minutes(1440 * (count - 1) + 18 + 15 * index)
            }
        )
    }
}

extension Visitor {
    /// Due for eight minutes, since now, and for later.
    static let expected = [-8, 0, 8, 23, 38, 53, 68, 83].map { start + .minutes($0) }

    mutating fileprivate func play(_ scene: AppointmentScreenTests.Scene) {
        switch scene {
        case .welcomeDue, .taskWithBooking, .taskFreed: break
        case .ways: press("1")
        case .code:
            press("11")
            press("12345")
        case .codeUnknown: type(.unknown)
        case .codeUnchecked, .claimedCode:
            type(.unchecked("123456789"))
            if scene == .codeUnchecked { return }
            press("11")
            wait(.milliseconds(100))
            send(.issued(.claimed(at: moment.wall, time: nil)))
        case .freed, .freedConfirm:
            press("6")
            if scene == .freed { return }
            press("1")
            wait(.milliseconds(100))
            let free = FreeTimes(day: Day(ordinal: 20_781), starts: [FreedTime.example.start])
            send(.times(.free([free])))
        case .codeWait: type(.wait(seconds: 30))
        case .otherDay: type(.otherDay(.example.moved(by: 1440)))
        case .over: type(.otherDay(.example.moved(by: -1440)))
        case .cancelledBefore: type(.cancelled(.example))
        case .alreadyHere: type(.here(.example, .example(.waiting, series: "T", ahead: 2)))
        case .documents: type(.expected(.example))
        case .documentsMissing:
            type(.expected(.example))
            press("2")
        case .checkedIn, .late:
            type(.expected(.example))
            press("1")
            wait(.milliseconds(100))
            send(.issued(.checkedIn(at: moment.wall, late: scene == .late)))
        case .claimTimes, .claimNobody: press("12")
        case .claimed:
            press("123")
            press("1")
            wait(.milliseconds(100))
            send(.issued(.claimed(at: moment.wall, time: moment.wall + .minutes(8))))
        case .change, .managing, .managingUnknown, .cancelling, .cancelled, .notCancelled,
            .moveConfirm:
            playManaging(scene)
        default: playBooking(scene)
        }
    }

    mutating private func type(_ answer: CodeAnswer) {
        press("11")
        press("123456789")
        press(.enter)
        send(.code(answer))
    }

    mutating private func playBooking(_ scene: AppointmentScreenTests.Scene) {
        press("3")
        if scene == .noConnection { return }
        press("1")
        if scene == .persons { return }
        press("2")
        wait(.milliseconds(100))
        send(.times(.free(scene == .noTimes ? [] : FreeTimes.examples)))
        switch scene {
        case .daysSecond: press("9")
        case .times:
            press("9")
            press("2")
        case .confirmTwo:
            press("616")
            wait(.milliseconds(100))
            send(.times(.free(FreeTimes.examples)))
            press("1")
        case .phone:
            press("1")
            press("2")
            press("02599")
        case .confirm: press("1")
        case .taken, .booked, .bookedTrouble:
            press("1")
            press("1")
            wait(.milliseconds(100))
            if scene == .taken {
                let nearest = [0, 15, 1440].map { Visitor.start + .minutes($0) }
                return send(.booked(.taken(nearest: nearest)))
            }
            send(.booked(.done(.example)))
            if scene == .bookedTrouble { send(.printed(.example, .notPrinted([.mediaEmpty]))) }
        default: break
        }
    }

    mutating private func playManaging(_ scene: AppointmentScreenTests.Scene) {
        press("4")
        press("123456789")
        press(.enter)
        press("1357")
        if scene == .change { return }
        press("90")
        press(.enter)
        send(.managed(scene == .managingUnknown ? .unknown : .found(.example)))
        switch scene {
        case .moveConfirm:
            press("1")
            wait(.milliseconds(100))
            send(.times(.free(FreeTimes.examples)))
            press("21")
        case .cancelling: press("2")
        case .cancelled, .notCancelled:
            press("21")
            wait(.milliseconds(100))
            send(.appointmentCancelled(scene == .cancelled))
        default: break
        }
    }
}

extension IssuedTicket {
    fileprivate static func checkedIn(at now: Instant, late: Bool) -> IssuedTicket {
        IssuedTicket(
            id: .example,
            label: Label(series: "T", number: 12),
            service: "id-card",
            ahead: 2,
            asOf: now,
            booked: late ? now - .minutes(20) : now + .minutes(18)
        )
    }

    fileprivate static func claimed(at now: Instant, time: Instant?) -> IssuedTicket {
        IssuedTicket(
            id: .example,
            label: Label(series: "A", number: 47),
            service: "id-card",
            ahead: 7,
            asOf: now,
            booked: time,
            isClaim: true
        )
    }
}
