package import HubStore
import Lobby
import Synchronization

/// The hub's own backups: one every few minutes, the old ones deleted, one restored on trial each day.
///
/// Whatever goes wrong here does not touch the queue: it is kept for health and metrics, raised as an
/// alarm once, and tried again.
package final class Backups: Sendable {
    /// What is known of the backups now.
    package struct State: Equatable, Sendable {
        package var newest: BackupFile?
        /// Why the last try failed; nil when it did not.
        package var problem: String?
        package var drill: Drill?
    }

    /// What a log should tell.
    package enum News: Equatable, Sendable {
        case failed(String)
        case drilled(Drill)
    }

    private struct Memory {
        var state = State()
        var lastTry: Instant?
        var changesAtBackup: Int?
        var hasLooked = false
    }

    private let place: BackupPlace
    private let store: HubDatabase
    private let office: Office
    private let world: Hub.World
    private let memory = Mutex(Memory())

    init(in folder: String, store: HubDatabase, office: Office, world: Hub.World) {
        place = BackupPlace(folder, office: office.id)
        self.store = store
        self.office = office
        self.world = world
    }

    package var folder: BackupFolder { place.folder }
    package var state: State { memory.withLock { $0.state } }

    /// Does what is due: a backup, the deleting of old ones, the drill.
    ///
    /// By the machine's clock, because a demo's clock may go through the same hour again and again.
    package func tend() async -> [News] {
        var news: [News] = []
        do {
            try await lookOnce()
            try await backUpWhenDue()
            try await drillWhenDue().map { news.append(.drilled($0)) }
        } catch {
            let sentence = sentence(about: error)
            let isNew = memory.withLock { memory in
                defer { memory.state.problem = sentence }
                return memory.state.problem == nil
            }
            news.append(.failed(sentence))
            if isNew { await raise("No backup could be made. \(sentence)") }
        }
        return news
    }

    /// Learns what earlier runs of the hub have left.
    private func lookOnce() async throws {
        guard !memory.withLock({ $0.hasLooked }) else { return }
        let drill = try await store.read { try $0.drill() }
        // A folder that is not there yet is made with the first backup.
        let newest = try await store.aside { [place] in (try? place.files())?.newest }
        memory.withLock { memory in
            memory.state.newest = newest
            memory.state.drill = drill
            memory.lastTry = newest?.at
            memory.hasLooked = true
        }
    }

    private func backUpWhenDue() async throws {
        let now = world.machine()
        let (lastTry, known) = memory.withLock { ($0.lastTry, $0.changesAtBackup) }
        guard BackupRules.backupIsDue(lastTry: lastTry, hasChanged: true, at: now) else { return }
        // Before the copy, so that what happens meanwhile is in the next one.
        let changes = try await store.write { try $0.changesSoFar() }
        let hasChanged = changes != known
        memory.withLock { $0.lastTry = now }
        let newest = try await store.aside { [place, store] in
            let file = try hasChanged ? place.add(of: store, keepingPersons: true, at: now) : nil
            try place.tidy(at: now)
            return try file ?? place.files().newest
        }
        memory.withLock { memory in
            memory.state.newest = newest
            memory.state.problem = nil
            memory.changesAtBackup = changes
        }
    }

    private func drillWhenDue() async throws -> Drill? {
        let now = world.machine()
        let state = state
        guard let newest = state.newest,
            BackupRules.drillIsDue(last: state.drill, newest: newest, at: now, in: office.time)
        else { return nil }
        let start = ContinuousClock.now
        let finding = try await store.aside { [place, office] in
            tryRestore(of: place.folder.path(of: newest.name), for: office, at: now)
        }
        let drill = Drill(
            at: now,
            backup: newest.name,
            took: ContinuousClock.now - start,
            finding: finding
        )
        memory.withLock { $0.state.drill = drill }
        try await store.write { try $0.set(drill) }
        if let finding, state.drill?.finding == nil {
            await raise("The backup \(newest.name) cannot be restored. \(finding)")
        }
        return drill
    }

    /// A hub that cannot write cannot raise an alarm either; health and metrics tell it all the same.
    private func raise(_ sentence: String) async {
        let alarm = Alarm(at: world.now(), source: "backup", sentence: sentence)
        try? await store.write { try $0.raise(alarm) }
    }
}
