import HubClient
import KioskStore
import Lobby
import Screens
import Sync

extension KioskEngine {
    /// Carries out one wish of the protocol.
    func carryOut(_ effect: KioskCore.Effect) {
        switch effect {
        case .commitIntent(let draw):
            do {
                try store.commitIntent(draw.visit, at: draw.at)
                step(.intentCommitted(draw.visit))
            } catch {
                failIssue(draw.visit, error)
            }
        case .issue(let draw, let source):
            issue(draw, from: source)
        case .refuse:
            post(.issueRefused(.noNumber))
        case .append(let kind, let visit, let details):
            append(kind, visit, details)
        case .adopt(let answer):
            seen = 0
            adopt(answer)
        case .acknowledge(let seq, let day):
            keep { try store.acknowledge(seq, day: day) }
        case .mirror(let answer):
            keep { try store.mirror(answer) }
            freed = answer.freed ?? []
            waits = answer.waits ?? [:]
            tooLate = answer.tooLate ?? []
            seen = answer.version ?? 0
            adopt(answer.plan, isFull: answer.isFull ?? false)
            if !answer.changes.isEmpty { wasWritten = true }
            showLobby()
        case .linkChanged:
            showLobby()
        case .wake(let elapsed):
            run { [world] in
                try? await Task.sleep(for: max(.zero, elapsed - world.elapsed()))
                await self.step(.woke)
            }
        case .reserve, .hello, .send, .askChanges:
            talk(effect)
        }
    }

    private func talk(_ effect: KioskCore.Effect) {
        let (secret, session) = (identity.secret, self.session)
        switch effect {
        case .reserve(let request, let limit):
            run { [hub] in
                do throws(HubProblem) {
                    let answer = try await hub.reserve(request, secret: secret, limit: limit)
                    await self.tell(nil, of: session)
                    await self.step(.reserveAnswered(request.visit, answer))
                } catch {
                    // Rights first: without them no number is given any more.
                    if error.refusal != nil { await self.linkProblem(error, of: session) }
                    await self.step(.reserveFailed(request.visit))
                    if error.isAbsence { await self.linkProblem(error, of: session) }
                    await self.tell(error, of: session)
                }
            }
        case .hello(let request):
            run { [hub] in
                do throws(HubProblem) {
                    let answer = try await hub.hello(request, secret: secret)
                    await self.tell(nil, of: session)
                    await self.step(.helloAnswered(answer), of: session)
                } catch {
                    await self.linkProblem(error, of: session)
                }
            }
        case .send(let seq, let most):
            send(after: seq, most: most, secret: secret)
        case .askChanges(let cursor, let epoch):
            run { [hub, seen] in
                do throws(HubProblem) {
                    let answer = try await hub.changes(
                        since: cursor,
                        epoch: epoch,
                        seen: seen,
                        secret: secret
                    )
                    await self.step(.changesAnswered(answer), of: session)
                } catch {
                    await self.linkProblem(error, of: session)
                }
            }
        default: break
        }
    }

    /// One stretch of talking to the hub, by one core.
    struct Session: Equatable {
        var life: Int
        var number: Int
    }

    private var session: Session {
        Session(life: life, number: core.session)
    }

    /// Tells the core an outcome, unless the link broke since it was asked for.
    private func step(_ event: KioskCore.Event, of session: Session) {
        if self.session == session { step(event) }
    }

    private func send(after seq: Int, most: Int, secret: String) {
        let events: [KioskEvent]
        do {
            events = try store.events(after: seq, most: most)
        } catch {
            note(error)
            return step(.linkFailed)
        }
        let request = EventsRequest(
            incarnation: core.memory.incarnation,
            epoch: core.memory.epoch,
            events: events,
            printer: core.memory.printer
        )
        let session = self.session
        run { [hub] in
            do throws(HubProblem) {
                let answer = try await hub.send(request, secret: secret)
                await self.step(.eventsAnswered(answer), of: session)
            } catch {
                await self.linkProblem(error, of: session)
            }
        }
    }

    private func linkProblem(_ problem: HubProblem, of session: Session) {
        guard self.session == session else { return }
        tell(problem, of: session)
        step(problem.refusal.map { .hubRefused($0) } ?? .linkFailed)
    }

    /// Shows staff why the hub does not serve this kiosk, until it does again.
    private func tell(_ problem: HubProblem?, of session: Session) {
        let notice = problem?.staffNotice
        guard self.session == session, notice != hubNotice else { return }
        hubNotice = notice
        showLobby()
    }

    private func issue(_ draw: KioskCore.Draw, from source: KioskCore.NumberSource) {
        let (ahead, asOf) = (ahead(of: draw), wall)
        let isClaim = draw.appointment != nil && draw.kind == .draw
        let booked = draw.appointment?.booked
        let (told, wait) = toldWait(of: draw)
        let words = told.flatMap { told in
            texts.texts(in: draw.language)?.sentence(of: told, asOf: asOf, in: office)
        }
        do {
            let issued = try store.issue(
                draw,
                from: source,
                clockOffset: core.memory.clockOffset,
                wait: wait
            ) { label in
                Ticket.number(
                    label: label,
                    service: draw.service,
                    key: draw.key,
                    language: draw.language,
                    booked: isClaim ? nil : booked,
                    claimed: isClaim ? booked : nil,
                    ahead: ahead,
                    wait: words ?? "",
                    of: office,
                    at: asOf
                )
            }
            post(
                .issued(
                    IssuedTicket(
                        id: draw.visit,
                        label: issued.label,
                        service: draw.service,
                        ahead: ahead,
                        asOf: asOf,
                        booked: booked,
                        wait: told,
                        isClaim: isClaim,
                        code: office.publicURL.flatMap { _ in
                            picture(office.link(toTicket: draw.key))
                        }
                    )
                )
            )
            enqueue(issued.job)
            forget(.noticeDisk)
            let isOwn = issued.label.series.count > 1
            step(.issued(issued.head, own: isOwn ? issued.label : nil))
            showLobby()
        } catch {
            failIssue(draw.visit, error)
        }
    }

    private func failIssue(_ visit: VisitID, _ error: any Error) {
        note(error)
        step(.issueFailed(visit))
        post(.issueRefused(.noNumber))
        showLobby()
    }

    func append(_ kind: KioskEvent.Kind, _ visit: VisitID, _ details: String) {
        keep {
            let head = try store.append(kind, visit, details: details, at: world.now())
            wasWritten = true
            step(.appended(head))
        }
    }

    private func adopt(_ answer: HelloAnswer) {
        keep {
            try store.adopt(answer, clockOffset: core.memory.clockOffset)
            try forgetOld(on: answer.day)
            var told = identity
            told.spareLetter = answer.spareLetter
            if let pin = answer.staffPIN { told.staffPIN = pin }
            guard told != identity else { return }
            identity = told
            try identityFile.save(identity)
        }
        showLobby()
    }

    /// Does what must not stop the kiosk; a refusing disk shows on the staff line.
    func keep(_ work: () throws -> Void) {
        do {
            try work()
        } catch {
            note(error)
            showLobby()
        }
    }
}
