import Foundation
import Hub
import HubStore
import Hummingbird
import Lobby

/// The page at which clerks work, live, and what its buttons do.
enum WorkplacePages {
    static func work(_ call: DeskCall) async throws -> DeskAnswer {
        let session = try call.person()
        // Who has no counter begins with the first page of its own.
        if !DeskRoute.atCounters.contains(session.role),
            let link = DeskLink.all.first(where: { $0.roles.contains(session.role) })
        {
            return .redirect(link.path)
        }
        guard let counter = session.counter, call.office.duty(ofCounter: counter) != nil else {
            return .redirect("/desk/place")
        }
        let parts = try await parts(call, counter: counter).byName
        if call.isScript { return .json(parts) }
        return page(call, parts, counter: counter, saying: call.desk.sentence(for: session))
    }

    private static func page(
        _ call: DeskCall,
        _ parts: [String: String],
        counter: Int,
        saying words: String,
        status: Int = 200
    ) -> DeskAnswer {
        var values: [String: Any] = parts
        values["key"] = UUID().uuidString
        values["counter"] = counter
        values["about"] = call.about?.description ?? ""
        values["say"] = words
        let title = call.texts[.workTitle, ["counter": String(counter)]]
        return call.page(.work, title: title, skip: "waiting", status: status, values)
    }

    private static func parts(_ call: DeskCall, counter: Int) async throws -> WorkplaceParts {
        let view = try await call.queue.read { cases, store, now in
            try cases.workplace(ofCounter: counter, in: store, at: now)
        }
        return WorkplaceParts(view, call)
    }

    /// The page's parts, anew whenever one of them has changed.
    ///
    /// Ends when its reader is no longer logged in, and when the same browser goes to another counter:
    /// the page then asks anew, and hears why.
    static func live(_ call: DeskCall) async throws -> DeskAnswer {
        let session = try call.person()
        guard let counter = session.counter, isOfPage(counter, call.query["at"]) else {
            throw HubRefusal.notLoggedIn
        }
        let (mayCall, about) = (call.mayCall, call.about?.description ?? "")
        let response = try await call.streams.open(
            for: call.request,
            on: call.channel,
            of: "desk \(counter) \(call.texts.language) \(mayCall) \(about)",
            checkRights: { try await call.hub.mustStillBeLoggedIn(session) },
            payload: { try write(try await parts(call, counter: counter).byName) }
        )
        return .stream(response)
    }

    /// Whether a page is of this counter; one that names none is of any.
    private static func isOfPage(_ counter: Int, _ named: String?) -> Bool {
        named.map { $0 == String(counter) } ?? true
    }

    static func act(_ call: DeskCall) async throws -> DeskAnswer {
        let session = try call.person()
        guard let counter = session.counter else { throw HubRefusal.notLoggedIn }
        guard isOfPage(counter, call.form["at"]) else {
            // Another window of this browser went to another counter, and that one is meant no more.
            let words = call.texts[.refusedPlace, ["counter": String(counter)]]
            call.desk.say(words, to: session)
            return call.isScript ? .json(["reload": "1"]) : .redirect("/desk")
        }
        let outcome = try await DeskDeed.carryOut(call, counter: counter)
        guard call.isScript else {
            if outcome.isRefused, let typed = call.form["note"], call.isAboutNote {
                // What was typed is not lost.
                var call = call
                call.typedNote = typed
                let parts = try await parts(call, counter: counter).byName
                return page(call, parts, counter: counter, saying: outcome.words, status: 422)
            }
            call.desk.say(outcome.words, to: session)
            return .redirect("/desk" + (call.about.map { "?visit=\($0)" } ?? ""))
        }
        // What is now true comes with the answer, not with the next change.
        var answer = try await parts(call, counter: counter).byName
        answer["say"] = outcome.words
        if !outcome.isRefused { answer["done"] = "1" }
        return .json(answer)
    }
}

extension DeskCall {
    /// Whether the form's button is the one of a note.
    fileprivate var isAboutNote: Bool { form["do"]?.hasPrefix("note:") ?? false }
}
