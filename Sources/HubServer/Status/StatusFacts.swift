import Hub
import Lobby
import Synchronization

/// What the start page tells that changes slowly, and the page itself as it was last written: any
/// number of readers costs one question to the store.
final class StatusFacts: Sendable {
    struct Facts: Sendable {
        /// The next free appointment of each service: on the web, or without that for those who come
        /// or phone.
        var free: [ServiceID: Instant] = [:]
        var share: AnnouncedShare?
        /// What a lead had planned for the day.
        var plan: DayPlan?
    }

    private struct Kept<Value: Sendable> {
        var value: Value
        var made: Instant
    }

    private struct State {
        var facts: Kept<Facts>?
        var week: Kept<WaitWeek>?
    }

    private static let factsLife: Duration = .minutes(1)
    /// The days in it change once a day.
    private static let weekLife: Duration = .minutes(10)

    private let state = Mutex(State())
    private let starts: [LanguageCode: FeedCache]

    /// - Parameters:
    ///   - languages: In which there is a start page.
    ///   - isKept: Whether its readers share it for a moment; tests want each anew.
    init(_ languages: [LanguageCode], isKept: Bool) {
        let kept = languages.map { language in
            (language, FeedCache(freshness: .milliseconds(20), renewal: .seconds(1)))
        }
        starts = Dictionary(uniqueKeysWithValues: isKept ? kept : [])
    }

    func facts(of hub: Hub) async throws -> Facts {
        let now = hub.now()
        let plan = hub.office.plan(at: now)
        if let kept = state.withLock({ $0.facts }), kept.value.plan == plan,
            fits(kept.made, now, Self.factsLife)
        {
            return kept.value
        }
        var facts = Facts(share: try await hub.announcedShare(), plan: plan)
        for channel in hub.office.bookingOnWeb ? [.web] : [Channel.kiosk, .phone] {
            facts.free.merge(try await hub.firstFree(by: channel)) { min($0, $1) }
        }
        let made = Kept(value: facts, made: now)
        state.withLock { $0.facts = made }
        return facts
    }

    /// How long people wait in the hours of a week; nil when nobody knows yet.
    func week(of hub: Hub) async throws -> WaitWeek? {
        let now = hub.now()
        if let kept = state.withLock({ $0.week }), fits(kept.made, now, Self.weekLife) {
            return kept.value
        }
        guard let week = try await hub.waitWeek() else { return nil }
        state.withLock { $0.week = Kept(value: week, made: now) }
        return week
    }

    /// The start page in a language.
    func start(
        _ language: LanguageCode,
        version: Int,
        make: @Sendable () async throws -> FeedAnswer
    ) async throws -> FeedAnswer {
        guard let cache = starts[language] else { return try await make() }
        return try await cache.answer(version: version, make: make)
    }

    /// Also after the clock was set back.
    private func fits(_ made: Instant, _ now: Instant, _ life: Duration) -> Bool {
        now >= made && now - made < life
    }
}
