package import Hub
import HubStore
import HTTPTypes
import Hummingbird
import Lobby
package import Logging
import Sync
import Synchronization

/// Answers the feeds, on each listener that has them.
package final class PublicFeeds: Sendable {
    private let hub: Hub
    private let pages: Pages?
    private let logger: Logger
    private let caches: [Feed: FeedCache]
    /// The closures have words, and so a cache for each language.
    private let calendars = Mutex<[LanguageCode: FeedCache]>([:])
    private let isKept: Bool

    /// - Parameters:
    ///   - hub: Whose feeds they are.
    ///   - pages: The words of the calendar; without them its entries bear the office's name alone.
    ///   - logger: Learns why a feed could not be answered.
    ///   - isKept: Whether readers share an answer for a while; tests want each anew.
    package init(hub: Hub, pages: Pages?, logger: Logger, isKept: Bool = true) {
        self.hub = hub
        self.pages = pages
        self.logger = logger
        self.isKept = isKept
        caches = Dictionary(
            uniqueKeysWithValues: Feed.allCases.map { ($0, Self.cache(of: $0, isKept)) }
        )
    }

    private static func cache(of feed: Feed, _ isKept: Bool) -> FeedCache {
        let (freshness, renewal) = isKept ? feed.ages : (.zero, .zero)
        return FeedCache(freshness: freshness, renewal: renewal)
    }

    /// The routes of all feeds; before the middleware that guards pages, which would forbid to keep them.
    func add(to router: Router<HubContext>) {
        for feed in Feed.allCases {
            let path = RouterPath(feed.rawValue)
            router.get(path) { [self] request, _ in await answer(feed, request) }
            router.head(path) { [self] request, _ in
                await answer(feed, request).createHeadResponse()
            }
            router.on(path, method: .options) { _, _ in Self.permission }
        }
    }

    /// The description of the feeds alone, where nothing else is to be found.
    func addDescription(to router: Router<HubContext>) {
        let answer: @Sendable (Request) throws -> Response = { request in
            let text = try openAPIDocument(
                of: Feed.allCases.map(\.endpoint),
                schemas: ["Status", "Call", "Wait", "Error", "Visit", "Errand"]
            )
            return FeedAnswer(text, type: "application/json; charset=utf-8", maxAge: .seconds(3600))
                .response(ifNoneMatch: request.headers[.ifNoneMatch])
        }
        router.get("/api/v1/openapi.json") { request, _ in try answer(request) }
        router.head("/api/v1/openapi.json") { request, _ in
            try answer(request).createHeadResponse()
        }
    }

    /// What a page of another site may ask (Fetch Standard, CORS-preflight).
    private static let permission: Response = {
        var fields = Feed.openHead
        fields[.accessControlAllowMethods] = "GET, HEAD, OPTIONS"
        fields[.accessControlAllowHeaders] = "If-None-Match"
        fields[.accessControlMaxAge] = "86400"
        fields[.allow] = "GET, HEAD, OPTIONS"
        return Response(status: .noContent, headers: fields)
    }()

    private func answer(_ feed: Feed, _ request: Request) async -> Response {
        do {
            let answer = try await answer(feed, in: language(of: feed, request))
            return answer.response(ifNoneMatch: request.headers[.ifNoneMatch])
        } catch let refusal as HubRefusal {
            return respond(refusal)
        } catch {
            logger.error(
                "feed.failed",
                metadata: ["path": "\(feed.rawValue)", "error": "\(String(reflecting: error))"]
            )
            return respond(
                500,
                ErrorAnswer(code: "internal", message: "The hub could not do this. Try it again.")
            )
        }
    }

    private func answer(_ feed: Feed, in language: LanguageCode) async throws -> FeedAnswer {
        switch feed {
        case .status:
            try await kept(feed, version: hub.changed.version) { [hub] in
                let view = try await hub.read { try $0.status(in: $1, at: $2) }
                return try write(
                    StatusAnswer(view, office: hub.office, forecast: hub.latestForecast)
                )
            }
        case .statusXML:
            try await kept(feed, version: hub.changed.version) { [hub] in
                let view = try await hub.read { try $0.status(in: $1, at: $2) }
                return StatusEntry(view, of: hub.office, forecast: hub.latestForecast).text
            }
        case .history:
            try await kept(feed, version: today.ordinal) { [hub, today] in
                let waits = try await hub.read { _, store, _ in
                    try store.hourlyWaits(from: today + -Feed.historyDays, to: today + -1)
                }
                return historyTable(waits)
            }
        case .closures:
            try await kept(feed, version: today.ordinal, in: language) { [hub, pages, today] in
                let words = pages.flatMap { pages in
                    pages.texts(language).map { OfficeWords(hub.office, $0, pages) }
                }
                return closureCalendar(of: hub.office, from: today, words)
            }
        }
    }

    private func kept(
        _ feed: Feed,
        version: Int,
        in language: LanguageCode? = nil,
        _ make: @Sendable () async throws -> String
    ) async throws -> FeedAnswer {
        let cache =
            if let language {
                calendars.withLock { calendars in
                    let cache = calendars[language] ?? Self.cache(of: feed, isKept)
                    calendars[language] = cache
                    return cache
                }
            } else {
                caches[feed] ?? Self.cache(of: feed, isKept)
            }
        return try await cache.answer(version: version) {
            FeedAnswer(try await make(), type: feed.type, maxAge: feed.maxAge)
        }
    }

    private var today: Day { hub.office.time.day(at: hub.now()) }

    /// The language of a calendar: one of the pages', so that there are not more of them.
    private func language(of feed: Feed, _ request: Request) -> LanguageCode {
        guard feed == .closures, let query = request.uri.query,
            let asked = formFields(query)["language"], pages?.texts(asked) != nil
        else { return "de" }
        return asked
    }
}
