import Foundation
import Lobby
import TestWorlds
import Testing

@testable import Certificates

@Suite struct `The folder of certificates` {
    let scratch: TemporaryFolder
    let folder: CertificateFolder

    init() throws {
        scratch = try TemporaryFolder()
        folder = CertificateFolder(scratch.file("certificates/"))
    }

    @discardableResult
    func renew(
        _ hosts: [String]? = nil,
        at now: Instant = at(9)
    ) throws(CertificateProblem) -> CertificateFolder.Renewal {
        try folder.renew(hosts: hosts, machine: "lobby", at: now)
    }

    @Test func `begins with an authority and this machine's names`() throws {
        let renewal = try renew()
        #expect(renewal.isNewAuthority)
        #expect(renewal.hosts == ["lobby", "localhost", "127.0.0.1"])
        #expect(renewal.authorityEnds == at(9) + .days(3650))
        #expect(renewal.certificateEnds == at(9) + .days(820))
    }

    @Test func `keeps the authority, and the names unless others are given`() throws {
        try renew(["hub.example", "10.0.0.7", "fd00::7"])
        let (authority, key) = (content(folder.authority), content(folder.authorityKey))
        let certificate = content(folder.certificate)
        let again = try renew(at: at(10))
        #expect(!again.isNewAuthority)
        #expect(again.hosts == ["hub.example", "10.0.0.7", "fd00::7"])
        #expect(again.certificateEnds == at(10) + .days(820))
        #expect(content(folder.authority) == authority)
        #expect(content(folder.authorityKey) == key)
        #expect(content(folder.certificate) != certificate)
        #expect(try renew(["other.example", "other.example"]).hosts == ["other.example"])
    }

    @Test func `signs nothing that outlives the authority`() throws {
        let ends = try renew().authorityEnds
        #expect(try renew(at: ends - .days(30)).certificateEnds == ends)
        #expect(throws: CertificateProblem.ended(path: folder.authority)) {
            try renew(at: ends)
        }
    }

    @Test func `is for its owner alone`() throws {
        try renew()
        for file in [folder.authorityKey, folder.key] {
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.sorted() == ["ca.key", "ca.pem", "hub.key", "hub.pem"])
    }

    @Test func `makes no second authority over half of one`() throws {
        try renew()
        let key = content(folder.authorityKey)
        try FileManager.default.removeItem(atPath: folder.authority)
        #expect(throws: CertificateProblem.missing(path: folder.authority)) { try renew() }
        #expect(content(folder.authorityKey) == key)
    }

    @Test func `says which file of the authority is broken`() throws {
        try renew()
        let key = content(folder.authorityKey)
        try write("nonsense", folder.authorityKey)
        #expect(throws: CertificateProblem.unreadable(path: folder.authorityKey)) { try renew() }
        try write(content(folder.key), folder.authorityKey)
        #expect(
            throws: CertificateProblem.mismatch(
                certificate: folder.authority,
                key: folder.authorityKey
            )
        ) { try renew() }
        try write(key, folder.authorityKey)
        try write("nonsense", folder.authority)
        #expect(throws: CertificateProblem.unreadable(path: folder.authority)) { try renew() }
    }

    @Test func `heals what the hub shows`() throws {
        try renew(["hub.example"])
        try write("nonsense", folder.certificate)
        try FileManager.default.removeItem(atPath: folder.key)
        #expect(try renew().hosts == ["lobby", "localhost", "127.0.0.1"])
        #expect(content(folder.key).contains("PRIVATE KEY"))
    }

    @Test(arguments: ["", "https://hub", "hub_1", "-hub", "hub.", "*.example", "1.2.3", "a b"])
    func `takes no name that is none`(name: String) {
        #expect(throws: CertificateProblem.notAName(name)) { try renew(["hub", name]) }
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test func `says when it cannot be written`() throws {
        try write("a file", scratch.file("certificates"))
        #expect {
            try renew()
        } throws: { error in
            "\(error)".contains("\(folder.path) cannot be written")
                && "\(error)".contains("--directory")
        }
    }

    private func content(_ file: String) -> String {
        (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    }

    private func write(_ text: String, _ file: String) throws {
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }
}
