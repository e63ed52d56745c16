import Foundation
import Lobby
import OfficeFiles
import Testing

private let section = """
    logIn:
      issuer: https://login.example/realms/stadt
      client: wartemarke
      secretFile: SECRET
      address: https://hub.example:8443/
      rolesFrom: realm_access.roles
      roles:
        lead: [leads, deputies]
        clerk: [clerks]

    """

@Suite struct `Log-in by a provider` {
    @Test func `is read from the file`() throws {
        let rules = try #require(try read(section).value?.logIn)
        #expect(rules.issuer == "https://login.example/realms/stadt")
        #expect(rules.returnAddress == "https://hub.example:8443/desk/log-in/answer")
        #expect(rules.roleClaim == "realm_access.roles" && rules.nameClaim == "preferred_username")
        #expect(rules.passwords == .administrators)
        #expect(rules.role(for: ["clerks", "deputies"]) == .lead)
        #expect(rules.role(for: ["clerks"]) == .clerk && rules.role(for: ["gardeners"]) == nil)
    }

    @Test(arguments: [
        ("https://login.example/realms/stadt", "http://login.example", "not inside TLS"),
        ("https://login.example/realms/stadt", "login.example", "not a web address"),
        ("lead: [leads, deputies]", "boss: [leads]", "This key is not known here."),
        ("[clerks]", "[]", "The list is empty."),
        ("[clerks]", "clerks", "a list is needed"),
        ("secretFile: SECRET", "secretFile: secret.txt", "not a whole path"),
        ("  client: wartemarke\n", "", "The key is missing."),
        (
            "rolesFrom: realm_access.roles", "passwords: some",
            "\"some\" is not one of everybody, administrators, nobody."
        ),
    ])
    func `is refused with its line where it is wrong`(
        old: String,
        new: String,
        words: String
    )
        throws
    {
        let checked = try read(try changing(old, to: new, in: section))
        #expect(checked.value == nil)
        let mistake = try #require(checked.mistakes.first)
        #expect(mistake.description.contains(words) && mistake.description.contains("logIn"))
    }

    @Test func `needs a secret of one line`() throws {
        #expect(try read(section, secret: "one\ntwo\n").value == nil)
        #expect(try read(section, secret: " \n").value == nil)
    }

    @Test(arguments: [
        ("https://login.example", true), ("http://127.0.0.1:8180/realm", true),
        ("http://localhost", true), ("http://[::1]:80", true), ("http://login.example", false),
        ("http://localhost.example", false), ("http://127.0.0.1.example", false),
        ("http://127.0.0.1@login.example", false), ("http://localhost:x@login.example", false),
        ("ftp://localhost", false),
    ])
    func `is inside TLS or on this machine`(address: String, isSafe: Bool) {
        #expect(isSafeAddress(address) == isSafe)
    }

    private func read(_ section: String, secret: String = "a secret\n") throws -> Checked<Office> {
        let workshop = try Workshop()
        try workshop.write(secret, to: "secret")
        let text = section.replacing("SECRET", with: workshop.path("secret"))
        try workshop.write(goodOffice + text, to: "office.yaml")
        return readOffice(at: workshop.office)
    }
}
