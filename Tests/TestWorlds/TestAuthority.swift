package import Certificates
import Foundation
package import HubServer
package import Lobby

/// An office's authority in a folder of its own, and certificates from it.
///
/// Who talks TLS looks at the machine's clock, so these are made by it, too.
package struct TestAuthority: Sendable {
    package let folder: CertificateFolder
    private let scratch: TemporaryFolder

    package init() throws {
        scratch = try TemporaryFolder()
        folder = CertificateFolder(scratch.path)
    }

    /// The file that machines of the office have a copy of.
    package var file: String { folder.authority }

    /// A new certificate; one that was made long ago has ended since.
    package func certificate(
        for hosts: [String] = ["127.0.0.1"],
        age: Duration = .zero
    ) throws -> HubCertificate {
        let made = Self.now - age
        _ = try folder.renew(hosts: hosts, machine: "lobby", at: made)
        return try HubCertificate(file: folder.certificate, key: folder.key, at: made)
    }

    package static var now: Instant {
        Instant(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000))
    }
}
