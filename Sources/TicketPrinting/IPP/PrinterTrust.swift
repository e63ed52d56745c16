import CCups
import Foundation

/// The certificates of printers that are spoken to inside TLS.
///
/// Printers sign their certificates themselves, so nobody vouches for them: the one that a printer
/// shows first is remembered and has to be the same from then on, as with ssh. After a printer was
/// swapped somebody removes its file.
struct PrinterTrust: Sendable {
    /// Where the certificates are kept, `HOST.crt`; nil is the usual folder of CUPS.
    let folder: String?

    /// Whether the link leads to the printer that was there the first time.
    ///
    /// False also where the certificate cannot be remembered: then the next one could be anybody's.
    func accepts(_ http: OpaquePointer, host: String) -> Bool {
        var shown: OpaquePointer?
        guard httpCopyCredentials(http, &shown) == 0, let shown else { return false }
        defer { httpFreeCredentials(shown) }
        var known: OpaquePointer?
        if httpLoadCredentials(folder, &known, host) == 0, let known {
            defer { httpFreeCredentials(known) }
            return Self.isSame(known, shown)
        }
        if let folder {
            try? FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }
        return httpSaveCredentials(folder, shown, host) == 0
    }

    /// Whether two chains begin with the same certificate, which is the printer's own.
    private static func isSame(_ one: OpaquePointer, _ other: OpaquePointer) -> Bool {
        guard let first = bytes(cupsArrayFirst(one)), let second = bytes(cupsArrayFirst(other))
        else {
            return false
        }
        return first == second
    }

    private static func bytes(_ credential: UnsafeMutableRawPointer?) -> Data? {
        guard let credential = credential?.assumingMemoryBound(to: http_credential_t.self).pointee,
            let start = credential.data
        else { return nil }
        return Data(bytes: start, count: credential.datalen)
    }
}
