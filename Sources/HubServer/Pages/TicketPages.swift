import Hub
import HubStore
import Lobby

/// What the code on a ticket opens: how its visit stands, and the way to give the place back.
///
/// Who has the twenty digits has the ticket; there is nothing personal on the page all the same.
enum TicketPages {
    static func show(_ call: PageCall) async throws -> PageAnswer {
        try await opened(call) { view in
            call.page(
                PageContent(
                    template: .ticket,
                    title: .ticketTitle,
                    titleValues: ["label": view.label.description],
                    values: ["here": here(call), "now": now(view, call)]
                )
            )
        }
    }

    static func askToLeave(_ call: PageCall) async throws -> PageAnswer {
        try await opened(call) { view in
            guard view.mayLeave else { return .redirect(here(call)) }
            return call.page(
                PageContent(
                    template: .leave,
                    title: .leaveTitle,
                    titleValues: ["label": view.label.description],
                    values: ["here": here(call)]
                )
            )
        }
    }

    static func leave(_ call: PageCall) async throws -> PageAnswer {
        try await opened(call) { _ in
            let key = key(call)
            try await call.hub.perform { try $0.leave(key: key, in: $1, at: $2) }
            return .redirect(here(call))
        }
    }

    /// The part of the page that changes.
    ///
    /// - Throws: ``HubRefusal/unknownVisit`` when it is a ticket of today no more.
    static func live(_ call: PageCall) async throws -> String {
        guard let view = try await call.tickets.view(key(call)) else {
            throw HubRefusal.unknownVisit
        }
        return now(view, call)
    }

    /// Goes on with the ticket that the call names, or answers alike for every key that opens nothing.
    static func opened(
        _ call: PageCall,
        _ work: (TicketView) async throws -> PageAnswer
    ) async throws -> PageAnswer {
        let key = key(call)
        let now = call.hub.now()
        // Who opened a ticket before has its digits; a neighbour's guesses do not shut it.
        if !call.tickets.hasOpened(key),
            let minutes = call.limits.wait(.ticket, call.range, at: now)
        {
            return call.tooMany(minutes)
        }
        guard let view = try await call.tickets.view(key) else {
            call.limits.count(.ticket, call.range, at: now)
            return call.refused(.ticketUnknownTitle, .ticketUnknown, status: 404)
        }
        return try await work(view)
    }

    private static func now(_ view: TicketView, _ call: PageCall) -> String {
        let office = call.office
        let at = call.hub.now()
        let facts = TicketFacts(view, of: office, forecast: call.hub.latestForecast, at: at)
        let notices =
            view.visit.state.isEnded
            ? []
            : office.plan(at: at).flatMap { plan in
                call.words.names?.sentences(of: plan, in: office, at: at)
            } ?? []
        let name = "\(key(call)) \(call.language) \(notices.joined(separator: "\n"))"
        return call.tickets.part(name, of: facts) {
            call.pages.render(.ticketNow, values(of: facts, notices, call))
        }
    }

    private static func values(
        of facts: TicketFacts,
        _ notices: [String],
        _ call: PageCall
    ) -> [String: Any] {
        let words = call.words
        let sentences = TicketSentences(facts, words)
        let view = facts.view
        var values: [String: Any] = [
            "here": here(call),
            "state": view.visit.state.rawValue,
            "isOver": view.visit.state.isEnded,
            "first": sentences.first,
            "what": words.what(view.visit.errands),
            "lines": sentences.lines,
            "notices": notices,
            "mayLeave": view.mayLeave,
            "leave": words[.ticketLeave],
        ]
        values["call"] = sentences.call
        if !view.others.isEmpty {
            let labels = view.others.map(\.description).joined(separator: ", ")
            values["others"] = words[.ticketOthers, ["labels": labels]]
        }
        return values
    }

    private static func key(_ call: PageCall) -> String {
        call.parameters["key"] ?? ""
    }

    private static func here(_ call: PageCall) -> String {
        "\(call.root)/t/\(key(call))"
    }
}
