package import HubStore
import Lobby
import Synchronization

/// Who has logged in, and how often somebody tried in vain.
///
/// Kept in memory beside the store, because every click asks.
final class LogIns: Sendable {
    /// Somebody who does nothing for so long has to log in again, unless a visit is at the counter.
    static let idle: Duration = .minutes(60)
    /// A working day; then everybody has to.
    static let longest: Duration = .minutes(10 * 60)
    /// Wrong passwords in a row, from one network for one name, before there is a pause.
    static let mostMisses = 5
    private static let firstPause: Duration = .seconds(30)
    private static let longestPause: Duration = .minutes(15)
    /// How far what is stored of a session's last use may lag behind.
    static let usedStep: Duration = .minutes(5)
    private static let mostTries = 10_000

    private struct Tries {
        var misses = 0
        var until: Instant?
        var last: Instant
    }

    private let sessions: Mutex<[String: Session]>
    private let tries = Mutex<[String: Tries]>([:])

    init(_ known: [String: Session]) {
        sessions = Mutex(known)
    }

    func session(_ secretHash: String) -> Session? {
        sessions.withLock { $0[secretHash] }
    }

    func keep(_ session: Session) {
        sessions.withLock { $0[session.secretHash] = session }
    }

    func forget(_ secretHash: String) {
        sessions.withLock { $0[secretHash] = nil }
    }

    func replace(_ all: [String: Session]) {
        // What is stored of the last use lags behind.
        sessions.withLock { known in
            known = all.mapValues { session in
                var session = session
                session.used = max(session.used, known[session.secretHash]?.used ?? session.used)
                return session
            }
        }
    }

    /// The counters at which others than an account's person have worked just now.
    func counters(besides account: String, at now: Instant) -> Set<Int> {
        sessions.withLock { sessions in
            Set(
                sessions.values.filter { session in
                    session.account != account && !session.isTraining
                        && now - session.used <= Self.idle
                        && now - session.made <= Self.longest
                }.compactMap(\.counter)
            )
        }
    }

    /// How long somebody has to wait before the next try.
    func pause(_ who: String, at now: Instant) -> Duration? {
        tries.withLock { tries in
            guard let until = tries[who]?.until, now < until else { return nil }
            return until - now
        }
    }

    func miss(_ who: String, at now: Instant) {
        tries.withLock { tries in
            if tries.count >= Self.mostTries {
                tries = tries.filter { now - $0.value.last < Self.longestPause }
            }
            var mine = tries[who] ?? Tries(last: now)
            mine.misses += 1
            mine.last = now
            if mine.misses >= Self.mostMisses {
                let doubled = min(mine.misses - Self.mostMisses, 5)
                mine.until = now + min(Self.firstPause * (1 << doubled), Self.longestPause)
            }
            tries[who] = mine
        }
    }

    func hit(_ who: String) {
        tries.withLock { $0[who] = nil }
    }
}

extension Hub {
    /// How long an administrator's first password opens.
    package static let firstPasswordLife: Duration = .seconds(7 * 86_400)

    /// Lets somebody in.
    ///
    /// - Parameters:
    ///   - name: As it was typed.
    ///   - password: The password.
    ///   - network: Where it comes from, so that others' tries do not lock a person out.
    /// - Returns: The session, and the secret that the browser keeps.
    /// - Throws: ``HubRefusal/wrongPassword``, the same for every reason and after the same time;
    ///   ``HubRefusal/tooManyTries(_:)``; ``HubRefusal/passwordsOff`` for the right password of
    ///   somebody who has to log in at the provider.
    package func logIn(
        name: String,
        password: String,
        from network: String
    ) async throws -> (session: Session, secret: String) {
        let name = AdminCases.accountName(name)
        let who = "\(network) \(name)"
        if let pause = logIns.pause(who, at: machineTime()) {
            throw HubRefusal.tooManyTries(pause)
        }
        let account = try await read { _, store, _ in try store.account(named: name) }
        // An account that there is not takes as long as one that there is.
        let digest = try await Password.digest(
            password,
            salt: account?.salt ?? "nobody",
            rounds: world.passwordRounds
        )
        let isOld = account?.firstUntil.map { machineTime() > $0 } ?? false
        guard let account, digest.isSame(as: account.digest), !isOld else {
            logIns.miss(who, at: machineTime())
            throw HubRefusal.wrongPassword
        }
        logIns.hit(who)
        guard mayUsePassword(account.role) else { throw HubRefusal.passwordsOff }
        let secret = Secret.make(chance: world.chance)
        let session = Session(
            secretHash: Secret.hash(secret),
            account: account,
            token: String(Secret.make(chance: world.chance).prefix(32)),
            at: machineTime()
        )
        try await perform { _, store, _ in try store.set(session) }
        logIns.keep(session)
        return (session, secret)
    }

    /// The session behind a browser's secret.
    ///
    /// It ends after an hour without use and after ten hours, but never while a visit is at its counter.
    ///
    /// - Throws: ``HubRefusal/notLoggedIn``.
    package func session(secret: String?) async throws -> Session {
        guard let secret, var session = logIns.session(Secret.hash(secret)) else {
            throw HubRefusal.notLoggedIn
        }
        let now = machineTime()
        if try await isOver(session) {
            try await logOut(session)
            throw HubRefusal.notLoggedIn
        }
        let isWorthStoring = now - session.used > LogIns.usedStep
        session.used = now
        logIns.keep(session)
        if isWorthStoring { try await store.write { [session] in try $0.set(session) } }
        return session
    }

    /// Refuses somebody who was let in and no longer is: for live pages, because looking on is no use of
    /// a session.
    ///
    /// - Throws: ``HubRefusal/notLoggedIn`` when the session has ended, or is one of another role or
    ///   counter by now.
    package func mustStillBeLoggedIn(_ session: Session) async throws {
        guard let now = logIns.session(session.secretHash), now.role == session.role,
            now.counter == session.counter, now.isTraining == session.isTraining
        else { throw HubRefusal.notLoggedIn }
        if try await isOver(now) { throw HubRefusal.notLoggedIn }
    }

    private func isOver(_ session: Session) async throws -> Bool {
        let now = machineTime()
        guard now - session.used > LogIns.idle || now - session.made > LogIns.longest else {
            return false
        }
        return try await !holdsVisit(session)
    }

    private func holdsVisit(_ session: Session) async throws -> Bool {
        guard let counter = session.counter, !session.isTraining else { return false }
        return try await read { _, store, _ in try store.visit(atCounter: counter) != nil }
    }

    /// Where a person works from now on.
    ///
    /// - Parameters:
    ///   - session: Who.
    ///   - counter: The counter; nil for none.
    ///   - isTraining: Whether it is one of the office for learning.
    /// - Returns: The session as it now is.
    /// - Throws: An error of the store.
    package func place(
        _ session: Session,
        at counter: Int?,
        isTraining: Bool = false
    ) async throws -> Session {
        var session = session
        session.counter = counter
        session.isTraining = isTraining
        try await perform { [session] _, store, _ in try store.set(session) }
        logIns.keep(session)
        return session
    }

    /// The counters that a person should not take without a word to whoever works there.
    package func takenCounters(besides session: Session) -> Set<Int> {
        logIns.counters(besides: session.account, at: machineTime())
    }

    package func logOut(_ session: Session) async throws {
        logIns.forget(session.secretHash)
        try await perform { _, store, _ in try store.removeSession(session.secretHash) }
    }

    /// A person's own password, in place of the one before; other browsers have to log in again.
    ///
    /// - Throws: ``HubRefusal/wrongPassword`` for the old one, ``HubRefusal/badPassword(_:)``.
    package func changePassword(
        of session: Session,
        from old: String,
        to new: String
    ) async throws -> (session: Session, secret: String) {
        if let mistake = Password.mistake(in: new, of: session.name) {
            throw HubRefusal.badPassword(mistake)
        }
        guard old != new else { throw HubRefusal.badPassword(.same) }
        let (entered, _) = try await logIn(name: session.name, password: old, from: "change")
        guard
            var account = try await read({ _, store, _ in
                try store.account(named: entered.name)
            })
        else { throw HubRefusal.wrongPassword }
        account.salt = String(Secret.make(chance: world.chance).prefix(32))
        account.digest = try await Password.digest(
            new,
            salt: account.salt,
            rounds: world.passwordRounds
        )
        account.firstUntil = nil
        let secret = Secret.make(chance: world.chance)
        var next = Session(
            secretHash: Secret.hash(secret),
            account: account,
            token: session.token,
            at: machineTime()
        )
        next.counter = session.counter
        next.isTraining = session.isTraining
        try await perform { [account, next] _, store, now in
            try store.set(account, at: now)
            try store.set(next)
        }
        logIns.replace(try await read { _, store, _ in try store.sessions() })
        return (next, secret)
    }
}

extension String {
    /// Whether it is the same, in a time that does not tell how much of it is.
    fileprivate func isSame(as other: String) -> Bool {
        let (mine, theirs) = (Array(utf8), Array(other.utf8))
        guard mine.count == theirs.count else { return false }
        return zip(mine, theirs).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
