import Lobby
import Screens
import Testing

/// What a clerk in a terminal reads of printers and papers.
struct DeskPrinterTests {
    @Test func `a kiosk's printer that needs somebody has a line while nothing else is said`()
        throws
    {
        var desk = try CounterClerk()
        var view = DeskView.example(waiting: 3)
        view.printers = [
            DeskView.Printer(kiosk: "Automat 1", reasons: [.mediaLow], ticketsLeft: 40)
        ]
        desk.send(.view(view))
        let line = "Drucker am Automaten Automat 1: Papier geht zu Ende, etwa 40 Zettel"
        #expect(desk.words.contains(line))
        #expect(desk.screen.spoken.contains(line))
        desk.press("p")
        #expect(!desk.words.contains(line))
        desk.send(.view(.example(waiting: 3)))
        #expect(!desk.words.contains("Drucker"))
    }

    @Test func `a visit whose paper nobody knows of is marked`() throws {
        var desk = try CounterClerk()
        var view = DeskView.example(waiting: 3)
        view.waiting[1].isPaperUnclear = true
        desk.send(.view(view))
        let lines = desk.text.split(separator: "\n").filter { $0.contains("Papier unklar") }
        #expect(lines.count == 1 && lines[0].contains("A 002"))
    }
}
