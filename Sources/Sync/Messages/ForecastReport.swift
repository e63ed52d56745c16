package import Lobby

/// `GET /api/v1/forecasts?days=7`: how right announced waits were.
package struct ForecastReport: Codable, Equatable, Sendable {
    /// Days that may be asked for at once.
    package static let days = 1...400

    package struct OfService: Codable, Equatable, Sendable {
        package var service: ServiceID
        package var figures: ForecastFigures

        package init(service: ServiceID, figures: ForecastFigures) {
            self.service = service
            self.figures = figures
        }
    }

    package struct OfHour: Codable, Equatable, Sendable {
        /// Of the arrival: 8 is from 8:00 to 8:59.
        package var hour: Int
        package var figures: ForecastFigures

        package init(hour: Int, figures: ForecastFigures) {
            self.hour = hour
            self.figures = figures
        }
    }

    package var asOf: String
    package var from: Day
    package var to: Day
    package var all: ForecastFigures
    /// Who was told a wait and not called: they left, wait still, or the office closed.
    package var uncalled: Int
    package var services: [OfService]
    package var hours: [OfHour]

    package init(
        asOf: String,
        from: Day,
        to: Day,
        all: ForecastFigures,
        uncalled: Int,
        services: [OfService],
        hours: [OfHour]
    ) {
        self.asOf = asOf
        self.from = from
        self.to = to
        self.all = all
        self.uncalled = uncalled
        self.services = services
        self.hours = hours
    }
}
