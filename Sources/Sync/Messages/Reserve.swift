package import Lobby

/// `POST /api/v1/kiosk/reserve`: asks for the next number of a queue letter for a visit.
package struct ReserveRequest: Codable, Equatable, Sendable {
    package var visit: VisitID
    package var letter: String
    package var epoch: Int
    /// The highest number of the letter the kiosk saw today; a hub that is behind it refuses.
    package var highest: Int

    package init(visit: VisitID, letter: String, epoch: Int, highest: Int) {
        self.visit = visit
        self.letter = letter
        self.epoch = epoch
        self.highest = highest
    }
}

/// The number, or the word that the visit is over already and needs none.
package struct ReserveAnswer: Codable, Equatable, Sendable {
    package var number: Int?
    package var gone: Bool
    package var day: Day
    package var epoch: Int

    package init(number: Int?, gone: Bool, day: Day, epoch: Int) {
        self.number = number
        self.gone = gone
        self.day = day
        self.epoch = epoch
    }
}
