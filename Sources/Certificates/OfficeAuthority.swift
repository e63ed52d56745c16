import Crypto
import Foundation
import Lobby
import SwiftASN1
import X509

/// The certificate authority of one office: the one thing its kiosks, desks and boards trust.
struct OfficeAuthority {
    /// Long, because every machine of the office has a copy.
    private static let years = 10
    /// Shorter than the 825 days that some programs put up with at most.
    private static let certificateDays = 820
    /// A machine whose clock is a little slow takes a new certificate, too.
    private static let clockTolerance: Duration = .days(1)

    let certificate: Certificate
    let key: Certificate.PrivateKey

    var ends: Instant { Instant(certificate.notValidAfter) }

    /// Makes a new authority.
    init(named name: String, at now: Instant) throws {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let subject = try DistinguishedName { CommonName("Wartemarke \(name)") }
        certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: key.publicKey,
            notValidBefore: (now - Self.clockTolerance).date,
            notValidAfter: (now + .days(Self.years * 365)).date,
            issuer: subject,
            subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true))
                SubjectKeyIdentifier(hash: key.publicKey)
            },
            issuerPrivateKey: key
        )
        self.key = key
    }

    /// An authority as its two files hold it.
    ///
    /// - Throws: ``CertificateProblem`` when they do not make one that can still sign.
    init(_ folder: CertificateFolder, at now: Instant) throws(CertificateProblem) {
        guard let certificate = folder.certificate(in: folder.authority) else {
            throw .unreadable(path: folder.authority)
        }
        guard let text = folder.text(of: folder.authorityKey),
            let key = try? Certificate.PrivateKey(pemEncoded: text)
        else { throw .unreadable(path: folder.authorityKey) }
        guard key.publicKey == certificate.publicKey else {
            throw .mismatch(certificate: folder.authority, key: folder.authorityKey)
        }
        guard Instant(certificate.notValidAfter) > now else {
            throw .ended(path: folder.authority)
        }
        (self.certificate, self.key) = (certificate, key)
    }

    /// Signs a certificate with a key of its own for the hub at these names.
    func sign(
        for hosts: [HostName],
        at now: Instant
    ) throws -> (certificate: Certificate, key: Certificate.PrivateKey) {
        let hubKey = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let signed = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: hubKey.publicKey,
            notValidBefore: max(now - Self.clockTolerance, Instant(certificate.notValidBefore))
                .date,
            notValidAfter: min(now + .days(Self.certificateDays), ends).date,
            issuer: certificate.subject,
            subject: try DistinguishedName { CommonName("Wartemarke hub") },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(hosts.map(\.general))
                SubjectKeyIdentifier(hash: hubKey.publicKey)
                AuthorityKeyIdentifier(
                    keyIdentifier: SubjectKeyIdentifier(hash: certificate.publicKey).keyIdentifier
                )
            },
            issuerPrivateKey: key
        )
        return (signed, hubKey)
    }
}

extension Instant {
    init(_ date: Date) {
        self.init(milliseconds: Int64(date.timeIntervalSince1970) * 1000)
    }

    var date: Date {
        Date(timeIntervalSince1970: Double(milliseconds / 1000))
    }
}

extension Duration {
    static func days(_ days: Int) -> Duration {
        .seconds(days * 24 * 3600)
    }
}
