import Foundation
import Lobby
import Statements

/// Few visits have any.
private func readErrands(_ text: String?) -> [Errand] {
    var reader = ErrandsReader()
    return text.map { reader.read($0) } ?? []
}

extension Visit {
    /// Reads the columns of ``HubReading/visitColumns``.
    init(row: SQLRow) throws {
        guard let id = VisitID(data: row[0]), let kind = Kind(rawValue: row[4]),
            let state = VisitState(rawValue: row[5]), let standing = Standing(rawValue: row[6])
        else { throw HubStoreError.gone(reason: "a visit that this version cannot read") }
        self.init(
            id: id,
            label: Label(series: row[1], number: row[2]),
            service: row[3],
            kind: kind,
            state: state,
            arrived: Instant(milliseconds: row[7]),
            booked: (row[8] as Int64?).map(Instant.init(milliseconds:)),
            standing: standing,
            counter: row[9],
            calls: row[10],
            firstCalled: (row[11] as Int64?).map(Instant.init(milliseconds:)),
            lastCalled: (row[12] as Int64?).map(Instant.init(milliseconds:)),
            claimed: (row[14] as Int64?).map(Instant.init(milliseconds:)),
            mayHaveBeenCalled: row[13],
            moreErrands: readErrands(row[15]),
            parkedFor: (row[16] as String?).flatMap(ParkReason.init),
            onlyCounter: row[17]
        )
    }
}
