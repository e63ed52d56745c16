package import Lobby
package import Sync

// What only people at the front desk ask.
extension HubClient {
    /// The appointments of a day; today's without one.
    package func appointments(
        on day: Day?,
        secret: String
    ) async throws(HubProblem) -> AppointmentsAnswer {
        let query = day.map { "?day=\($0)" } ?? ""
        return try await get(
            "/api/v1/appointments\(query)",
            secret: secret,
            limit: Self.usualLimit
        )
    }

    /// One appointment with its codes.
    package func appointment(
        _ id: VisitID,
        secret: String
    ) async throws(HubProblem) -> AppointmentAnswer {
        let envelope: AppointmentEnvelope = try await get(
            "/api/v1/appointments/\(id)",
            secret: secret,
            limit: Self.usualLimit
        )
        return envelope.appointment
    }

    /// Lets the holder of an appointment in, with a new number or the one of a visit.
    package func checkIn(
        _ id: VisitID,
        as visit: VisitID? = nil,
        key: String,
        secret: String
    ) async throws(HubProblem) -> VisitAnswer {
        let envelope: VisitEnvelope = try await post(
            "/api/v1/appointments/\(id)/check-in",
            CheckInRequest(visit: visit),
            secret: secret,
            key: key
        )
        return envelope.visit
    }

    /// Everybody who waits, in the order of calls.
    package func waiting(secret: String) async throws(HubProblem) -> [VisitAnswer] {
        let answer: WaitingAnswer = try await get(
            "/api/v1/waiting",
            secret: secret,
            limit: Self.usualLimit
        )
        return answer.waiting
    }

    /// How soon each channel gets an appointment.
    package func forecastReport(
        days: Int,
        secret: String
    ) async throws(HubProblem) -> ForecastReport {
        try await get("/api/v1/forecasts?days=\(days)", secret: secret, limit: Self.usualLimit)
    }

    package func access(secret: String) async throws(HubProblem) -> AccessList {
        try await get("/api/v1/access", secret: secret, limit: Self.usualLimit)
    }

    package func callbacks(secret: String) async throws(HubProblem) -> [CallbackAnswer] {
        let answer: CallbacksAnswer = try await get(
            "/api/v1/callbacks",
            secret: secret,
            limit: Self.usualLimit
        )
        return answer.callbacks
    }

    package func takeDown(
        _ request: CallbackRequest,
        key: String,
        secret: String
    ) async throws(HubProblem) -> CallbackAnswer {
        try await post("/api/v1/callbacks", request, secret: secret, key: key)
    }

    /// Forgets a call-back that is done.
    ///
    /// - Returns: Those that are left.
    package func callbackDone(
        _ id: VisitID,
        secret: String
    ) async throws(HubProblem) -> [CallbackAnswer] {
        let path = "/api/v1/callbacks/\(id)/done"
        let answer: CallbacksAnswer = try await post(path, [String: String](), secret: secret)
        return answer.callbacks
    }
}
