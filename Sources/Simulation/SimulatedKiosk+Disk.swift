import KioskStore
import Lobby
import Sync

extension SimulatedKiosk {
    static func open(
        _ disk: SimulatedDisk,
        log: String,
        letter: String?
    ) throws -> KioskDatabase {
        try KioskDatabase(path: disk.path(kioskFile), newIncarnation: log, letter: letter)
    }

    /// Opens the database as the runtime does: a damaged one is set aside, one of another machine
    /// begins its log anew.
    func openStore() throws {
        disk.restart()
        do {
            opened = try Self.open(disk, log: nextLog(), letter: nil)
        } catch KioskStoreError.damaged {
            world.note("\(name): the file is damaged and set aside")
            world.witness.kioskForgets(name, since: 0)
            disk.setAside(kioskFile)
            let isBad = world.bug == .letterUsedAgain
            let letter = isBad ? core.memory.letter : identity.spareLetter
            identity.spareLetter = nil
            shown = []
            opened = try Self.open(disk, log: nextLog(), letter: letter)
        }
        guard identity.machine != machine else { return }
        try store.beginIncarnation(nextLog(), letter: nil)
        world.note("\(name): the log begins anew")
        identity = Identity(spareLetter: nil, machine: machine)
    }

    private func nextLog() -> String {
        logs += 1
        return "\(name)/\(logs)"
    }

    /// A technician enrols the kiosk again: it runs on with a new log.
    func enrolAgain() {
        if isUp { end() }
        identity.machine = nil
        isBeingTried = false
        start()
    }

    /// The disk was copied while nothing was under way; what came after is on no disk any more.
    func putBack(
        _ image: SimulatedDisk,
        _ identity: Identity,
        endingAt imageHead: Int,
        since count: Int
    ) {
        if isUp { end() }
        world.note("\(name): an older image of its disk is put back")
        world.witness.kioskForgets(name, since: count)
        disk = image
        self.identity = identity
        shown = []
        // The hub notices only if it has heard of something that the old disk does not know.
        let isKnown =
            core.memory.acknowledged == core.memory.head.seq
            && core.memory.head.seq > imageHead && !world.weather.hubDiskDies
        if !isKnown || world.chance.happens(0.5) {
            enrolAgain()
        } else {
            // Nobody tells it; until the hub does, only those come who have a number already.
            isBeingTried = true
            start()
        }
    }

    /// Whether nothing is under way that a copy of the disk would know half of.
    var isQuiet: Bool {
        isUp && jobs.isEmpty && !isPrinting && world.witness.hasNoOpenDraw(at: name)
    }

    func damageDisk() {
        if isUp { end() }
        if !disk.damage(kioskFile, seed: world.chance.next()) { world.note("\(name): too small") }
        start()
    }
}
