import ArgumentParser
import Certificates
import Foundation
import Lobby

/// The office's certificate authority, and the hub's certificate from it.
struct AuthorityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ca",
        abstract: "Make the office's certificate authority, and the hub's certificate.",
        discussion: """
            Run again it keeps the authority and renews the hub's certificate, with the names it has \
            unless others are given. The hub shows the new one after a restart.
            """
    )

    @Option(help: "The folder for both. (default: certificates, beside the hub's database)")
    var directory: String?

    @Option(help: "A name or an address of the hub, as kiosks and desks write it; may be repeated.")
    var host: [String] = []

    func run() throws {
        let folder = CertificateFolder(
            directory ?? Places.certificates(beside: Places.hubDatabase)
        )
        do {
            let renewal = try folder.renew(
                hosts: host.isEmpty ? nil : host,
                machine: machineName(),
                at: .machine
            )
            print(describe(renewal, in: folder))
        } catch {
            if case .notAName = error { throw end(.usage, error.description) }
            throw end(.configuration, error.description)
        }
    }

    private func describe(
        _ renewal: CertificateFolder.Renewal,
        in folder: CertificateFolder
    ) -> String {
        let (authorityEnds, ends) = (
            renewal.authorityEnds.iso8601.prefix(10), renewal.certificateEnds.iso8601.prefix(10)
        )
        return """
            \(renewal.isNewAuthority ? "New authority" : "Authority, kept"), \
            good until \(authorityEnds): \(folder.authority)
            New certificate for \(renewal.hosts.joined(separator: ", ")), \
            good until \(ends): \(folder.certificate)
            Every kiosk, desk and board needs a copy of ca.pem, and only of that. Restart the hub.
            """
    }

    private func machineName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return name.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? "localhost"
        }
    }
}
