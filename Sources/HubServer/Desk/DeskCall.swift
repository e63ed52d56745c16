import Foundation
import HTTPTypes
import Hub
import HubStore
import Hummingbird
import Lobby
import Logging
import NIOCore
import SignOn
import Synchronization

/// What all questions to the clerks' page share.
final class DeskService: Sendable {
    let hub: Hub
    let layouts: DeskLayouts
    let streams: EventStreams
    /// Whether browsers reach it inside TLS only.
    let isSecure: Bool
    /// Log-in by a provider; nil where everybody has a password.
    let signOn: SignOn?
    /// The printer of the counters; nil when there is none.
    let papers: DeskPapers?
    /// Where clerks learn; nil when there is no such place.
    let training: TrainingOffice?
    let fragments = WorkplaceFragments()
    /// What is said on the page that a form without script leads to, by the session.
    private let said = Mutex<[String: String]>([:])

    init(
        hub: Hub,
        layouts: DeskLayouts,
        streams: EventStreams,
        isSecure: Bool,
        signOn: SignOn? = nil,
        papers: DeskPapers? = nil,
        training: TrainingOffice? = nil
    ) {
        self.papers = papers
        self.training = training
        self.signOn = signOn
        self.hub = hub
        self.layouts = layouts
        self.streams = streams
        self.isSecure = isSecure
    }

    func say(_ words: String, to session: Session) {
        said.withLock { $0[session.secretHash] = words }
    }

    /// What is to be said, once.
    func sentence(for session: Session) -> String {
        said.withLock { $0.removeValue(forKey: session.secretHash) } ?? ""
    }

    // Inside TLS no other host of the domain can set or overwrite it (RFC 6265bis, 4.1.3.2).
    private var cookieName: String { isSecure ? "__Host-session" : "session" }

    func cookie(_ secret: String) -> String {
        "\(cookieName)=\(secret); Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
    }

    var noCookie: String { cookie("") + "; Max-Age=0" }

    func secret(in cookies: String) -> String? {
        cookie(cookieName, in: cookies)
    }

    func cookie(_ name: String, in cookies: String) -> String? {
        cookies.split(separator: ";").lazy
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .first { $0.hasPrefix(name + "=") }
            .map { String($0.dropFirst(name.count + 1)) }
    }
}

/// A question of a clerk's browser, read.
struct DeskCall: Sendable {
    var desk: DeskService
    var request: Request
    /// Its connection.
    var channel: any NIOCore.Channel
    /// Nil where nobody needs to be logged in.
    var session: Session?
    var texts: DeskTexts
    var form: [String: String]
    /// The range of addresses it came from.
    var network: String
    /// Whether the page's script asks, not the browser itself.
    var isScript: Bool
    /// A note that was refused: it stands in its field still.
    var typedNote: String?
    var logger: Logger

    /// Where people are known.
    var hub: Hub { desk.hub }
    /// The office for learning, for whoever is there.
    var training: TrainingOffice.Opened?
    /// Where this person's visitors wait.
    var queue: Hub { training?.hub ?? desk.hub }
    var streams: EventStreams { training?.streams ?? desk.streams }
    var office: Office { queue.office }
    /// The printer of the counters, which prints no number that is not real.
    var papers: DeskPapers? { training == nil ? desk.papers : nil }

    func person() throws(HubRefusal) -> Session {
        guard let session else { throw .notLoggedIn }
        return session
    }

    /// The visit about which the clerk wants to see more.
    var about: VisitID? {
        (form["about"] ?? query["visit"]).flatMap { VisitID($0) }
    }

    /// What follows the question mark.
    var query: [String: String] {
        request.uri.query.map { formFields($0) } ?? [:]
    }

    func time(_ instant: Instant) -> String {
        office.time.timeOfDay(at: instant).description
    }

    func serviceName(_ id: ServiceID) -> String {
        office.services[id]?.name[texts.language] ?? id
    }

    /// Services with their persons, in words.
    func words(_ errands: [Errand]) -> String {
        errands.map { errand in
            let name = serviceName(errand.service)
            guard errand.persons > 1 else { return name }
            return "\(name) (\(texts[.persons, ["count": String(errand.persons)]]))"
        }.joined(separator: ", ")
    }

    /// Minutes that somebody will still wait.
    func words(_ wait: ShownWait) -> String {
        wait.isLong ? texts[.waitingLong] : "\(wait.from)–\(wait.to)"
    }

    private static let mostNamed = 3

    /// For which services it soon is too late for a new number, and from when on.
    func words(_ tickets: [LastTicket]) -> String {
        let first = tickets.first.map { time($0.from) } ?? ""
        guard tickets.count <= Self.mostNamed else {
            return texts[.nowLastTicketsMany, ["count": String(tickets.count), "time": first]]
        }
        let names = tickets.map { last in
            let values = ["service": serviceName(last.service), "time": time(last.from)]
            return texts[.nowLastTicketOne, values]
        }
        return texts[.nowLastTickets, ["services": names.joined(separator: ", ")]]
    }

    /// A page in its frame.
    func page(
        _ template: DeskLayouts.Template,
        title: String,
        skip: String = "main",
        status: Int = 200,
        _ values: [String: Any] = [:]
    ) -> DeskAnswer {
        var values = values
        values["t"] = words
        values["title"] = title
        values["office"] = office.name[texts.language]
        values["language"] = texts.language
        values["skip"] = skip
        if let session {
            values["token"] = session.token
            values["name"] = session.name
            if !session.mustChangePassword {
                values["session"] =
                    [
                        "name": session.name,
                        "links": links(for: session).map {
                            ["path": $0.path, "words": texts[$0.name]]
                        },
                    ] as [String: Any]
            }
        }
        values["isTraining"] = training != nil && template.isOfQueue
        values["body"] = desk.layouts.render(template, values)
        return .html(desk.layouts.render(.frame, values), status: status)
    }

    /// Who learns sees only what is about learning.
    private func links(for session: Session) -> [DeskLink] {
        DeskLink.all.filter { link in
            link.roles.contains(session.role) && (training == nil || link.isOfQueue)
        }
    }

    /// A page that says why something is not done, and leads back; for the script the sentence alone.
    func refused(_ words: String, status: Int) -> DeskAnswer {
        if isScript { return .json(["say": words], status: status) }
        return page(.refused, title: texts[.refusedTitle], status: status, ["words": words])
    }

    /// All words of the page, by their names.
    var words: [String: String] { desk.layouts.words[texts.language] ?? [:] }
}

/// What a clerk's browser gets.
enum DeskAnswer: Sendable {
    case html(String, status: Int)
    /// Go there (303); a cookie may go along.
    case redirect(String, cookie: String? = nil)
    case file(String, type: String)
    case json([String: String], status: Int = 200)
    case stream(Response)
    /// The same, and a cookie goes along.
    indirect case withCookie(DeskAnswer, String)
}
