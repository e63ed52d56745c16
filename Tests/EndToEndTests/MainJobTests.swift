import Foundation
import Testing

extension EndToEnd {
    @Suite struct `A visitor draws, the printer prints, a clerk calls` {
        enum Way: String, CaseIterable {
            case queue, address
        }

        @Test(arguments: Way.allCases)
        func `the number on the screen is on the paper, is called and shown`(
            way: Way
        ) async throws {
            try await World.run { world in
                try await PrintLab.run(in: world) { lab in
                    let desk = try await world.token("desk")
                    let kiosk = try await world.hubAndKiosk(
                        printer: way == .queue ? lab.queue : lab.address
                    )
                    let board = try await openBoard(world)

                    let screen = try await kiosk.drawNumber()
                    #expect(LargeNumber.a001.stands(on: screen), "\(screen)")
                    try await kiosk.terminal.shows("Bitte nehmen Sie Ihren Zettel.")
                    try await paperShowsSameNumber(lab, kiosk)

                    try await world.waits(["A 001"], token: desk)
                    let called = try await world.desk(
                        "next",
                        counter: 3,
                        token: desk,
                        as: CalledVisit.self
                    )
                    #expect(called.label == "A 001")
                    #expect(called.state == "called")
                    #expect(called.counter == 3)
                    let shown = try await board.shows("Bitte kommen Sie", "NEU")
                    #expect(LargeNumber.boardA001.stands(on: shown), "\(shown)")
                    try await kiosk.goBack()
                    try await kiosk.drawNumber()
                    try await world.waits(["A 002"], token: desk)
                    _ = try await world.desk(
                        "next",
                        counter: 4,
                        token: desk,
                        as: CalledVisit.self
                    )
                    try await board.shows("Vorher aufgerufen", "A 001 → 3")
                }
            }
        }

        /// The one page that came out leads back to the number: its code, scanned at the kiosk,
        /// finds it.
        private func paperShowsSameNumber(_ lab: PrintLab, _ kiosk: Kiosk) async throws {
            let pages = try lab.pages()
            #expect(pages.count == 1)
            let link = try await lab.link(onPage: try #require(pages.first))
            #expect(link.wholeMatch(of: #/(?i)https://warten\.example/t/[0-9]{20}/#) != nil)
            try await kiosk.goBack()
            try await kiosk.terminal.scan(link)
            try await kiosk.terminal.shows("Ihre Nummer A 001")
        }

        private func openBoard(_ world: World) async throws -> Terminal {
            let token = try await world.token("board")
            let board = try await world.terminal([
                "board", "--hub", world.url, "--token-file", token,
            ])
            try await board.shows("Gleich geht es los.")
            return board
        }

        @Test func `the PDF in the folder carries the number in words`() async throws {
            try await World.run { world in
                let kiosk = try await world.hubAndKiosk()
                try await kiosk.drawNumber()
                try await eventually("a paper is there") { try !world.papers().isEmpty }
                let paper = try #require(try world.papers().first)
                let words = try await world.words(onPaper: paper)
                for part in ["Bürgerbüro Musterstadt", "A 001", "Personalausweis", "24.11.2026"] {
                    #expect(words.contains(part), "\(words)")
                }
            }
        }

        @Test func `a clerk works through the list with one key for each step`() async throws {
            try await World.run { world in
                let token = try await world.token("desk")
                let program = try await world.token("program")
                try await world.startHub()
                for key in ["first", "second"] {
                    _ = try await world.ticket(token: program, key: key)
                }
                let desk = try await world.terminal(
                    ["desk", "--hub", world.url, "--counter", "3", "--token-file", token],
                    columns: 80,
                    rows: 24
                )
                try await desk.shows("Schalter 3", "2 warten", "A 001", "A 002")
                try await desk.press("n")
                try await desk.shows("A 001 ist aufgerufen.", "1 wartet")
                try await desk.press("p")
                try await desk.shows("A 001 ist da.", "wird bedient")
                try await desk.press("f")
                try await desk.shows("A 001 ist fertig.", "Niemand aufgerufen")
                try await desk.press("n")
                try await desk.shows("A 002 ist aufgerufen.", "0 warten")
                try await desk.press("m")
                try await desk.shows("A 002 war nicht da.")
                try await desk.press("q")
                #expect(try await desk.outcome() == 0)
            }
        }
    }
}
