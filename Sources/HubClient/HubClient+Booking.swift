package import Lobby
package import Sync

// Appointments, for kiosks and desks.
extension HubClient {
    /// The free beginnings that the caller may book, day by day.
    ///
    /// - Parameters:
    ///   - errands: What the appointment is for.
    ///   - channel: The channel where the caller has several; nil for its usual one.
    ///   - days: Days on the calendar; nil for all within the horizon.
    ///   - secret: Who asks.
    /// - Returns: Days with at least one free slot.
    /// - Throws: ``HubProblem``.
    package func freeDays(
        for errands: [Errand],
        channel: Channel? = nil,
        on days: ClosedRange<Day>? = nil,
        secret: String
    ) async throws(HubProblem) -> SlotsAnswer {
        let wish = errands.map { "\($0.service)*\($0.persons)" }.joined(separator: ",")
        let by = channel.map { "&channel=\($0.rawValue)" } ?? ""
        let span = days.map { "&from=\($0.lowerBound)&to=\($0.upperBound)" } ?? ""
        return try await get(
            "/api/v1/slots?errands=\(wish)\(by)\(span)",
            secret: secret,
            limit: Self.usualLimit
        )
    }

    /// Books, and learns the codes.
    ///
    /// A second try with the same key books nothing twice.
    package func book(
        _ request: BookingRequest,
        key: String,
        secret: String
    ) async throws(HubProblem) -> AppointmentAnswer {
        try await appointment("/api/v1/appointments", request, key: key, secret: secret)
    }

    /// The appointment of both codes, or for a kiosk of the first.
    package func find(
        _ codes: CodesRequest,
        secret: String
    ) async throws(HubProblem) -> AppointmentAnswer {
        try await appointment("/api/v1/appointments/find", codes, secret: secret)
    }

    package func move(
        _ id: VisitID,
        to start: Instant,
        channel: Channel? = nil,
        key: String,
        secret: String
    ) async throws(HubProblem) -> AppointmentAnswer {
        let path = "/api/v1/appointments/\(id)/move"
        let request = MoveRequest(start: start, channel: channel)
        return try await appointment(path, request, key: key, secret: secret)
    }

    package func cancel(
        _ id: VisitID,
        key: String,
        secret: String
    ) async throws(HubProblem) -> AppointmentAnswer {
        let path = "/api/v1/appointments/\(id)/cancel"
        return try await appointment(path, [String: String](), key: key, secret: secret)
    }

    func appointment(
        _ path: String,
        _ request: some Encodable,
        key: String? = nil,
        secret: String
    ) async throws(HubProblem) -> AppointmentAnswer {
        let envelope: AppointmentEnvelope = try await post(path, request, secret: secret, key: key)
        return envelope.appointment
    }
}
