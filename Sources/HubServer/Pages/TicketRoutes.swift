import HTTPTypes
import Hummingbird
import Lobby

extension PublicApplication {
    /// The address that stands on paper, and the page as it changes.
    func addTicketRoutes(to router: Router<HubContext>) {
        // Codes are in capitals, which makes them small.
        for path in ["/t/:key", "/T/:key"] {
            let page = Page(method: .get, path: path) { call in
                // What cannot be a key opens nothing either, and gets into no head.
                let key = call.parameters["key"].flatMap { isTicketKey($0) ? $0 : nil } ?? "0"
                return .redirect("\(call.root)/t/\(key)")
            }
            router.get(RouterPath(path)) { request, context in
                try await handle(page, request, context, in: preferredLanguage(of: request))
            }
            router.head(RouterPath(path)) { request, context in
                try await handle(page, request, context, in: preferredLanguage(of: request))
            }
        }
        router.get("/:language/t/:key/events") { request, context in
            let page = Page(method: .get, path: "/t/:key/events") {
                [streams, channel = context.channel] call in
                try await TicketPages.opened(call) { _ in
                    .stream(
                        try await streams.open(for: request, on: channel, of: nil) {
                            try await TicketPages.live(call)
                        }
                    )
                }
            }
            return try await handle(page, request, context)
        }
    }

    private func preferredLanguage(of request: Request) -> LanguageCode {
        pages.preferred(request.headers[.acceptLanguage] ?? "")
    }
}
