/// That for whoever comes a little later it may be too late today.
package struct LastTicket: Equatable, Sendable {
    /// So long before it comes the lead is told.
    package static let notice: Duration = .minutes(30)
    /// Numbers end with the office by themselves so shortly before closing; that is no news.
    private static let usualEnd: Duration = .minutes(15)

    package var service: ServiceID
    /// Whoever comes from then on may well not be called any more.
    package var from: Instant

    package init(service: ServiceID, from: Instant) {
        self.service = service
        self.from = from
    }

    /// The services of which a new number would be too late now, or half an hour from now, the nearest
    /// first.
    ///
    /// As if those who come later waited as long as those who come now: four of five of them.
    package static func coming(in forecast: Forecast, of services: [ServiceID]) -> [LastTicket] {
        guard let closing = forecast.closing else { return [] }
        let found = services.compactMap { service -> LastTicket? in
            if forecast.tooLate.contains(service) {
                return LastTicket(service: service, from: forecast.asOf)
            }
            guard let minutes = forecast.eightieth[service] else { return nil }
            let from = closing - .milliseconds(Int64(minutes * 60_000))
            guard from <= forecast.asOf + notice, from <= closing - usualEnd else { return nil }
            return LastTicket(service: service, from: from)
        }
        return found.enumerated().sorted {
            ($0.element.from, $0.offset) < ($1.element.from, $1.offset)
        }
        .map(\.element)
    }
}
