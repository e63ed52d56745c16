import Foundation
import HubStore
import KioskRuntime
import KioskStore
import Lobby
import Sync
import TestWorlds
import Testing

@Suite struct `Opening the kiosk's file` {
    let folder: TemporaryFolder
    let file: IdentityFile
    var path: String { folder.file("kiosk.sqlite") }

    init() throws {
        folder = try TemporaryFolder()
        file = IdentityFile(database: folder.file("kiosk.sqlite"))
        try file.save(
            KioskIdentity(device: "one", secret: "secret", spareLetter: "L", machine: "here")
        )
    }

    @Test func `begins a new one with the spare letter, which is then used up`() throws {
        let (letter, incarnation, setAside) = try open("first")
        #expect(letter == "L")
        #expect(incarnation == "first")
        #expect(setAside == nil)
        #expect(file.load() == KioskIdentity(device: "one", secret: "secret", machine: "here"))
    }

    @Test func `is for a kiosk: a hub refuses it as its database and as a backup`() throws {
        _ = try open("first")
        let asDatabase = #expect(throws: HubStoreError.ofKiosk(path: path)) {
            try HubDatabase(path: path, office: "small")
        }
        let asBackup = #expect(throws: BackupProblem.ofKiosk(path: path)) {
            try RestoredDatabase(
                of: path,
                at: folder.file("hub.sqlite"),
                for: smallOffice(),
                now: at(9)
            )
        }
        #expect(asDatabase?.description.contains("is a kiosk's file") == true)
        #expect(asBackup?.description.contains("is a kiosk's file") == true)
        #expect(try open("second").incarnation == "first")
    }

    @Test func `goes on with one that is there and uses no letter`() throws {
        _ = try open("first")
        try file.save(
            KioskIdentity(device: "one", secret: "secret", spareLetter: "M", machine: "here")
        )
        let (letter, incarnation, setAside) = try open("second")
        #expect(letter == "L")
        #expect(incarnation == "first")
        #expect(setAside == nil)
        #expect(file.load()?.spareLetter == "M")
    }

    @Test(arguments: [0, 4096])
    func `sets a damaged one aside and begins anew with the spare letter, once`(
        from offset: Int
    ) throws {
        _ = try open("first")
        try file.save(
            KioskIdentity(device: "one", secret: "secret", spareLetter: "M", machine: "here")
        )
        try damage(path, from: offset)
        let (letter, incarnation, setAside) = try open("second")
        #expect(letter == "M")
        #expect(incarnation == "second")
        #expect(setAside == path + ".damaged-1")
        #expect(throws: KioskStoreError.self) {
            try KioskDatabase(path: path + ".damaged-1", newIncarnation: "", letter: nil)
        }
        #expect(file.load()?.spareLetter == nil)

        try damage(path, from: offset)
        let third = try open("third")
        #expect(third.letter == nil)
        #expect(third.incarnation == "third")
        #expect(third.setAside == path + ".damaged-2")
    }

    @Test func `begins anew with the spare letter when the file was left empty`() throws {
        try Data().write(to: URL(fileURLWithPath: path))
        let (letter, incarnation, _) = try open("first")
        #expect(letter == "L")
        #expect(incarnation == "first")
    }

    @Test func `is refused while another kiosk holds it, which uses no letter`() throws {
        var identity = try #require(file.load())
        let held = try KioskDatabase(path: path, newIncarnation: "first", letter: "K")
        #expect(throws: KioskStoreError.held(path: path)) {
            _ = try openKioskFile(
                at: path,
                incarnation: "second",
                machine: "here",
                identity: &identity,
                file: file
            )
        }
        #expect(file.load()?.spareLetter == "L")
        try held.close()
    }

    @Test func `of another machine begins the log anew, without a letter until the hub gives one`()
        throws
    {
        _ = try open("first")
        try file.save(
            KioskIdentity(device: "one", secret: "secret", spareLetter: "M", machine: "here")
        )
        let moved = try open("second", on: "there")
        #expect(moved.incarnation == "second")
        #expect(moved.letter == nil && moved.setAside == nil)
        #expect(file.load() == KioskIdentity(device: "one", secret: "secret", machine: "there"))
        #expect(try open("third", on: "there").incarnation == "second")
    }

    @Test func `after enrolling again begins the log anew on the same machine`() throws {
        _ = try open("first")
        try file.save(KioskIdentity(device: "one", secret: "fresh"))
        let again = try open("second")
        #expect(again.incarnation == "second")
        #expect(again.letter == nil)
        #expect(file.load()?.machine == "here")
    }

    @Test func `that is damaged and of another machine begins anew without the spare letter`()
        throws
    {
        _ = try open("first")
        try file.save(
            KioskIdentity(device: "one", secret: "secret", spareLetter: "M", machine: "here")
        )
        try damage(path)
        let moved = try open("second", on: "there")
        #expect(moved.letter == nil)
        #expect(moved.setAside == path + ".damaged-1")
        #expect(file.load()?.spareLetter == nil)
    }

    private func open(
        _ incarnation: String,
        on machine: String = "here"
    ) throws -> (letter: String?, incarnation: String, setAside: String?) {
        var identity = try #require(file.load())
        let (store, setAside) = try openKioskFile(
            at: path,
            incarnation: incarnation,
            machine: machine,
            identity: &identity,
            file: file
        )
        let memory = try store.memory()
        try store.close()
        return (memory.letter, memory.incarnation, setAside)
    }
}

@Suite struct `A kiosk's identity` {
    @Test func `is for its owner's eyes alone, also after it changed`() throws {
        let folder = try TemporaryFolder()
        let file = IdentityFile(database: folder.file("kiosk.sqlite"))
        for letter in ["K", "L"] {
            let identity = KioskIdentity(device: "one", secret: "s", spareLetter: letter)
            try file.save(identity)
            #expect(file.load() == identity)
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }

    @Test func `that cannot be written is told with its place`() throws {
        let folder = try TemporaryFolder()
        let file = IdentityFile(database: folder.file("none/kiosk.sqlite"))
        let error = #expect(throws: IdentityProblem.self) {
            try file.save(KioskIdentity(device: "one", secret: "s"))
        }
        #expect(error?.description.contains(file.path) == true)
    }
}
