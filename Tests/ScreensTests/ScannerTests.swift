import Lobby
import Screens
import Testing

struct ScannerTests {
    @Test(arguments: ["0012345678", "111111", "ABC-0012345678", "]C1x0012345678", "WM/12#000123"])
    func `the digits at the end of a scan count`(code: String) throws {
        var visitor = try Visitor()
        visitor.scan(code)
        visitor.wait(.seconds(1))
        let digits = String(code.reversed().prefix { $0.isNumber }.reversed())
        #expect(visitor.effects == [.lookUpKey(digits)])
    }

    @Test(arguments: [1, 5, 11])
    func `the first digits of a scan choose nothing`(gap: Int) throws {
        // Language, number, service: typed slowly these would draw a number.
        for start in ["", "1", "11", "19", "2"] {
            var visitor = try Visitor()
            visitor.press(start)
            visitor.wait(.seconds(1))
            visitor.scan("121345678901", gap: .milliseconds(gap))
            visitor.wait(.seconds(1))
            #expect(visitor.effects == [.lookUpKey("121345678901")], "after \(start)")
        }
    }

    @Test(arguments: [13, 20, 34])
    func `the first digits of a slow scan draw no number either`(gap: Int) throws {
        // From the second digit on they came too fast for a person.
        for start in ["", "1", "2"] {
            var visitor = try Visitor()
            visitor.press(start)
            visitor.wait(.seconds(1))
            visitor.scan("223456781", gap: .milliseconds(gap))
            visitor.wait(.seconds(1))
            #expect(visitor.effects == [.lookUpKey("223456781")], "after \(start)")
        }
    }

    @Test(arguments: [13, 20, 34], [true, false])
    func `a number drawn by the first digit of a slow scan is given back`(
        gap: Int,
        comesAtOnce: Bool
    ) throws {
        // The services: one key draws there.
        var visitor = try Visitor()
        visitor.press("11")
        visitor.wait(.seconds(1))
        visitor.press("1")
        visitor.wait(.milliseconds(gap))
        let drawn = visitor.effects
        #expect(drawn == [.issue("id-card", "de")])
        let ticket = IssuedTicket.example(ahead: 7, asOf: visitor.moment.wall)
        if comesAtOnce { visitor.send(.issued(ticket)) }
        visitor.scan("23456789", gap: .milliseconds(gap))
        if !comesAtOnce { visitor.send(.issued(ticket)) }
        #expect(visitor.effects == drawn + [.handBack(ticket.id), .lookUpKey("123456789")])
        #expect(!visitor.shows("A 047"))
        visitor.send(.code(.unknown))
        #expect(visitor.shows("Unter diesem Code gibt es keinen Termin."))
    }

    @Test
    func `a number that was drawn by a person stays`() throws {
        var visitor = try Visitor()
        visitor.draw()
        visitor.wait(.seconds(2))
        visitor.scan("0012345678")
        visitor.wait(.seconds(1))
        #expect(visitor.effects.filter { $0 == .handBack(.example) }.isEmpty)
    }

    @Test
    func `a scan leaves the language as it was`() throws {
        var visitor = try Visitor()
        visitor.scan("2123456789")
        visitor.send(.found([]))
        #expect(visitor.shows("Diesen Code kennen wir heute nicht."))
    }

    @Test(arguments: ["https://example.org/abc", "WM/x7f-qz", "][)(abcdef"])
    func `what is no code of ours is said to be unknown`(code: String) throws {
        var visitor = try Visitor()
        visitor.scan(code)
        visitor.wait(.seconds(1))
        #expect(visitor.effects.isEmpty)
        #expect(visitor.shows("Diesen Code kennen wir heute nicht."))
    }

    @Test
    func `an unknown code offers a number`() throws {
        var visitor = try Visitor()
        visitor.press("2")
        visitor.wait(.seconds(1))
        visitor.scan("2123456789")
        visitor.send(.found([]))
        #expect(visitor.shows("We do not know this code today."))
        visitor.press("1")
        #expect(visitor.shows("What is it about?"))
    }

    @Test
    func `a scan counts on a screen where digits are typed`() throws {
        var visitor = try Visitor()
        visitor.press("12")
        visitor.press("4")
        visitor.wait(.seconds(1))
        visitor.scan("9876543210")
        #expect(visitor.effects == [.lookUpKey("9876543210")])
    }

    @Test
    func `a held letter of a scanner presses none of the keys after it`() throws {
        var visitor = try Visitor()
        for character in "x111" {
            visitor.send(.key(.character(character)))
            visitor.wait(.milliseconds(5))
        }
        visitor.wait(.seconds(1))
        #expect(visitor.shows("Bitte wählen Sie Ihre Sprache."))
    }

    @Test
    func `five keys are no scan, however fast`() throws {
        var visitor = try Visitor()
        visitor.press("12")
        visitor.wait(.seconds(1))
        visitor.scan("12345")
        #expect(visitor.effects == [.lookUp(12345)])
    }

    @Test
    func `typing is no scan, however long`() throws {
        var visitor = try Visitor()
        visitor.press("12")
        visitor.wait(.seconds(1))
        visitor.scan("123456", gap: .milliseconds(36))
        #expect(visitor.effects == [.lookUp(123456)])
    }

    @Test
    func `a number goes out after the time in which a scan would go on`() throws {
        var visitor = try Visitor()
        visitor.press("111")
        #expect(visitor.effects.isEmpty)
        #expect(visitor.shows("Ihre Nummer kommt gleich."))
        #expect(visitor.wake == KioskDialogue.holdBack)
        visitor.wait(KioskDialogue.holdBack)
        #expect(visitor.effects == [.issue("id-card", "de")])
    }

    @Test
    func `a scan while a number is on its way does not lose it`() throws {
        var visitor = try Visitor()
        visitor.press("111")
        visitor.wait(.milliseconds(100))
        visitor.scan("1234567890")
        visitor.send(.issued(.example(ahead: 7, asOf: visitor.moment.wall)))
        #expect(visitor.effects == [.issue("id-card", "de")])
        #expect(visitor.shows("Vor Ihnen: 7 Nummern"))
    }
}
