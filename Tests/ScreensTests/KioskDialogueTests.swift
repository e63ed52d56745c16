import Foundation
import Lobby
import Screens
import Testing

struct KioskDialogueTests {
    @Test
    func `a number takes three keys`() throws {
        var visitor = try Visitor()
        visitor.draw()
        #expect(visitor.effects == [.issue("id-card", "de")])
        #expect(visitor.shows("Vor Ihnen: 7 Nummern (Stand 10:42)"))
    }

    @Test
    func `the second page of services has the rest`() throws {
        var visitor = try Visitor()
        visitor.press("2192")
        visitor.wait(.milliseconds(100))
        #expect(visitor.effects == [.issue("other", "en")])
    }

    @Test
    func `arrows and Enter choose as well as digits`() throws {
        var visitor = try Visitor()
        for key in [Key.down, .down, .enter, .down, .enter, .up, .up, .enter] { visitor.press(key) }
        visitor.wait(.milliseconds(100))
        // From the top, up goes to the last line, which turns the page; above it is the sixth.
        #expect(visitor.effects == [.issue("pick-up", "en")])
    }

    @Test
    func `back goes back, up to the welcome`() throws {
        var visitor = try Visitor()
        visitor.press("11***")
        #expect(visitor.shows("Deutsch"))
        #expect(visitor.effects == [.visitorLeft])
    }

    // MARK: Keys that count once

    @Test(arguments: [50, 200, 499])
    func `a double strike counts once`(gap: Int) throws {
        var visitor = try Visitor()
        visitor.press("1")
        visitor.wait(.milliseconds(gap))
        visitor.send(.key(.character("1")))
        #expect(visitor.shows("Was möchten Sie tun?"))
    }

    @Test
    func `the same key counts again after half a second`() throws {
        var visitor = try Visitor()
        visitor.press("1")
        visitor.wait(.milliseconds(500))
        visitor.send(.key(.character("1")))
        #expect(visitor.shows("Worum geht es?"))
    }

    @Test
    func `a held key counts once, however long`() throws {
        var visitor = try Visitor()
        visitor.press("1")
        for _ in 0..<200 {
            visitor.wait(.milliseconds(40))
            visitor.send(.key(.character("1")))
        }
        #expect(visitor.shows("Was möchten Sie tun?"))
        #expect(visitor.effects.isEmpty)
    }

    @Test
    func `digits may follow quickly where a number is typed`() throws {
        var visitor = try Visitor()
        visitor.press("12")
        visitor.wait(.seconds(1))
        for _ in 0..<2 {
            visitor.send(.key(.character("4")))
            visitor.wait(.milliseconds(100))
        }
        visitor.press(.enter)
        #expect(visitor.effects == [.lookUp(44)])
    }

    @Test
    func `the key that opened the entry is not its first digit`() throws {
        var visitor = try Visitor()
        visitor.press("12")
        for _ in 0..<20 {
            visitor.wait(.milliseconds(40))
            visitor.send(.key(.character("2")))
        }
        visitor.press("47")
        visitor.press(.enter)
        #expect(visitor.effects == [.lookUp(47)])
    }

    @Test
    func `a keypad without NumLock types 9 and 3 all the same`() throws {
        var visitor = try Visitor()
        visitor.press("12")
        for key in [Key.pageUp, .pageDown, .character("9"), .enter] { visitor.press(key) }
        #expect(visitor.effects == [.lookUp(939)])
    }

    // MARK: Time

    @Test
    func `nobody there for a minute: a warning that counts down, then the welcome`() throws {
        var visitor = try Visitor()
        visitor.press("1")
        visitor.wait(.seconds(59))
        #expect(visitor.effects.isEmpty)
        visitor.wait(.seconds(1))
        #expect(visitor.effects == [.beep])
        #expect(visitor.shows("Sind Sie noch da?"))
        #expect(visitor.shows("In 30 Sekunden"))
        visitor.wait(.seconds(29))
        #expect(visitor.shows("In 1 Sekunde beginnt"))
        visitor.wait(.seconds(1))
        #expect(visitor.shows("Bitte wählen Sie Ihre Sprache."))
    }

    @Test(arguments: [Key.character("1"), .other, .character("x"), .enter, .left])
    func `any key goes on after the warning, and does nothing else`(key: Key) throws {
        var visitor = try Visitor()
        visitor.press("1")
        visitor.wait(.seconds(70))
        visitor.press(key)
        #expect(visitor.shows("Was möchten Sie tun?"))
        visitor.wait(.seconds(59))
        #expect(visitor.shows("Was möchten Sie tun?"))
    }

    @Test
    func `a number stays fifteen seconds after its paper`() throws {
        var visitor = try Visitor()
        visitor.draw()
        visitor.wait(.seconds(5))
        visitor.send(.printed(.example, .printed))
        visitor.wait(.milliseconds(14_900))
        #expect(visitor.shows("Bitte nehmen Sie Ihren Zettel."))
        visitor.wait(.milliseconds(200))
        #expect(visitor.shows("Bitte wählen Sie Ihre Sprache."))
    }

    @Test
    func `a key ends a number, but not one meant for the screen before`() throws {
        var visitor = try Visitor()
        visitor.draw()
        visitor.wait(.milliseconds(300))
        visitor.send(.key(.character("5")))
        #expect(visitor.shows("Ihre Nummer"))
        visitor.wait(.seconds(1))
        visitor.send(.key(.character("5")))
        #expect(visitor.shows("Bitte wählen Sie Ihre Sprache."))
    }

    @Test
    func `an answer that never comes ends at the welcome`() throws {
        var visitor = try Visitor()
        visitor.press("111")
        visitor.wait(.seconds(11))
        #expect(visitor.shows("Das dauert länger als sonst."))
        visitor.wait(.seconds(80))
        #expect(visitor.shows("Bitte wählen Sie Ihre Sprache."))
        visitor.send(.issued(.example(ahead: 1, asOf: visitor.moment.wall)))
        #expect(visitor.shows("Bitte wählen Sie Ihre Sprache."))
    }

    @Test
    func `a late answer is still shown to whoever waits for it`() throws {
        var visitor = try Visitor()
        visitor.press("111")
        visitor.wait(.seconds(40))
        visitor.send(.issued(.example(ahead: 1, asOf: visitor.moment.wall)))
        #expect(visitor.shows("Vor Ihnen: 1 Nummer"))
    }

    @Test
    func `the next visitor finds nothing of the one before`() throws {
        var visitor = try Visitor(speech: true)
        let fresh = visitor.text
        visitor.press("2")
        visitor.press("78")
        visitor.wait(.seconds(91))
        #expect(visitor.text.dropFirst(60) == fresh.dropFirst(60))
    }

    // MARK: When there is no number

    @Test
    func `a closed office gives no number and says when it opens`() throws {
        let next = NextOpening(day: Day(ordinal: 20_782), time: TimeOfDay(minutes: 480))
        var visitor = try Visitor(LobbyView(openness: .closed(next: next)))
        #expect(visitor.shows("Wir öffnen wieder morgen um 08:00 Uhr."))
        visitor.press("11")
        visitor.wait(.seconds(1))
        #expect(visitor.shows("Wir haben jetzt geschlossen."))
        #expect(visitor.effects.isEmpty)
    }

    @Test(arguments: [
        (IssueRefusal.closed(next: nil), "Wir haben jetzt geschlossen."),
        (.noTickets(.stopped), "Heute gibt es keine neuen Nummern mehr."),
        (.noNumber, "Bitte gehen Sie zur Information."),
    ])
    func `a refusal says where to go`(refusal: IssueRefusal, sentence: String) throws {
        var visitor = try Visitor()
        visitor.press("111")
        visitor.wait(.milliseconds(100))
        visitor.send(.issueRefused(refusal))
        #expect(visitor.shows(sentence))
    }

    @Test
    func `a kiosk that cannot give numbers sends people to the desk`() throws {
        var visitor = try Visitor(LobbyView(isConnected: false, canIssue: false))
        visitor.press("11")
        #expect(visitor.shows("Ihre Nummer bekommen Sie an der Information."))
    }

    @Test
    func `when the printer has a problem the number stays as large as it was`() throws {
        var visitor = try Visitor()
        visitor.draw()
        let large = visitor.screen.grid.lines.filter { $0.contains("█") }
        visitor.send(.printed(.example, .notPrinted([.mediaJam])))
        #expect(visitor.screen.grid.lines.filter { $0.contains("█") } == large)
        #expect(visitor.shows("Ihre Nummer A 047 gilt trotzdem."))
    }

    // MARK: A number already

    @Test
    func `handing back asks first`() throws {
        var visitor = try Visitor()
        visitor.press("12")
        visitor.press("47")
        visitor.press(.enter)
        visitor.send(.found([.example(.waiting, ahead: 3)]))
        visitor.press("1")
        #expect(visitor.effects == [.lookUp(47)])
        visitor.press("1")
        visitor.wait(.milliseconds(100))
        #expect(visitor.effects == [.lookUp(47), .handBack(.example)])
        visitor.send(.handedBack(.example, true))
        #expect(visitor.shows("Die Nummer A 047 ist zurückgegeben."))
    }

    @Test
    func `a second paper is asked for once`() throws {
        var visitor = try Visitor()
        visitor.press("12")
        visitor.press("47")
        visitor.press(.enter)
        visitor.send(.found([.example(.waiting, ahead: 3)]))
        visitor.press("222")
        visitor.wait(.milliseconds(100))
        #expect(visitor.effects == [.lookUp(47), .reprint(.example, "de")])
    }

    @Test(arguments: VisitState.allCases)
    func `every state of a visit is said in words`(state: VisitState) throws {
        var visitor = try Visitor()
        visitor.press("12")
        visitor.press("47")
        visitor.press(.enter)
        visitor.send(.found([.example(state)]))
        #expect(visitor.screen.spoken.count > "Ihre Nummer A 047.".count + 10)
        #expect(!visitor.shows(state.rawValue) || state.rawValue == "left")
    }

    // MARK: Help, speech, staff

    @Test
    func `help is there on every screen and goes back to it`() throws {
        var visitor = try Visitor()
        visitor.press("11")
        let before = visitor.text
        visitor.press("0")
        #expect(visitor.shows("01234 5678-0"))
        visitor.press("*")
        #expect(visitor.text == before)
    }

    @Test
    func `speech says every new screen once, and again when asked`() throws {
        var visitor = try Visitor(speech: true)
        visitor.press("8")
        visitor.press("1")
        visitor.wait(.seconds(5))
        let spoken = visitor.effects.compactMap { effect -> String? in
            if case .speak(let text, "de") = effect { text } else { nil }
        }
        #expect(spoken.count == 2)
        #expect(spoken.last?.contains("Was möchten Sie tun?") == true)
        visitor.press("8")
        #expect(visitor.effects.count == 3)
    }

    @Test
    func `where there is no speech its key is neither shown nor answered`() throws {
        var visitor = try Visitor()
        #expect(!visitor.shows(" 8 "))
        visitor.press("8")
        #expect(visitor.effects.isEmpty)
    }

    @Test
    func `staff leave with their PIN, which is never shown or said`() throws {
        var visitor = try Visitor()
        visitor.press(.f10)
        visitor.press("2468")
        #expect(visitor.shows("••••") && !visitor.shows("2468"))
        #expect(!visitor.screen.spoken.contains("2468"))
        visitor.press(.enter)
        #expect(visitor.effects == [.checkPIN("2468")])
        visitor.send(.pin(.right))
        visitor.press("1")
        visitor.wait(.milliseconds(100))
        #expect(visitor.effects.last == .leave)
    }

    @Test(arguments: [
        (TextKey.noticeRevoked, "beim Hub nicht mehr angemeldet"),
        (.noticeFork, "Zwei Geräte nutzen dieselbe Kennung"),
        (.noticeStaleHub, "Dem Hub fehlen Nummern von heute"),
    ])
    func `staff read why the hub refuses, beside another notice`(
        key: TextKey,
        sentence: String
    ) throws {
        var lobby = LobbyView.example
        lobby.isConnected = false
        lobby.hubNotice = StaffNotice(key, ["command": "wartemarke admin"])
        lobby.staffNotice = StaffNotice(.noticeClock, ["minutes": "7"])
        var visitor = try Visitor(lobby)
        #expect(visitor.shows(sentence))
        visitor.press(.f10)
        visitor.press("2468")
        visitor.press(.enter)
        visitor.send(.pin(.right))
        #expect(visitor.shows(sentence) && visitor.shows("wartemarke admin"))
        #expect(visitor.shows("7 Minuten anders"))
        #expect(!visitor.shows("nicht erreichbar"))
    }

    @Test(arguments: [
        (Size(width: 60, height: 20), true), (Size(width: 40, height: 12), false),
    ])
    func `staff read a notice whole, on the welcome page where it has room`(
        size: Size,
        hasRoom: Bool
    ) throws {
        var lobby = LobbyView.example
        let place =
            "/var/lib/wartemarke/of/the/kiosk/in/the/lobby/of/the/city/hall/"
            + "kiosk.sqlite.damaged-1"
        lobby.staffNotice = StaffNotice(.noticeSetAside, ["place": place])
        var visitor = try Visitor(lobby, size: size)
        #expect(visitor.isWhole(place) == hasRoom)
        #expect(visitor.shows("Deutsch") && visitor.shows("English"))
        visitor.press(.f10)
        visitor.press("2468")
        visitor.press(.enter)
        visitor.send(.pin(.right))
        #expect(visitor.isWhole(place))
    }

    @Test(arguments: [
        (PINAnswer.wrong, "Die PIN stimmt nicht."), (.wait(seconds: 30), "Bitte 30 Sekunden"),
        (.notSet, "wartemarke admin pin"),
    ])
    func `any other answer lets nobody in`(answer: PINAnswer, sentence: String) throws {
        var visitor = try Visitor()
        visitor.press(.f10)
        visitor.press("1")
        visitor.press(.enter)
        visitor.send(.pin(answer))
        #expect(visitor.shows(sentence))
        visitor.press("1")
        visitor.wait(.seconds(1))
        #expect(!visitor.effects.contains(.leave))
    }
}

extension Visitor {
    /// Whether the screen shows a text without a blank, also where it is broken into lines.
    fileprivate func isWhole(_ text: String) -> Bool {
        self.text.split(whereSeparator: \.isWhitespace).joined().contains(text)
    }
}
