/// The roll of paper in a printer, as far as the papers tell that were printed from it.
package struct PaperRoll: Equatable, Sendable {
    /// From so few tickets on the paper counts as low, also where the printer has no sensor for it.
    package static let fewTickets = 50
    /// What a ticket is taken to be long, in millimetres, before one was printed.
    package static let usualTicket = 110
    /// What a printer feeds beside the ticket itself, in millimetres, so that the cutter meets white.
    package static let feed = 12

    /// The millimetres of a new roll.
    package var length: Int
    /// The millimetres printed since it was put in, and by how many papers.
    package var used: Int
    package var papers: Int

    package init(length: Int, used: Int = 0, papers: Int = 0) {
        self.length = length
        self.used = used
        self.papers = papers
    }

    /// About how many tickets it still gives, in tens, or in fives below thirty.
    ///
    /// Nil when more was printed than a roll has: then nobody said that it was changed, and nobody
    /// knows.
    package var ticketsLeft: Int? {
        let left = length - used
        guard left > 0 else { return nil }
        let ticket = papers > 0 ? max(1, used / papers) : Self.usualTicket + Self.feed
        let tickets = left / ticket
        let step = tickets < 30 ? 5 : 10
        return tickets / step * step
    }

    /// The same beside what the printer's own sensor says, which knows better than what was counted.
    package func ticketsLeft(while reasons: Set<PrinterReason>) -> Int? {
        if reasons.contains(.mediaEmpty) { return nil }
        return reasons.contains(.mediaLow) && !isLow ? nil : ticketsLeft
    }

    /// Whether staff should have the next roll ready.
    package var isLow: Bool {
        ticketsLeft.map { $0 <= Self.fewTickets } ?? false
    }
}
