import Lobby
import Screens
import Testing

/// Today's list, for staff who call by voice.
struct StaffListTests {
    @Test
    func `staff read today's list page by page, own numbers beside the others`() throws {
        var visitor = try visitorAtList(.asOf(Visitor.start))
        #expect(visitor.effects.last == .listToday)
        #expect(visitor.shows("Stand 10:42"))
        #expect(visitor.shows("T 003 Personalausweis Termin 10:30, 15 min"))
        #expect(visitor.shows("A 047 Personalausweis 31 min"))
        #expect(visitor.shows("AK 012 Personalausweis 29 min"))
        #expect(visitor.screen.spoken.contains("AK 12: Personalausweis, 29 min."))
        #expect(!visitor.shows("A 050"))
        for (forward, back) in [(Key.character("9"), Key.character("*")), (.down, .up)] {
            visitor.press(forward)
            #expect(visitor.shows("A 050") && !visitor.shows("A 047"))
            #expect(visitor.shows("10:45 Reisepass noch nicht da"))
            visitor.press(back)
            #expect(visitor.shows("A 047"))
        }
        visitor.press("*")
        #expect(visitor.shows("Kiosk beenden"))
    }

    @Test
    func `the list that staff read is asked for again when the lobby changes, on its page`() throws
    {
        var visitor = try visitorAtList(.current)
        visitor.press("9")
        visitor.forgetEffects()
        visitor.send(.lobby(LobbyView(waitingNumbers: 9)))
        #expect(visitor.effects == [.listToday])
        var list = StaffList.example(.current)
        list.lines.removeFirst()
        visitor.send(.listed(list))
        #expect(visitor.shows("Weitere (2 von 2)") && visitor.shows("AK 014"))
        list.lines.removeFirst(6)
        visitor.send(.listed(list))
        #expect(visitor.shows("AK 014") && !visitor.shows("Weitere"))
    }

    @Test
    func `today's list goes away by itself and does not come without the PIN`() throws {
        var visitor = try visitorAtList(.current)
        visitor.wait(.seconds(100))
        visitor.send(.listed(.example(.current)))
        #expect(!visitor.shows("A 047"))
    }

    private func visitorAtList(_ standing: StaffList.Standing) throws -> Visitor {
        var visitor = try Visitor()
        visitor.press(.f10)
        visitor.press("2468")
        visitor.press(.enter)
        visitor.send(.pin(.right))
        visitor.press("2")
        visitor.wait(.milliseconds(100))
        visitor.send(.listed(.example(standing)))
        return visitor
    }
}
