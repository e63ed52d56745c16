import Foundation
package import Lobby
import NIOCore
import NIOSSL

/// Why the hub cannot show a certificate, with what to do about it.
package enum HubCertificateProblem: Error, Equatable, CustomStringConvertible {
    case missing(file: String)
    case notACertificate(file: String)
    case notAKey(file: String)
    case mismatch(certificate: String, key: String)
    case ended(certificate: String, on: String)
    case notYetGood(certificate: String, from: String)

    package var description: String {
        switch self {
        case .missing(let file):
            "There is no file \(file) that can be read. Make it: wartemarke admin ca."
        case .notACertificate(let file):
            "\(file) does not hold a certificate (PEM). Make one: wartemarke admin ca."
        case .notAKey(let file):
            """
            \(file) does not hold a key without a password (PEM). Make one: wartemarke admin ca.
            """
        case .mismatch(let certificate, let key):
            """
            The key \(key) does not belong to the certificate \(certificate). Name the two that \
            belong together, or make new ones: wartemarke admin ca.
            """
        case .ended(let certificate, let day):
            "The certificate \(certificate) ended on \(day). Renew it: wartemarke admin ca."
        case .notYetGood(let certificate, let day):
            """
            The certificate \(certificate) is good only from \(day) on. Set this machine's clock, \
            or make a new one: wartemarke admin ca.
            """
        }
    }
}

/// What the hub proves itself with: a certificate, read once when the hub starts, and its key.
package struct HubCertificate: Sendable {
    /// The hub warns so long before its certificate ends.
    package static let warningTime: Duration = .seconds(30 * 24 * 3600)

    /// How long a client may take to close TLS on its side; many never do, and nothing depends on it
    /// because every answer says how long it is.
    private static let farewell: Duration = .milliseconds(200)

    package let ends: Instant
    let configuration: TLSConfiguration

    /// Reads both files and sees whether they fit.
    ///
    /// - Parameters:
    ///   - file: The certificate, and behind it those between it and the authority, if any.
    ///   - keyFile: Its key, without a password.
    ///   - now: The machine's time.
    /// - Throws: ``HubCertificateProblem``.
    package init(
        file: String,
        key keyFile: String,
        at now: Instant
    ) throws(HubCertificateProblem) {
        let (text, keyText) = (try bytes(of: file), try bytes(of: keyFile))
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(text), let own = chain.first else {
            throw .notACertificate(file: file)
        }
        guard let key = try? NIOSSLPrivateKey(bytes: keyText, format: .pem) else {
            throw .notAKey(file: keyFile)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.shutdownTimeout = .milliseconds(Self.farewell.wholeMilliseconds)
        guard (try? NIOSSLContext(configuration: configuration)) != nil else {
            throw .mismatch(certificate: file, key: keyFile)
        }
        let begins = Instant(milliseconds: Int64(own.notValidBefore) * 1000)
        ends = Instant(milliseconds: Int64(own.notValidAfter) * 1000)
        guard ends > now else { throw .ended(certificate: file, on: ends.date) }
        guard begins <= now else { throw .notYetGood(certificate: file, from: begins.date) }
        self.configuration = configuration
    }

    /// What staff have to know when the certificate soon ends; nil while there is time.
    package func warning(at now: Instant) -> String? {
        guard ends - now < Self.warningTime else { return nil }
        return """
            The hub's certificate \(ends > now ? "ends" : "ended") on \(ends.date). Renew it: \
            wartemarke admin ca; then restart the hub.
            """
    }
}

private func bytes(of file: String) throws(HubCertificateProblem) -> [UInt8] {
    guard let content = FileManager.default.contents(atPath: file) else {
        throw .missing(file: file)
    }
    return Array(content)
}

extension Instant {
    /// The day in UTC, 2026-11-24.
    fileprivate var date: String { String(iso8601.prefix(10)) }
}
