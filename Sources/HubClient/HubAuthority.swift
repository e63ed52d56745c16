import Foundation
import NIOSSL

/// Why there is no authority to tell the hub by.
package struct HubAuthorityProblem: Error, Equatable, CustomStringConvertible {
    var file: String

    package var description: String {
        """
        \(file) is not a certificate (PEM) that can be read. Copy ca.pem from the hub's machine, \
        where wartemarke admin ca made it.
        """
    }
}

/// The one authority whose certificate a hub must show; what the system trusts does not count.
package struct HubAuthority: Hashable, Sendable {
    let certificates: [NIOSSLCertificate]

    /// Reads `ca.pem` of the hub; with several certificates in it each is trusted.
    ///
    /// - Throws: ``HubAuthorityProblem``.
    package init(file: String) throws(HubAuthorityProblem) {
        guard let content = FileManager.default.contents(atPath: file),
            let certificates = try? NIOSSLCertificate.fromPEMBytes(Array(content))
        else { throw HubAuthorityProblem(file: file) }
        self.certificates = certificates
    }
}
