package import Lobby

/// `POST /api/v1/kiosk/back`: the visitor of a parked or missed visit is there.
package struct BackRequest: Codable, Equatable, Sendable {
    package var visit: VisitID

    package init(visit: VisitID) {
        self.visit = visit
    }
}
