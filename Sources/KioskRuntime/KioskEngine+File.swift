package import KioskStore
import Lobby
import Screens
import Sync

extension KioskEngine {
    /// Opens the kiosk's file once more, as at the start, and looks it through.
    package typealias Reopen =
        @Sendable (inout KioskIdentity) throws -> (database: KioskDatabase, setAside: String?)

    /// So many events that the hub has not, or one so old, are told to staff.
    static let mostUnsent = 2000
    static let longestUnsent: Duration = .minutes(60)
    /// The write-ahead log is made short after no visitor did anything for so long.
    static let quietTime: Duration = .seconds(30)

    // MARK: A file that failed

    /// Has the file opened anew, as soon as what is going on now has ended.
    func mendSoon() {
        guard !isMending else { return }
        isMending = true
        tasks.append(Task { await self.mend() })
    }

    /// Opens the file anew until that works; meanwhile the kiosk is out of order.
    private func mend() async {
        defer { isMending = false }
        // Whoever waits for a number now gets none.
        post(.issueRefused(.noNumber))
        showLobby()
        // A disk that fails again and again is given time.
        if let mendedAt, world.elapsed() - mendedAt < world.mendPause {
            try? await Task.sleep(for: world.mendPause)
        }
        while !Task.isCancelled {
            do {
                try? store.close()
                try goOn(with: try reopen(&identity))
                mendedAt = world.elapsed()
                return showLobby()
            } catch {
                forget(.noticeGone)
                note(StaffNotice(.noticeGone, ["reason": "\(error)"]))
                showLobby()
                try? await Task.sleep(for: world.mendPause)
            }
        }
    }

    /// What a start does, with what is under way taken over.
    private func goOn(with file: (database: KioskDatabase, setAside: String?)) throws {
        let memory = try file.database.memory()
        store = file.database
        core = KioskCore(memory: memory, reserveLimit: world.reserveLimit)
        life += 1
        forget(.noticeGone)
        if let place = file.setAside {
            // Papers under way are of the file that was set aside.
            fileNumber += 1
            (jobsInHand, unwritten) = ([], [])
            note(StaffNotice(.noticeSetAside, ["place": place]))
        }
        let printed = unwritten
        unwritten = []
        for (job, outcome) in printed { conclude(job, outcome) }
        recover()
        step(.started)
    }

    /// Prints what an earlier run left behind.
    func recover() {
        do {
            let recovered = try store.recoverJobs(at: world.now(), except: jobsInHand)
            recovered.print.forEach(enqueue)
            if recovered.head != core.memory.head { step(.appended(recovered.head)) }
        } catch {
            note(error)
        }
    }

    // MARK: Looking after it

    /// Tells staff what they have to see to, and tidies the file in a quiet moment.
    package func lookAfterFile() {
        defer { showLobby() }
        if let trouble = store.trouble { return note(trouble) }
        keepNotice(.noticeUnsent, unsentNotice())
        keepNotice(.noticeClock, clockNotice())
        let now = world.elapsed()
        guard wasWritten, now - max(lastWork, lastTidied) >= Self.quietTime else { return }
        (wasWritten, lastTidied) = (false, now)
        keep { try store.truncateLog() }
    }

    /// Forgets what the hub has had for long, once a day.
    func forgetOld(on day: Day) throws {
        guard forgotOn != day else { return }
        forgotOn = day
        if try store.forgetOld(at: wall) > 0 { wasWritten = true }
    }

    private func unsentNotice() -> StaffNotice? {
        let count = core.memory.head.seq - core.memory.acknowledged
        guard count > 0, let oldest = (try? store.oldestUnsent()) ?? nil,
            count > Self.mostUnsent || world.now() - oldest > Self.longestUnsent
        else { return nil }
        let since = Instant(milliseconds: oldest.milliseconds + core.memory.clockOffset)
        return StaffNotice(
            .noticeUnsent,
            ["count": String(count), "time": office.time.timeOfDay(at: since).description]
        )
    }

    private func clockNotice() -> StaffNotice? {
        let offset = abs(core.memory.clockError)
        guard offset > HelloRequest.clockTolerance.wholeMilliseconds else { return nil }
        return StaffNotice(.noticeClock, ["minutes": String(offset / 60_000)])
    }

    // MARK: Today's list

    /// Who is to be called today, for clerks who call by voice.
    func staffList() -> StaffList {
        let waiting = callOrder(
            of: (try? store.waitingVisits()) ?? [],
            at: wall,
            under: office.policy,
            services: office.services
        )
        let expected = ((try? appointmentsOfToday()) ?? []).filter { $0.state == .booked }
        return StaffList(
            lines: waiting.map {
                .waiting($0.label, $0.service, arrived: $0.arrived, booked: $0.booked)
            } + expected.map { .expected($0.service, booked: $0.booked) },
            standing: listStanding
        )
    }

    private var listStanding: StaffList.Standing {
        if core.link == .greeted { return .current }
        return ((try? store.heard()) ?? nil).map { .asOf($0) } ?? .ownOnly
    }
}
