import Foundation
import Hub
import HubStore
import Lobby

/// The lead's page: what is otherwise today, and only today.
enum TodayPage {
    static func show(_ call: DeskCall) async throws -> DeskAnswer {
        try await page(call, typed: nil, problem: nil)
    }

    static func plan(_ call: DeskCall) async throws -> DeskAnswer {
        let session = try call.person()
        let typed: DayPlan
        do {
            typed = try call.form["usual"] == nil ? read(call) : usual(call)
        } catch {
            return try await page(call, typed: nil, problem: words(error, call), status: 422)
        }
        do {
            let before = call.office
            let plan = try await call.queue.plan(typed, by: session.name)
            call.desk.say(saved(plan, insteadOf: before, call), to: session)
            return .redirect("/desk/today")
        } catch HubRefusal.planChanged {
            return try await page(
                call,
                typed: nil,
                problem: call.texts[.todayChangedMeanwhile],
                status: 409
            )
        } catch HubRefusal.badPlan(let mistake) {
            return try await page(call, typed: typed, problem: words(mistake, call), status: 422)
        }
    }

    // MARK: What is answered

    /// That a plan is saved, and what it does that its reader may not have meant.
    private static func saved(
        _ plan: DayPlan,
        insteadOf before: Office,
        _ call: DeskCall
    ) -> String {
        let more = effects(of: plan, insteadOf: before, call)
        let key: DeskTextKey =
            if plan.withoutVersion.isPlain {
                .todaySavedUsual
            } else if !more.isEmpty {
                .todaySavedBut
            } else {
                call.training == nil ? .todaySaved : .todaySavedTraining
            }
        return ([call.texts[key]] + more).joined(separator: " ")
    }

    private static func effects(
        of plan: DayPlan,
        insteadOf before: Office,
        _ call: DeskCall
    ) -> [String] {
        let now = call.queue.now()
        var said: [String] = []
        if let next = call.office.openSpans(from: now).first {
            if now < next.lowerBound, before.isOpen(at: now) {
                let time = ["time": call.time(next.lowerBound)]
                said.append(call.texts[.todaySavedOpensLater, time])
            }
        } else if !before.openSpans(from: now).isEmpty {
            said.append(call.texts[.todaySavedClosed])
        }
        if plan.counters?.isEmpty == true { said.append(call.texts[.todaySavedNoCounter]) }
        return said
    }

    // MARK: The form

    /// A field that cannot be read.
    private struct BadField: Error {
        var name: DeskTextKey
    }

    private static func usual(_ call: DeskCall) throws -> DayPlan {
        DayPlan(day: try day(call), version: Int(call.form["version"] ?? "") ?? 0)
    }

    private static func day(_ call: DeskCall) throws -> Day {
        guard let day = Day(call.form["day"] ?? "") else {
            throw HubRefusal.badRequest("The form is not whole. Load the page again.")
        }
        return day
    }

    private static func read(_ call: DeskCall) throws -> DayPlan {
        let form = call.form
        func time(_ field: String, _ name: DeskTextKey) throws -> TimeOfDay? {
            let text = (form[field] ?? "").trimmingCharacters(in: .whitespaces)
            if text.isEmpty { return nil }
            // 9:00 means 09:00.
            guard let time = TimeOfDay(text.count == 4 ? "0" + text : text) else {
                throw BadField(name: name)
            }
            return time
        }
        func chosen(_ prefix: String) -> [String] {
            form.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        }
        var plan = try usual(call)
        plan.opens = try time("opens", .todayOpens)
        plan.closes = try time("closes", .todayCloses)
        plan.ticketsFrom = try time("from", .todayFrom)
        plan.ticketsUntil = try time("until", .todayUntil)
        plan.isStopped = form["stop"] != nil
        plan.stoppedServices = Set(chosen("s-"))
        plan.notices = Set(chosen("n-").compactMap(DayNotice.init(rawValue:)))
        let quota = (form["quota"] ?? "").trimmingCharacters(in: .whitespaces)
        if !quota.isEmpty {
            guard let number = Int(quota) else { throw BadField(name: .todayQuota) }
            plan.quota = number
        }
        let counters = Set(chosen("c-").compactMap { Int($0) })
        let all = Set(call.office.counters.map(\.number))
        plan.counters = counters == all ? nil : counters
        return plan
    }

    // MARK: The page

    private static func page(
        _ call: DeskCall,
        typed: DayPlan?,
        problem: String?,
        status: Int = 200
    ) async throws -> DeskAnswer {
        let view = try await call.queue.read { cases, store, now in
            try cases.todayView(in: store, at: now)
        }
        var values = fields(of: typed ?? view.plan, call)
        values["intro"] = call.texts[call.training == nil ? .todayIntro : .todayIntroTraining]
        values["version"] = String(view.plan.version)
        values["usualHours"] = words(view.usual, call)
        values["openHours"] = words(view.open, call)
        values["isChanged"] = !view.plan.withoutVersion.isPlain
        values["drawn"] = call.texts[.todayDrawn, ["count": String(view.drawn)]]
        values["problem"] = problem
        if !view.lastTickets.isEmpty { values["lastTickets"] = call.words(view.lastTickets) }
        if let session = call.session { values["say"] = call.desk.sentence(for: session) }
        if !view.misfits.isEmpty {
            let count = ["count": String(view.misfits.count)]
            values["misfits"] = [
                "title": call.texts[.todayMisfits, count],
                "lines": view.misfits.map { line($0, view, call) },
            ]
        }
        return call.page(.today, title: call.texts[.todayTitle], status: status, values)
    }

    private static func fields(of plan: DayPlan, _ call: DeskCall) -> [String: Any] {
        let notices = call.desk.layouts.notices(in: call.texts.language)
        return [
            "day": plan.day.description,
            "opens": plan.opens?.description ?? "", "closes": plan.closes?.description ?? "",
            "from": plan.ticketsFrom?.description ?? "",
            "until": plan.ticketsUntil?.description ?? "",
            "stop": plan.isStopped, "quota": plan.quota.map(String.init) ?? "",
            "services": call.office.services.all.map { service in
                [
                    "id": service.id, "name": service.name[call.texts.language],
                    "isChosen": plan.stoppedServices.contains(service.id),
                ] as [String: Any]
            },
            "counters": call.office.counters.map { counter in
                [
                    "number": counter.number,
                    "name": call.texts[.placeCounter, ["counter": String(counter.number)]],
                    "isChosen": plan.counters?.contains(counter.number) ?? true,
                ] as [String: Any]
            },
            "notices": DayNotice.allCases.map { notice in
                [
                    "id": notice.rawValue, "name": notices?[notice.text] ?? notice.rawValue,
                    "isChosen": plan.notices.contains(notice),
                ] as [String: Any]
            },
        ]
    }

    private static func words(_ spans: [OpeningHours.Span], _ call: DeskCall) -> String {
        if spans.isEmpty { return call.texts[.todayClosed] }
        return spans.map { "\($0.lowerBound)–\($0.upperBound)" }.joined(separator: ", ")
    }

    private static func line(_ misfit: Misfit, _ view: TodayView, _ call: DeskCall) -> String {
        let appointment = misfit.appointment
        let person = view.persons[appointment.id]
        let reach = [person?.name, person?.phone, person?.mail].compactMap { $0 }
        return
            ([call.time(appointment.start), call.words(appointment.errands)]
            + (reach.isEmpty ? [call.texts[.todayNoReach]] : reach)).joined(separator: ", ")
    }

    private static func words(_ error: any Error, _ call: DeskCall) throws -> String {
        switch error {
        case let field as BadField:
            return call.texts[.todayBadField, ["field": call.texts[field.name]]]
        case DayPlanMistake.closedDay: return call.texts[.todayClosedDay]
        case DayPlanMistake.order: return call.texts[.todayOrder]
        case DayPlanMistake.quota:
            let most = ["count": String(DayPlan.quotas.upperBound)]
            return call.texts[.todayBadQuota, most]
        case is DayPlanMistake: return call.texts[.refusedOther]
        default: throw error
        }
    }
}

extension DayPlan {
    fileprivate var withoutVersion: DayPlan {
        var plan = self
        plan.version = 0
        return plan
    }
}
