/// Something did not happen in time.
struct TooLate: Error, CustomStringConvertible {
    let description: String
}

/// Asks again and again until it is so; after the limit it throws, with what was seen last.
func eventually(
    _ what: String,
    within limit: Duration = .seconds(20),
    seen: () async throws -> String = { "" },
    _ isSo: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !isSo() {
        guard ContinuousClock.now < end else {
            throw TooLate(description: "Not within \(limit): \(what)\n\(try await seen())")
        }
        try await Task.sleep(for: .milliseconds(20))
    }
}
