import Lobby
import Testing

@Suite struct `A roll of paper` {
    @Test func `tells about how many tickets are left, in tens and fives`() {
        #expect(PaperRoll(length: 80_000).ticketsLeft == 650)
        // 100 papers of 120 mm each so far.
        #expect(PaperRoll(length: 80_000, used: 12_000, papers: 100).ticketsLeft == 560)
        #expect(PaperRoll(length: 80_000, used: 77_000, papers: 642).ticketsLeft == 25)
        #expect(PaperRoll(length: 80_000, used: 79_900, papers: 666).ticketsLeft == 0)
    }

    @Test func `says nothing when more was printed than it has`() {
        let roll = PaperRoll(length: 80_000, used: 80_001, papers: 667)
        #expect(roll.ticketsLeft == nil)
        #expect(!roll.isLow)
    }

    @Test func `is low from fifty tickets on`() {
        #expect(!PaperRoll(length: 80_000, used: 72_000, papers: 600).isLow)
        #expect(PaperRoll(length: 80_000, used: 74_000, papers: 616).isLow)
    }

    @Test func `believes the printer's sensor more than what was counted`() {
        let full = PaperRoll(length: 80_000)
        let low = PaperRoll(length: 80_000, used: 77_000, papers: 642)
        #expect(full.ticketsLeft(while: []) == 650 && low.ticketsLeft(while: []) == 25)
        #expect(full.ticketsLeft(while: [.mediaLow]) == nil)
        #expect(low.ticketsLeft(while: [.mediaLow]) == 25)
        #expect(low.ticketsLeft(while: [.mediaEmpty]) == nil)
    }

    @Test func `every reason of a printer has a finding and a remedy`() {
        for reason in PrinterReason.allCases {
            #expect(reason.finding.hasSuffix(".") && reason.remedy.hasSuffix("."))
        }
    }
}
