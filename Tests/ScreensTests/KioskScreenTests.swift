import Lobby
import Screens
import Testing

/// Every screen of the kiosk as a visitor sees it.
struct KioskScreenTests {
    /// How each screen is reached; the first key chooses the language.
    enum Scene: String, CaseIterable {
        case welcome, welcomeClosed, welcomeNoNumber, task, services, servicesSecond,
            servicesChosen, issuing
        case numberPrinting, numberPrinted, numberTrouble, numberPaperUnknown, numberNoPaper
        case numberOffline, numberCode, servicesNoPaper
        case closed, stopped, noNumber, slow
        case welcomeToday, welcomeFull, servicesToday, serviceOff, notYet
        case servicesWait, numberWait, numberWaitShort, numberWaitLong, numberWaitUnknown
        case lastTicket
        case typing, notFound, choosing, visitWaiting, visitCalled, visitMissed, visitReprinted
        case confirming, handedBack, notHandedBack, unknownCode
        case visitParked, visitMissedBack, cameBack, notCameBack, helpComing, helpNobody
        case help, entryHelp, idle, pin, pinWrong, pinNotSet, staff, staffTrouble, staffRefused,
            larger
        case staffList, staffListSecond, staffListLarger, staffListOwnOnly, staffListEmpty
    }

    static let sizes = [
        Size(width: 60, height: 20), Size(width: 40, height: 14), Size(width: 80, height: 25),
    ]

    @Test(arguments: Scene.allCases, ["de", "en"])
    func `every screen looks as it was looked at`(scene: Scene, language: LanguageCode) throws {
        for size in Self.sizes {
            // One language is enough to see how a screen behaves in other sizes.
            if language == "en", size != Self.sizes[0] { continue }
            let visitor = try visitor(at: scene, language: language, size: size)
            try expectGolden(visitor.screen.grid, "kiosk-\(scene.rawValue)-\(language)")
        }
    }

    @Test(arguments: Scene.allCases)
    func `every screen is said in words without names of keys`(scene: Scene) throws {
        for language in ["de", "en"] {
            let spoken = try visitor(at: scene, language: language, size: Self.sizes[0])
                .screen.spoken
            #expect(!spoken.isEmpty)
            for key in TextKey.allCases { #expect(!spoken.contains(key.rawValue)) }
            #expect(!spoken.contains("{"), "a placeholder is left: \(spoken)")
        }
    }

    @Test(arguments: Scene.allCases)
    func `no screen shows a text without its values`(scene: Scene) throws {
        for size in Self.sizes + [Size(width: 40, height: 12), Size(width: 200, height: 60)] {
            let text = try visitor(at: scene, language: "de", size: size).text
            #expect(!text.contains("{") && !text.contains("}"))
        }
    }

    @Test
    func `in the smallest window nothing that matters is missing`() throws {
        let size = Size(width: 40, height: 12)
        for scene in Scene.allCases {
            let visitor = try visitor(at: scene, language: "de", size: size)
            try expectGolden(visitor.screen.grid, "kiosk-\(scene.rawValue)-de")
        }
    }

    @Test(arguments: [Size(width: 39, height: 20), Size(width: 60, height: 11)])
    func `a smaller window says what is needed`(size: Size) throws {
        let visitor = try Visitor(size: size)
        #expect(visitor.text.contains("Das Fenster ist zu klein."))
        #expect(visitor.text.contains("40 × 12"))
        #expect(!visitor.screen.spoken.isEmpty)
    }

    @Test
    func `no window is too small for some answer`() throws {
        for size in [
            Size(width: 0, height: 0), Size(width: 1, height: 1), Size(width: 5, height: 2),
        ] {
            #expect(try Visitor(size: size).screen.grid.size == size)
        }
    }

    @Test
    func `the number is at least four cells high in every window`() throws {
        for size in Self.sizes + [Size(width: 40, height: 12)] {
            var visitor = try Visitor(size: size)
            visitor.press("111")
            visitor.wait(.milliseconds(100))
            visitor.send(
                .issued(
                    IssuedTicket(
                        id: .example,
                        label: Label(series: "AK", number: 1012),
                        service: "id-card",
                        ahead: 7,
                        asOf: visitor.moment.wall
                    )
                )
            )
            let rows = visitor.screen.grid.lines.filter { $0.contains { "█▀▄".contains($0) } }
            #expect(rows.count >= 4, "\(size)")
        }
    }

    private func visitor(at scene: Scene, language: LanguageCode, size: Size) throws -> Visitor {
        var visitor = try Visitor(lobby(for: scene), size: size)
        visitor.play(scene, language: language == "de" ? "1" : "2")
        return visitor
    }

    private func lobby(for scene: Scene) -> LobbyView {
        var lobby = LobbyView.example
        switch scene {
        case .welcome:
            lobby.staffNotice = StaffNotice(.noticeFolder, ["place": "/var/lib/wartemarke/tickets"])
        case .closed, .welcomeClosed:
            let next = NextOpening(day: Day(ordinal: 20_783), time: TimeOfDay(minutes: 480))
            lobby.openness = .closed(next: next)
        case .stopped: lobby.openness = .noTickets(.stopped)
        case .welcomeToday, .servicesToday, .serviceOff: lobby.plan = .example
        case .servicesNoPaper: lobby.printer = .trouble([.mediaEmpty])
        case .servicesWait:
            lobby.waitByService = [
                "id-card": ShownWait(from: 20, to: 35), "registration": ShownWait(from: 0, to: 5),
                "conduct": ShownWait(from: 125, to: 160),
            ]
        case .lastTicket: lobby.tooLate = ["id-card"]
        case .welcomeFull: lobby.openness = .noTickets(.full)
        case .notYet: lobby.openness = .noTickets(.notBefore(TimeOfDay(minutes: 660)))
        case .noNumber, .welcomeNoNumber: (lobby.canIssue, lobby.isConnected) = (false, false)
        case .numberNoPaper: lobby.printer = .noPrinter
        case .staffRefused:
            (lobby.canIssue, lobby.isConnected) = (false, false)
            let command = ["command": "wartemarke admin enrol"]
            lobby.hubNotice = StaffNotice(.noticeRevoked, command)
        case .staffTrouble, .staffListSecond, .staffListOwnOnly:
            lobby.isConnected = false
            lobby.printer = .trouble([.mediaEmpty, .coverOpen])
        default: break
        }
        return lobby
    }
}

extension Visitor {
    mutating fileprivate func play(_ scene: KioskScreenTests.Scene, language: String) {
        switch scene {
        case .welcome, .welcomeClosed, .welcomeNoNumber, .welcomeToday, .welcomeFull: break
        case .task: press(language)
        case .services: press(language + "1")
        case .servicesSecond: press(language + "19")
        case .servicesChosen:
            press(language + "1")
            press(.down)
            press(.down)
        case .issuing, .slow:
            press(language + "1")
            press("1")
            wait(scene == .slow ? .seconds(11) : .milliseconds(50))
        case .closed, .stopped, .noNumber, .notYet, .servicesToday, .servicesWait,
            .servicesNoPaper:
            press(language + "1")
        case .lastTicket: press(language + "11")
        case .numberWait, .numberWaitShort, .numberWaitLong, .numberWaitUnknown:
            press(language + "11")
            wait(.milliseconds(100))
            var ticket = IssuedTicket.example(ahead: 7, asOf: moment.wall)
            ticket.wait =
                switch scene {
                case .numberWaitShort: .about(ShownWait(from: 0, to: 5))
                case .numberWaitLong: .about(ShownWait(from: 125, to: 160))
                case .numberWaitUnknown: .unknown
                default: .about(ShownWait(from: 20, to: 35))
                }
            send(.issued(ticket))
            send(.printed(.example, .printed))
        case .serviceOff:
            press(language + "12")
            wait(.milliseconds(100))
            send(.issueRefused(.noTickets(.service("passport"))))
        case .idle:
            press(language)
            wait(.seconds(65))
        case .help: press(language + "0")
        case .helpComing, .helpNobody:
            press(language + "01")
            wait(.milliseconds(50))
            send(.helpCalled(scene == .helpComing))
        case .larger: press(language + "17")
        case .numberPrinting, .numberPrinted, .numberTrouble, .numberPaperUnknown, .numberNoPaper,
            .numberOffline, .numberCode:
            playNumber(scene, language: language)
        case .staffList, .staffListSecond, .staffListLarger, .staffListOwnOnly, .staffListEmpty:
            playStaffList(scene, language: language)
        case .pin, .pinWrong, .pinNotSet, .staff, .staffTrouble, .staffRefused:
            playStaff(scene, language: language)
        default: playLookUp(scene, language: language)
        }
    }

    mutating private func playNumber(_ scene: KioskScreenTests.Scene, language: String) {
        press(language + "1")
        press("1")
        wait(.milliseconds(100))
        send(.issued(.example(ahead: scene == .numberOffline ? nil : 7, asOf: moment.wall)))
        switch scene {
        case .numberPrinted: send(.printed(.example, .printed))
        case .numberTrouble: send(.printed(.example, .notPrinted([.mediaEmpty])))
        case .numberCode:
            send(.printed(.example, .notPrinted([.mediaEmpty])))
            press("1")
        case .numberPaperUnknown: send(.printed(.example, .unknown([.unreachable])))
        default: break
        }
    }

    mutating private func playStaff(_ scene: KioskScreenTests.Scene, language: String) {
        press(language)
        press(.f10)
        press("246")
        if scene == .pin { return }
        press(.enter)
        let answer: PINAnswer =
            switch scene {
            case .pinWrong: .wrong
            case .pinNotSet: .notSet
            default: .right
            }
        send(.pin(answer))
    }

    mutating private func playStaffList(_ scene: KioskScreenTests.Scene, language: String) {
        playStaff(scene, language: language)
        press("2")
        wait(.milliseconds(50))
        switch scene {
        case .staffListSecond: send(.listed(.example(.asOf(Visitor.start))))
        case .staffListOwnOnly: send(.listed(StaffList(lines: [], standing: .ownOnly)))
        case .staffListEmpty: send(.listed(StaffList(lines: [], standing: .current)))
        default: send(.listed(.example(.current)))
        }
        if scene == .staffListSecond { press("9") }
        if scene == .staffListLarger { press("7") }
    }

    mutating private func playLookUp(_ scene: KioskScreenTests.Scene, language: String) {
        press(language)
        if scene == .unknownCode {
            wait(.seconds(1))
            scan("0012345678")
            return send(.found([]))
        }
        press("2")
        if scene == .entryHelp { return press(.enter) }
        press("47")
        if scene == .typing { return }
        press(.enter)
        let waiting = FoundVisit.example(.waiting, ahead: 7)
        switch scene {
        case .notFound: send(.found([]))
        case .choosing: send(.found([waiting, .example(.waiting, series: "AK")]))
        case .visitCalled: send(.found([.example(.called, counter: 3)]))
        case .visitMissed: send(.found([.example(.missed)]))
        case .visitParked: send(.found([.example(.parked, canComeBack: true)]))
        case .visitMissedBack, .cameBack, .notCameBack:
            send(.found([.example(.missed, canComeBack: true)]))
        default: send(.found([waiting]))
        }
        switch scene {
        case .visitReprinted:
            press("2")
            wait(.milliseconds(50))
            send(.printed(.example, .printed))
        case .confirming: press("1")
        case .cameBack, .notCameBack:
            press("1")
            wait(.milliseconds(50))
            send(.cameBack(.example(.waiting, ahead: 2), scene == .cameBack))
        case .handedBack, .notHandedBack:
            press("1")
            press("1")
            wait(.milliseconds(50))
            send(.handedBack(.example, scene == .handedBack))
        default: break
        }
    }
}
