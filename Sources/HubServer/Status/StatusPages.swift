import Foundation
import Hub
import HubStore
import Lobby

/// The start page: how it is in the office now.
enum StatusPages {
    private static let callsShown = 6

    static func start(_ call: PageCall) async throws -> PageAnswer {
        // Every reader of a language gets the same page, whatever is behind a question mark.
        var same = call
        same.rest = ""
        let asked = same
        let version = call.hub.changed.version
        let answer = try await call.facts.start(call.language, version: version) {
            let words = asked.words
            let share = try await asked.facts.facts(of: asked.hub).share
            let now = asked.hub.now()
            var values: [String: Any] = [
                "live": try await live(asked),
                "zone": asked.office.time.zone.identifier,
                "asOf": words[.statusAsOf, ["time": words.time(now)]],
                // The script fills it in.
                "asOfForm": words[.statusAsOf],
                "isOn": asked.office.bookingOnWeb,
            ]
            values["share"] = share.map { words.sentence(of: $0, at: now) }
            let html = asked.html(
                PageContent(template: .status, title: .statusTitle, values: values)
            )
            return FeedAnswer(html, type: "text/html; charset=utf-8", maxAge: .zero)
        }
        return .html(answer.text, status: 200)
    }

    /// What a live page gets again and again: without the present time.
    static func live(_ call: PageCall) async throws -> String {
        let status = try await call.hub.publicStatus()
        let facts = try await call.facts.facts(of: call.hub)
        let words = call.words
        let (headline, lines) = words.sentences(of: status)
        let isOpen = status.state.isOpen
        let notices = status.queue.plan.flatMap { plan in
            words.names?.sentences(of: plan, in: call.office, at: status.queue.asOf)
        }
        let waiting = words.waiting(status.queue.waiting)
        let services = call.office.services.all.compactMap { service in
            row(of: service, status, facts, call)
        }
        let values: [String: Any] = [
            "t": call.allTexts(),
            "isOpen": isOpen,
            "headline": headline,
            "lines": lines,
            "said": isOpen ? "\(headline) \(waiting)" : headline,
            "notices": (notices ?? []).filter { !lines.contains($0) },
            "waiting": waiting,
            "services": services,
            "hasServices": !services.isEmpty,
            "calls": status.queue.calls.prefix(callsShown).map { latest in
                [
                    "label": latest.label.description.replacing(" ", with: "\u{a0}"),
                    "counter": words[.statusCall, ["counter": String(latest.counter)]],
                    "at": words.time(latest.at),
                ]
            },
            "hasCalls": !status.queue.calls.isEmpty,
        ]
        return call.pages.render(.live, values)
    }

    /// One service; nil when there is nothing to tell of it.
    private static func row(
        of service: Service,
        _ status: PublicStatus,
        _ facts: StatusFacts.Facts,
        _ call: PageCall
    ) -> [String: Any]? {
        let words = call.words
        var row: [String: Any] = ["name": service.name[call.language]]
        if status.state.isOpen {
            row["wait"] =
                status.given.contains(service.id)
                ? words.sentence(of: status.waits[service.id] ?? .unknown) : words[.statusNotToday]
            let count = status.queue.waitingByService[service.id] ?? 0
            if count >= SaidWait.fewestCounted {
                row["count"] = words[.statusCount, ["count": String(count)]]
            }
        }
        if call.office.booking != nil, service.isBookable {
            let start = facts.free[service.id]
            if let start, !call.office.bookingOnWeb {
                row["freeHere"] = words[.statusFree, ["when": words.when(start)]]
            } else if let start {
                row["free"] = [
                    "href": "\(call.root)/book/contact?at=\(start.iso8601)&for=\(service.id)*1",
                    "words": words[.statusFree, ["when": words.when(start)]],
                ]
            } else {
                row["noFree"] = words[.statusFreeNone]
            }
        }
        return row.count > 1 ? row : nil
    }
}

extension OfficeWords {
    /// Whether it is open, and what else has to be known at once.
    fileprivate func sentences(of status: PublicStatus) -> (String, [String]) {
        switch status.state {
        case .open(let until):
            if let stop = status.queue.stop {
                return (self[.statusNoNumbers], sentences(of: stop) + [self[.statusHeld]])
            }
            guard let until else { return (self[.statusOpen], []) }
            return (self[.statusOpenUntil, ["time": until.description]], [])
        case .closed(let reason, let next):
            let opening = next.map { when($0, at: status.queue.asOf) }
            return (
                self[.statusClosed],
                sentences(of: reason) + (opening.map { [self[.statusNext, ["when": $0]]] } ?? [])
            )
        }
    }

    private func sentences(of stop: TicketStop) -> [String] {
        let sentence =
            switch stop {
            case .stopped, .service, .tooLate: names?[.stoppedNow]
            case .notBefore(let time): names?[.todayTicketsFrom, ["time": time.description]]
            case .full: names?[.todayFull]
            }
        return sentence.map { [$0] } ?? []
    }

    private func sentences(of reason: ClosedReason) -> [String] {
        switch reason {
        case .hours, .closure(nil): []
        case .holiday(let holiday): [self[.statusHoliday, ["holiday": self[holiday.text]]]]
        case .closure(let words?): [self[.statusReason, ["reason": words[language]]]]
        case .early(let time): [self[.statusEarly, ["time": time.description]]]
        }
    }

    /// When the office opens, as it is said in the middle of a sentence.
    private func when(_ opening: Opening, at now: Instant) -> String {
        let time = ["time": opening.time.description]
        guard let names else { return "\(opening.day) \(opening.time)" }
        return switch opening.day.ordinal - office.time.date(at: now).ordinal {
        case 0: names[.whenToday, time]
        case 1: names[.whenTomorrow, time]
        default: names[.whenDay, names.values(of: opening.day).merging(time) { $1 }]
        }
    }

    fileprivate func waiting(_ count: Int) -> String {
        let key: TextKey =
            switch count {
            case 0: .waitingNone
            case 1: .waitingOne
            default: .waitingMany
            }
        return names?[key, ["count": String(count)]] ?? String(count)
    }

    fileprivate func sentence(of wait: SaidWait) -> String {
        switch wait {
        case .hardlyAny: self[.statusHardly]
        case .tooLate: self[.statusTooLate]
        case .unknown: self[.statusUnknown]
        case .long(let first): self[.statusLong, ["time": time(first)]]
        case .between(let shown) where shown.from == 0:
            self[.statusWaitUpTo, ["to": String(shown.to)]]
        case .between(let shown):
            self[.statusWait, ["from": String(shown.from), "to": String(shown.to)]]
        }
    }

    fileprivate func sentence(of share: AnnouncedShare, at now: Instant) -> String {
        let isYesterday = share.day + 1 == office.time.day(at: now)
        let day =
            isYesterday ? self[.statusYesterday] : self[.statusOnDay, ["day": day(share.day)]]
        let percent = String(Int((share.inside * 100).rounded()))
        return self[.statusShare, ["day": day, "share": percent]]
    }
}
