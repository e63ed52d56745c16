import Lobby
import Screens
import Testing

/// What visitors and staff see, and hear, of a printer that needs somebody.
struct PrinterScreenTests {
    enum Scene: String, CaseIterable {
        case welcomeLow, welcomeLastFailed, waysNoPaper, documentsNoPaper, bookNoPaper
        case confirmNoPaper
        case staffPrinter, staffPrinterWell, staffRecent, staffRecentEmpty, staffReprinting,
            staffReprinted
        case staffTestFailed, staffRollNoted
    }

    static let sizes = [
        Size(width: 60, height: 20), Size(width: 40, height: 12), Size(width: 80, height: 25),
    ]

    @Test(arguments: Scene.allCases, ["de", "en"])
    func `every screen looks as it was looked at`(scene: Scene, language: LanguageCode) throws {
        for size in Self.sizes {
            if language == "en", size != Self.sizes[0] { continue }
            let visitor = try visitor(at: scene, language: language, size: size)
            try expectGolden(visitor.screen.grid, "printer-\(scene.rawValue)-\(language)")
            #expect(!visitor.text.contains("{"))
            for key in TextKey.allCases { #expect(!visitor.screen.spoken.contains(key.rawValue)) }
        }
    }

    @Test func `a printer without paper is told before each way to a number or a slip`() throws {
        for scene in [Scene.waysNoPaper, .documentsNoPaper, .bookNoPaper, .confirmNoPaper] {
            for size in Self.sizes {
                let visitor = try visitor(at: scene, language: "de", size: size)
                #expect(visitor.shows("Dieser Drucker druckt gerade nicht."), "\(scene) \(size)")
            }
        }
    }

    @Test func `staff print a ticket again, a test page, and say that a roll is new`() throws {
        var visitor = try staff(LobbyView.counting)
        visitor.press("1")
        visitor.wait(.milliseconds(50))
        #expect(visitor.effects.last == .listRecent)
        visitor.send(.recent([.example(.called), .example(.waiting, series: "AK")]))
        visitor.press("2")
        visitor.wait(.milliseconds(50))
        #expect(visitor.effects.last == .reprintForStaff(.example))
        #expect(visitor.shows("Wird gedruckt."))
        visitor.send(.printed(.example, .notPrinted([.mediaJam])))
        #expect(visitor.shows("Kein Zettel: Papierstau"))
        visitor.press("*")
        visitor.press("2")
        visitor.wait(.milliseconds(50))
        #expect(visitor.effects.last == .printTestPage("de"))
        visitor.send(.testPrinted(.printed))
        #expect(visitor.shows("Der Zettel ist gedruckt."))
        visitor.press("*")
        visitor.press("3")
        visitor.wait(.milliseconds(50))
        #expect(visitor.effects.last == .paperChanged)
        #expect(visitor.shows("Neue Rolle ist vermerkt."))
        visitor.press("*")
        visitor.press("*")
        #expect(visitor.shows("Für Mitarbeitende"))
    }

    @Test func `where no paper comes staff are offered nothing that needs it`() throws {
        var lobby = LobbyView.example
        lobby.printer = .noPrinter
        let visitor = try staff(lobby)
        #expect(!visitor.shows("noch einmal drucken"))
        #expect(!visitor.shows("Papierrolle"))
    }

    // MARK: Speech

    @Test func `a trouble with the paper is said also where nobody asked for speech`() throws {
        var visitor = try Visitor(speech: true)
        visitor.draw()
        visitor.forgetEffects()
        visitor.send(.printed(.example, .notPrinted([.mediaEmpty])))
        guard case .speak(let text, "de")? = visitor.effects.first else {
            Issue.record("\(visitor.effects)")
            return
        }
        #expect(text.contains("Der Drucker hat ein Problem. Ihre Nummer A 047 gilt trotzdem."))
    }

    @Test func `a ticket that came is no trouble, and without speech nothing is said`() throws {
        for (speech, outcome) in [(true, PrintOutcome.printed), (false, .notPrinted([.mediaJam]))] {
            var visitor = try Visitor(speech: speech)
            visitor.draw()
            visitor.forgetEffects()
            visitor.send(.printed(.example, outcome))
            #expect(!visitor.effects.contains { if case .speak = $0 { true } else { false } })
        }
    }

    @Test func `with speech each screen is said once, and silence comes with the next visitor`()
        throws
    {
        var visitor = try Visitor(speech: true)
        visitor.press("18")
        visitor.draw(pressing: "11")
        visitor.send(.printed(.example, .printed))
        visitor.wait(.seconds(30))
        let spoken = visitor.effects.compactMap { effect -> String? in
            if case .speak(let text, _) = effect { text } else { nil }
        }
        #expect(spoken.contains { $0.contains("Bitte nehmen Sie Ihren Zettel.") })
        #expect(Set(spoken).count == spoken.count)
        #expect(spoken.last == "")
        #expect(visitor.shows("Bitte wählen Sie Ihre Sprache."))
    }

    // MARK: Playing

    private func staff(_ lobby: LobbyView, size: Size = sizes[0]) throws -> Visitor {
        var visitor = try Visitor(lobby, size: size)
        visitor.press("1")
        visitor.enterStaff()
        visitor.press("3")
        return visitor
    }

    private func visitor(at scene: Scene, language: LanguageCode, size: Size) throws -> Visitor {
        var lobby = LobbyView.counting
        lobby.expected = Visitor.expected
        switch scene {
        case .waysNoPaper, .documentsNoPaper, .bookNoPaper, .confirmNoPaper:
            lobby.printer = .trouble([.mediaEmpty])
        case .welcomeLow: (lobby.printer, lobby.ticketsLeft) = (.low, 40)
        case .welcomeLastFailed: lobby.printerFailure = [.aborted]
        case .staffPrinter:
            (lobby.printer, lobby.ticketsLeft) = (.low, 40)
            lobby.printerFailure = [.mediaJam]
        default: break
        }
        var visitor = try Visitor(lobby, office: .exampleWithBooking, size: size)
        if scene != .welcomeLow, scene != .welcomeLastFailed {
            visitor.press(language == "de" ? "1" : "2")
        } else if language == "en" {
            visitor.press("2*")
        }
        visitor.play(scene)
        return visitor
    }
}

extension LobbyView {
    /// It is counted how far the roll goes.
    fileprivate static let counting: LobbyView = {
        var lobby = LobbyView.example
        (lobby.countsPaper, lobby.ticketsLeft) = (true, 340)
        return lobby
    }()
}

extension Visitor {
    mutating fileprivate func draw(pressing keys: String) {
        press(keys)
        wait(.milliseconds(100))
        send(.issued(.example(ahead: 7, asOf: moment.wall)))
    }

    mutating fileprivate func enterStaff() {
        press(.f10)
        press("246")
        press(.enter)
        send(.pin(.right))
    }

    mutating fileprivate func play(_ scene: PrinterScreenTests.Scene) {
        switch scene {
        case .welcomeLow, .welcomeLastFailed: break
        case .waysNoPaper: press("1")
        case .documentsNoPaper:
            press("11123456789")
            press(.enter)
            send(.code(.expected(.example)))
        case .bookNoPaper: press("3")
        case .confirmNoPaper:
            press("31")
            press("1")
            wait(.milliseconds(50))
            send(.times(.free(FreeTimes.examples)))
            press("1")
        case .staffPrinter, .staffPrinterWell:
            enterStaff()
            press("3")
        case .staffRecent, .staffRecentEmpty, .staffReprinting, .staffReprinted:
            enterStaff()
            press("3")
            press("1")
            wait(.milliseconds(50))
            send(.recent(scene == .staffRecentEmpty ? [] : FoundVisit.recent))
            if scene == .staffReprinting || scene == .staffReprinted { press("1") }
            wait(.milliseconds(50))
            if scene == .staffReprinted { send(.printed(.example, .printed)) }
        case .staffTestFailed:
            enterStaff()
            press("32")
            wait(.milliseconds(50))
            send(.testPrinted(.notPrinted([.coverOpen])))
        case .staffRollNoted:
            enterStaff()
            press("33")
            wait(.milliseconds(50))
        }
    }
}

extension FoundVisit {
    fileprivate static let recent = [
        example(.waiting), example(.called, series: "AK"), example(.finished, series: "H"),
        example(.left, series: "F"), example(.waiting, series: "D"),
    ]
}
