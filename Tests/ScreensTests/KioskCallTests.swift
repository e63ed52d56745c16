import Lobby
import Screens
import Testing

/// What visitors tell the counters through the kiosk.
struct KioskCallTests {
    @Test
    func `who was parked says to be back, once`() throws {
        var visitor = try Visitor()
        visitor.press("1")
        visitor.wait(.seconds(1))
        visitor.scan("0012345678")
        let parked = FoundVisit.example(.parked, canComeBack: true)
        visitor.send(.found([parked]))
        visitor.press("11")
        visitor.wait(.milliseconds(100))
        #expect(visitor.effects == [.lookUpKey("0012345678"), .comeBack(parked)])
        visitor.send(.cameBack(.example(.waiting, ahead: 0), true))
        #expect(visitor.shows("Ihre Nummer A 047 wartet wieder."))
        visitor.wait(.seconds(31))
        #expect(!visitor.shows("A 047"))
    }

    @Test
    func `somebody is called to the kiosk once, from every help page`() throws {
        var visitor = try Visitor()
        visitor.press("12")
        visitor.press(.enter)
        visitor.press("111")
        visitor.wait(.milliseconds(100))
        #expect(visitor.effects == [.callHelp])
        visitor.send(.helpCalled(true))
        #expect(visitor.shows("Die Schalter wissen Bescheid."))
        visitor.press("*")
        visitor.press(.enter)
        #expect(visitor.shows("Die Schalter wissen Bescheid."))
    }

    @Test
    func `without the hub nobody can be called, and no key does as if`() throws {
        var visitor = try Visitor()
        visitor.send(.lobby(LobbyView(isConnected: false)))
        visitor.press("101")
        visitor.wait(.milliseconds(100))
        #expect(visitor.effects.isEmpty)
        #expect(!visitor.shows("Jemanden hierher rufen"))
        visitor.send(.helpCalled(true))
        #expect(!visitor.shows("Die Schalter wissen Bescheid."))
    }
}
