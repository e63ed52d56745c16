/// What tickets are printed on: a roll, cut where the ticket ends, or sheets of one length.
///
/// Lengths are millimetres.
package struct TicketPaper: Equatable, Sendable {
    /// The paper of a kiosk that names none, and the one for which layouts give their sizes.
    package static let usualName = "80mm"

    /// As `paper` in kiosk.yaml calls it, `80mm` or `a6`.
    package var name: String
    package var width: Double
    /// What stays white at each side and each end; printers do not reach the edges.
    package var margin: Double
    package var shortest: Double
    package var longest: Double
    /// How large everything on it is, against the sizes in the layouts.
    package var scale: Double

    package init(
        name: String,
        width: Double,
        margin: Double,
        shortest: Double,
        longest: Double,
        scale: Double = 1
    ) {
        self.name = name
        self.width = width
        self.margin = margin
        self.shortest = shortest
        self.longest = longest
        self.scale = scale
    }

    /// Whether its length is fixed.
    package var isSheet: Bool { shortest == longest }
}
