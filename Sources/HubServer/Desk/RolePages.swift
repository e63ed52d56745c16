import Foundation
import Hub
import HubStore
import HummingbirdCore
import Lobby
import Sync

/// A page that a role finds in its header; the first one it may see is where it begins.
struct DeskLink: Sendable {
    var path: String
    var name: DeskTextKey
    var roles: Set<Device.Role>
    /// Whether it is about the queue that its reader works with.
    var isOfQueue = false

    static let all = [
        DeskLink(
            path: "/desk/place",
            name: .workOtherCounter,
            roles: [.clerk, .lead],
            isOfQueue: true
        ),
        DeskLink(path: "/desk/today", name: .todayTitle, roles: [.lead], isOfQueue: true),
        DeskLink(path: "/desk/overview", name: .overviewTitle, roles: [.head, .lead]),
        DeskLink(path: "/desk/people", name: .peopleTitle, roles: [.administrator]),
        DeskLink(path: "/desk/audit", name: .auditTitle, roles: [.auditor, .administrator]),
    ]
}

/// The head's page: how today goes, never below the group of counters.
enum OverviewPage {
    static func show(_ call: DeskCall) async throws -> DeskAnswer {
        let (counts, report, view) = try await call.hub.read { cases, store, now in
            (
                try store.dayCounts(on: cases.office.time.day(at: now)),
                try cases.forecastReport(days: 1, in: store, at: now),
                try cases.status(in: store, at: now)
            )
        }
        let access = try await call.hub.access()
        var values: [String: Any] = [
            "asOf": call.texts[.overviewAsOf, ["time": call.time(view.asOf)]],
            "rows": call.office.services.all.map { row($0, counts, call) }
                + [total(counts, call)],
        ]
        if report.all.visits > 0 {
            let part = ["percent": String(Int((report.all.inside * 100).rounded()))]
            values["forecast"] = call.texts[.overviewForecast, part]
        }
        if !access.isEmpty { values["access"] = table(access, call) }
        return call.page(.overview, title: call.texts[.overviewTitle], values)
    }

    private static func row(
        _ service: Service,
        _ counts: [DayCount],
        _ call: DeskCall
    ) -> [String: Any] {
        cells(
            service.name[call.texts.language],
            counts.filter { $0.service == service.id }
        )
    }

    private static func total(_ counts: [DayCount], _ call: DeskCall) -> [String: Any] {
        cells(call.texts[.overviewAll], counts)
    }

    private static func cells(_ name: String, _ counts: [DayCount]) -> [String: Any] {
        func sum(_ value: KeyPath<DayCount, Int>) -> Int {
            counts.map { $0[keyPath: value] }.reduce(0, +)
        }
        func mean(_ kind: Visit.Kind) -> String {
            let called = counts.filter { $0.kind == kind }
            let visits = called.map(\.called).reduce(0, +)
            guard visits > 0 else { return "–" }
            let minutes = called.map(\.waitedMinutes).reduce(0, +) / Double(visits)
            return String(Int(minutes.rounded()))
        }
        return [
            "name": name, "came": sum(\.came), "waiting": sum(\.waiting),
            "finished": sum(\.finished), "missed": sum(\.missed),
            "walkIns": mean(.walkIn), "appointments": mean(.appointment),
        ]
    }

    private static func table(_ access: [Access], _ call: DeskCall) -> [String: Any] {
        let channels = Channel.allCases
        let services = call.office.services.all.filter { service in
            access.contains { $0.service == service.id }
        }
        return [
            "channels": channels.map { call.texts[$0.text] },
            "promised": channels.map { channel -> String in
                let promise = access.first { $0.channel == channel }?.target
                return promise.map(String.init) ?? "–"
            },
            "rows": services.map { service in
                [
                    "name": service.name[call.texts.language],
                    "cells": channels.map { channel -> String in
                        let one = access.first {
                            $0.service == service.id && $0.channel == channel
                        }
                        guard let one else { return "–" }
                        return (one.days.map(String.init) ?? "–") + (one.isMissed ? " !" : "")
                    },
                ] as [String: Any]
            },
        ]
    }
}

/// The administrator's page: who may log in, and which devices may talk to the hub.
enum PeoplePage {
    static func show(_ call: DeskCall) async throws -> DeskAnswer {
        try await page(call)
    }

    static func act(_ call: DeskCall) async throws -> DeskAnswer {
        let session = try call.person()
        let name = String((call.form["name"] ?? "").prefix(100))
        let role = Device.Role(rawValue: call.form["role"] ?? "")
        do {
            switch call.form["do"] {
            case "add":
                guard let role, Device.Role.people.contains(role) else {
                    throw HubRefusal.badRequest("There is no such role.")
                }
                let known = try await call.hub.administer { try await $0.accounts() }
                if known.contains(where: { $0.name == name.lowercased() }) {
                    return try await page(call, problem: call.texts[.peopleKnown], status: 409)
                }
                return try await password(for: name, role, by: session, call)
            case "change":
                guard let role, Device.Role.people.contains(role) else {
                    throw HubRefusal.badRequest("There is no such role.")
                }
                guard name != session.name else { return try await own(call) }
                return try await password(for: name, role, by: session, call)
            case "remove":
                guard name != session.name else { return try await own(call) }
                try await call.hub.administer {
                    try await $0.removeAccount(name: name, by: session.name)
                }
                return try await page(call, said: call.texts[.peopleRemoved, ["name": name]])
            case "revoke":
                _ = try await call.hub.administer {
                    try await $0.revoke(name: name, role: role, by: session.name)
                }
                return try await page(call, said: call.texts[.peopleRevoked, ["name": name]])
            default: throw HubRefusal.badRequest("The form is not whole. Load the page again.")
            }
        } catch HubRefusal.unknownDevice {
            return try await page(call, problem: call.texts[.peopleGone], status: 404)
        } catch HubRefusal.badRequest {
            return try await page(call, problem: call.texts[.peopleBadName], status: 422)
        }
    }

    private static func password(
        for name: String,
        _ role: Device.Role,
        by session: Session,
        _ call: DeskCall
    ) async throws -> DeskAnswer {
        let password = try await call.hub.administer {
            try await $0.setAccount(name: name, role: role, by: session.name)
        }
        let values = ["name": name.lowercased(), "password": password]
        return try await page(call, said: call.texts[.peoplePassword, values])
    }

    private static func own(_ call: DeskCall) async throws -> DeskAnswer {
        try await page(call, problem: call.texts[.peopleOwn], status: 409)
    }

    private static func page(
        _ call: DeskCall,
        said: String = "",
        problem: String? = nil,
        status: Int = 200
    ) async throws -> DeskAnswer {
        let (accounts, devices) = try await call.hub.administer {
            (try await $0.accounts(), try await $0.devices())
        }
        func roles(_ chosen: Device.Role) -> [[String: Any]] {
            Device.Role.people.map {
                ["id": $0.rawValue, "name": call.texts[$0.text], "isChosen": $0 == chosen]
            }
        }
        var values: [String: Any] = [
            "say": said, "roles": roles(.clerk),
            "accounts": accounts.map { account in
                [
                    "name": account.name, "roles": roles(account.role),
                    "role": call.texts[account.role.text],
                    "isFirst": account.firstUntil != nil,
                    "isOwn": account.id == call.session?.account,
                ] as [String: Any]
            },
            "devices": devices.map {
                ["name": $0.name, "id": $0.role.rawValue, "role": call.texts[$0.role.text]]
            },
        ]
        values["problem"] = problem
        return call.page(.people, title: call.texts[.peopleTitle], status: status, values)
    }
}

/// The auditor's page: acts of administration, the newest first.
enum AuditPage {
    private static let linesPerPage = 100

    static func show(_ call: DeskCall) async throws -> DeskAnswer {
        let query = formFields(call.request.uri.query ?? "")
        let page = max(0, min(10_000, query["page"].flatMap { Int($0) } ?? 0))
        let lines = try await call.hub.read { _, store, _ in
            try store.audit(most: Self.linesPerPage + 1, after: page * Self.linesPerPage)
        }
        var values: [String: Any] = [
            "lines": lines.prefix(Self.linesPerPage).map { line -> [String: String] in
                let act = AuditAct(line.act)
                return [
                    "at": "\(call.office.time.day(at: line.at)) \(call.time(line.at))",
                    "who": who(line, act, call), "act": words(act, call),
                ]
            },
            "isEmpty": lines.isEmpty,
        ]
        if page > 0 { values["newer"] = "/desk/audit?page=\(page - 1)" }
        if lines.count > Self.linesPerPage { values["older"] = "/desk/audit?page=\(page + 1)" }
        return call.page(.audit, title: call.texts[.auditTitle], values)
    }

    private static func who(_ line: AuditLine, _ act: AuditAct, _ call: DeskCall) -> String {
        if case .provided = act { return call.texts[.auditProvider] }
        return line.who
    }

    private static func words(_ act: AuditAct, _ call: DeskCall) -> String {
        func values(_ name: String, _ role: Device.Role) -> [String: String] {
            ["name": name, "role": call.texts[role.text]]
        }
        return switch act {
        case .account(let name, let role): call.texts[.auditAccount, values(name, role)]
        case .provided(let name, let role): call.texts[.auditProvided, values(name, role)]
        case .accountRemoved(let name): call.texts[.peopleRemoved, ["name": name]]
        case .deviceRevoked(let name, let role): call.texts[.auditRevoked, values(name, role)]
        case .planned(let plan): words(plan, call)
        case .other(let act): act
        }
    }

    private static func words(_ plan: DayPlan, _ call: DeskCall) -> String {
        if plan.isPlain { return call.texts[.auditUsual] }
        var said = [call.texts[.auditPlanned]]
        func say(_ key: DeskTextKey, _ name: String, _ value: String?) {
            if let value { said.append(call.texts[key, [name: value]]) }
        }
        say(.auditOpens, "time", plan.opens?.description)
        say(.auditCloses, "time", plan.closes?.description)
        say(.auditFrom, "time", plan.ticketsFrom?.description)
        say(.auditUntil, "time", plan.ticketsUntil?.description)
        say(.auditQuota, "count", plan.quota.map(String.init))
        if plan.isStopped { said.append(call.texts[.auditStopped]) }
        for service in plan.stoppedServices.sorted() {
            say(.auditService, "service", call.serviceName(service))
        }
        if let counters = plan.counters {
            let numbers = counters.sorted().map(String.init).joined(separator: ", ")
            if numbers.isEmpty { said.append(call.texts[.auditNoCounter]) }
            if !numbers.isEmpty { say(.auditCounters, "counters", numbers) }
        }
        let notices = call.desk.layouts.notices(in: call.texts.language)
        for notice in DayNotice.allCases where plan.notices.contains(notice) {
            say(.auditNotice, "notice", notices?[notice.text] ?? notice.rawValue)
        }
        return said.joined(separator: " ")
    }
}

extension Device.Role {
    fileprivate var text: DeskTextKey {
        switch self {
        case .clerk: .roleClerk
        case .lead: .roleLead
        case .head: .roleHead
        case .administrator: .roleAdministrator
        case .auditor: .roleAuditor
        case .kiosk: .roleKiosk
        case .desk: .roleDesk
        case .board: .roleBoard
        case .program: .roleProgram
        }
    }
}

extension Channel {
    var text: DeskTextKey {
        switch self {
        case .web: .channelWeb
        case .kiosk: .channelKiosk
        case .phone: .channelPhone
        case .desk: .channelDesk
        }
    }
}
