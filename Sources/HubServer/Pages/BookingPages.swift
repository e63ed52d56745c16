import Foundation
import Hub
import HubStore
import Lobby

/// Booking on the web: services, day, time, address.
enum BookingPages {
    /// Where appointments are had while booking on the web is off.
    private static func off(_ call: PageCall) -> PageAnswer {
        call.page(PageContent(template: .home, title: .homeTitle))
    }

    // MARK: Services

    static func services(_ call: PageCall) async throws -> PageAnswer {
        guard call.office.bookingOnWeb else { return off(call) }
        return services(call, problem: nil)
    }

    private static func services(
        _ call: PageCall,
        problem: PageTextKey?
    ) -> PageAnswer {
        let words = call.words
        let rules = call.office.booking
        let most = [
            "services": String(rules?.mostServices ?? 1),
            "persons": String(rules?.mostPersons ?? 1),
        ]
        let services = call.office.services.all.filter(\.isBookable).map { service in
            let chosen = Int(call.query["s-\(service.id)"] ?? "") ?? 0
            let choices = (0...(rules?.mostPersons ?? 1)).map { count -> [String: Any] in
                ["count": count, "words": words.persons(count), "isChosen": count == chosen]
            }
            return [
                "id": service.id, "name": service.name[call.language], "choices": choices,
            ]
        }
        var values: [String: Any] = ["services": services]
        values["problem"] = problem.map { words[$0, most] }
        return call.page(
            PageContent(
                template: .services,
                title: .servicesTitle,
                texts: most,
                values: values,
                status: problem == nil ? 200 : 422
            )
        )
    }

    // MARK: Days and times

    static func days(_ call: PageCall) async throws -> PageAnswer {
        guard call.office.bookingOnWeb else { return off(call) }
        guard let text = call.query["for"] else {
            // The form of the services names each on its own.
            let errands = call.office.services.all.compactMap { service -> String? in
                guard let count = Int(call.query["s-\(service.id)"] ?? ""), count > 0 else {
                    return nil
                }
                return "\(service.id)*\(count)"
            }
            guard !errands.isEmpty else { return services(call, problem: .servicesNothing) }
            guard try isBookable(try readErrands(errands.joined(separator: ",")), call) else {
                return services(call, problem: .servicesTooMany)
            }
            return .redirect("\(call.root)/book/days?for=\(errands.joined(separator: ","))")
        }
        let errands = try readErrands(text)
        guard try isBookable(errands, call) else {
            return services(call, problem: .servicesTooMany)
        }
        return try await days(call, for: errands, title: .daysTitle) { link in
            "\(call.root)/book/\(link)&for=\(text)"
        }
    }

    /// The days that are free for errands, but for the time to be given up; `href` makes an address of
    /// `times?day=…`.
    static func days(
        _ call: PageCall,
        for errands: [Errand],
        instead old: Instant? = nil,
        title: PageTextKey,
        href: (String) -> String
    ) async throws -> PageAnswer {
        let words = call.words
        let free = try await freeDays(for: errands, instead: old, call)
        var values: [String: Any] = ["what": words.what(errands)]
        if let first = free.first?.starts.first, let last = free.last?.day {
            values["first"] = [
                "href": href("contact?at=\(first.iso8601)"),
                "words": words[.daysFirst, ["when": words.when(first)]],
            ]
            let counts = Dictionary(uniqueKeysWithValues: free.map { ($0.day, $0.starts.count) })
            let today = call.office.time.date(at: call.hub.now())
            values["months"] = monthTables(today...last, free: counts, words: words) {
                href("times?day=\($0)")
            }
        }
        return call.page(PageContent(template: .days, title: title, values: values))
    }

    static func times(_ call: PageCall) async throws -> PageAnswer {
        let text = call.query["for"] ?? ""
        return try await times(
            call,
            for: try readErrands(text),
            back: "\(call.root)/book/days?for=\(text)"
        ) {
            "\(call.root)/book/contact?at=\($0.iso8601)&for=\(text)"
        }
    }

    /// The free times of a day, before and after noon.
    static func times(
        _ call: PageCall,
        for errands: [Errand],
        instead old: Instant? = nil,
        back: String,
        href: (Instant) -> String
    ) async throws -> PageAnswer {
        guard let day = call.query["day"].flatMap({ Day($0) }) else {
            throw HubRefusal.badRequest("The day is missing.")
        }
        let words = call.words
        let free = try await freeDays(for: errands, instead: old, call, on: day...day)
        let starts = free.flatMap(\.starts)
        let noon = TimeOfDay(minutes: 12 * 60)
        let morning = starts.filter { call.office.time.timeOfDay(at: $0) < noon }
        let afternoon = starts.filter { call.office.time.timeOfDay(at: $0) >= noon }
        let parts = [(PageTextKey.timesMorning, morning), (.timesAfternoon, afternoon)]
            .filter { !$0.1.isEmpty }
            .map { name, starts -> [String: Any] in
                [
                    "name": words[name],
                    "times": starts.map { ["href": href($0), "time": words.time($0)] },
                ]
            }
        return call.page(
            PageContent(
                template: .times,
                title: .timesTitle,
                titleValues: ["day": words.day(day)],
                values: ["what": words.what(errands), "parts": parts, "back": back]
            )
        )
    }

    // MARK: Contact

    static func contact(_ call: PageCall) async throws -> PageAnswer {
        guard call.office.bookingOnWeb else { return off(call) }
        let key = call.hub.newIdentity().key
        let page = try contact(call, call.query.merging(["key": key]) { $1 })
        // A link may be old, or made up: nobody types an address for a time that cannot be had.
        if let start = call.query["at"].flatMap({ Instant(iso8601: $0) }) {
            let errands = try readErrands(call.query["for"] ?? "")
            try await call.hub.read {
                try $0.mustBeFree(start, for: errands, by: .web, in: $1, at: $2)
            }
        }
        return page
    }

    private static func contact(
        _ call: PageCall,
        _ fields: [String: String],
        problems: [String: PageTextKey] = [:]
    ) throws -> PageAnswer {
        let errands = try readErrands(fields["for"] ?? "")
        guard call.office.bookingOnWeb, try isBookable(errands, call) else {
            throw HubRefusal.notBookable
        }
        guard let start = fields["at"].flatMap({ Instant(iso8601: $0) }) else {
            return noTime(call, fields)
        }
        let words = call.words
        var values: [String: Any] = [
            "when": words.when(start), "what": words.what(errands), "for": fields["for"] ?? "",
            "at": start.iso8601, "key": fields["key"] ?? "", "mail": fields["mail"] ?? "",
            "phone": fields["phone"] ?? "",
            "back": "\(call.root)/book/days?for=\(fields["for"] ?? "")",
        ]
        // Whoever lacks one may want another day.
        let documents = words.documents(errands)
        values["documents"] = documents
        values["hasDocuments"] = !documents.isEmpty
        values["hasProblems"] = !problems.isEmpty
        values["badMail"] = problems["mail"].map { words[$0] }
        values["badPhone"] = problems["phone"].map { words[$0] }
        return call.page(
            PageContent(
                template: .contact,
                title: .contactTitle,
                values: values,
                status: problems.isEmpty ? 200 : 422
            )
        )
    }

    /// Says that the time cannot be read, and leads to the days of the same services.
    private static func noTime(_ call: PageCall, _ fields: [String: String]) -> PageAnswer {
        call.page(
            PageContent(
                template: .refused,
                title: .refusedTimeTitle,
                values: [
                    "words": call.words[.refusedTime],
                    "back": "\(call.root)/book/days?for=\(fields["for"] ?? "")",
                ],
                status: 422
            )
        )
    }

    /// Holds the time, and has the mail sent that confirms it.
    static func hold(_ call: PageCall) async throws -> PageAnswer {
        let fields = call.form
        let mail = (fields["mail"] ?? "").trimmingCharacters(in: .whitespaces).lowercased()
        let phone = (fields["phone"] ?? "").trimmingCharacters(in: .whitespaces)
        var problems: [String: PageTextKey] = [:]
        if !isMailAddress(mail) { problems["mail"] = .contactBadMail }
        let isWritten = phone.wholeMatch(of: /[+0-9][0-9 \/()–-]{2,29}/) != nil
        if !phone.isEmpty, !isWritten || !isPhoneNumber(phone) {
            problems["phone"] = .contactBadPhone
        }
        guard problems.isEmpty else { return try contact(call, fields, problems: problems) }
        guard let start = fields["at"].flatMap({ Instant(iso8601: $0) }) else {
            return noTime(call, fields)
        }
        let now = call.hub.now()
        if let minutes = call.limits.wait(.hold, call.range, at: now) {
            return call.tooMany(minutes)
        }
        call.limits.count(.hold, call.range, at: now)
        let wish = BookingWish(
            errands: try readErrands(fields["for"] ?? ""),
            start: start,
            channel: .web,
            language: call.language,
            person: Person(mail: mail, phone: phone.isEmpty ? nil : phone)
        )
        // The same form sent twice holds one time; with another wish it is another form.
        let key = Secret.hash("\(fields["key"] ?? "") \(wish)")
        let id = call.hub.newIdentity().id
        _ = try await call.hub.answer("hold \(wish)", of: "web", key: key) { cases, store, now in
            try cases.hold(wish, id: id, in: store, at: now)
            return ""
        }
        // An address of its own, so that going back and loading again send nothing a second time.
        let until = now + HubCases.holdTime
        return .redirect(
            "\(call.root)/book/sent?at=\(start.iso8601)&until=\(until.iso8601)"
        )
    }

    /// What to do next; tells nothing of whom the mail went to.
    static func sent(_ call: PageCall) async throws -> PageAnswer {
        guard let start = call.query["at"].flatMap({ Instant(iso8601: $0) }),
            let until = call.query["until"].flatMap({ Instant(iso8601: $0) })
        else { return .redirect("\(call.root)/book") }
        let words = call.words
        return call.page(
            PageContent(
                template: .sent,
                title: .sentTitle,
                texts: ["when": words.when(start), "until": words.time(until)]
            )
        )
    }

    // MARK: -

    private static func freeDays(
        for errands: [Errand],
        instead old: Instant?,
        _ call: PageCall,
        on days: ClosedRange<Day>? = nil
    ) async throws -> [FreeDay] {
        let minutes = Slots(call.office)?.minutes(for: errands) ?? 0
        return try await call.hub.freeDays(for: errands, by: .web, on: days).compactMap { free in
            var shown = free
            shown.starts = spaced(free.starts.filter { $0 != old }, minutes: minutes)
            return shown.starts.isEmpty ? nil : shown
        }
    }

    /// Whether they are not too much for one appointment.
    ///
    /// - Throws: ``HubRefusal/notBookable`` for a service that there is not, or not by appointment.
    private static func isBookable(_ errands: [Errand], _ call: PageCall) throws -> Bool {
        guard errands.allSatisfy({ call.office.services[$0.service]?.isBookable ?? false }) else {
            throw HubRefusal.notBookable
        }
        return Slots(call.office)?.minutes(for: errands) != nil
    }
}

/// `passport*2,pick-up`.
func readErrands(_ text: String) throws(HubRefusal) -> [Errand] {
    var errands: [Errand] = []
    for part in text.split(separator: ",") {
        let words = part.split(separator: "*", maxSplits: 1)
        guard let service = words.first, let persons = Int(words.count > 1 ? words[1] : "1") else {
            throw .badRequest("errands must be like passport*2,pick-up.")
        }
        errands.append(Errand(String(service), persons: persons))
    }
    return errands
}
