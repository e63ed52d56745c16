import Foundation
package import Lobby
import SwiftASN1
import X509

/// The folder with an office's authority and the hub's certificate, all as PEM files.
package struct CertificateFolder: Sendable {
    /// What a renewal left in the folder.
    package struct Renewal: Equatable, Sendable {
        /// Whether there was no authority before.
        package var isNewAuthority: Bool
        package var authorityEnds: Instant
        /// The names and addresses that the hub's certificate proves.
        package var hosts: [String]
        package var certificateEnds: Instant
    }

    package let path: String

    package init(_ path: String) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// What every kiosk, desk and board needs a copy of.
    package var authority: String { path + "/ca.pem" }
    package var authorityKey: String { path + "/ca.key" }
    package var certificate: String { path + "/hub.pem" }
    package var key: String { path + "/hub.key" }

    /// Signs a new certificate for the hub, by an authority that is made when there is none.
    ///
    /// - Parameters:
    ///   - hosts: What the hub is called by; nil keeps the names of the certificate that is there.
    ///   - machine: This machine's name: it names a new authority, and a first certificate.
    ///   - now: The machine's time.
    /// - Returns: What is now in the folder.
    /// - Throws: ``CertificateProblem``; the authority is as it was before.
    package func renew(
        hosts: [String]?,
        machine: String,
        at now: Instant
    ) throws(CertificateProblem) -> Renewal {
        let names = try hostNames(hosts, machine: machine)
        try makeFolder()
        let (authority, isNew) = try authority(for: machine, at: now)
        do {
            let signed = try authority.sign(for: names, at: now)
            // The key first: a stop in between is healed by doing it all again.
            try write(try signed.key.serializeAsPEM(), to: key)
            try write(try signed.certificate.serializeAsPEM(), to: certificate)
            return Renewal(
                isNewAuthority: isNew,
                authorityEnds: authority.ends,
                hosts: names.map(\.description),
                certificateEnds: Instant(signed.certificate.notValidAfter)
            )
        } catch {
            throw error as? CertificateProblem
                ?? .notWritable(path: certificate, reason: "\(error)")
        }
    }

    private func hostNames(
        _ hosts: [String]?,
        machine: String
    ) throws(CertificateProblem) -> [HostName] {
        if let hosts {
            var names: [HostName] = []
            for host in hosts {
                guard let name = HostName(host) else { throw .notAName(host) }
                if !names.contains(name) { names.append(name) }
            }
            return names
        }
        let known = try? certificate(in: certificate)?.extensions.subjectAlternativeNames
        if let known, !known.isEmpty { return known.compactMap { HostName($0) } }
        return [machine, "localhost", "127.0.0.1"].compactMap { HostName($0) }
    }

    private func authority(
        for machine: String,
        at now: Instant
    ) throws(CertificateProblem) -> (OfficeAuthority, isNew: Bool) {
        let files = [authority, authorityKey]
        let missing = files.filter { !FileManager.default.fileExists(atPath: $0) }
        if missing.isEmpty { return (try OfficeAuthority(self, at: now), false) }
        guard missing == files else { throw .missing(path: missing[0]) }
        do {
            let day = now.iso8601.prefix(10)
            let made = try OfficeAuthority(named: "\(machine) \(day)", at: now)
            try write(try made.key.serializeAsPEM(), to: authorityKey)
            try write(try made.certificate.serializeAsPEM(), to: authority)
            return (made, true)
        } catch {
            throw error as? CertificateProblem ?? .notWritable(path: authority, reason: "\(error)")
        }
    }

    // MARK: Files

    func text(of file: String) -> String? {
        FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) }
    }

    func certificate(in file: String) -> Certificate? {
        text(of: file).flatMap { try? Certificate(pemEncoded: $0) }
    }

    private func makeFolder() throws(CertificateProblem) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .notWritable(path: path, reason: "it is no folder and cannot be made one")
        }
    }

    /// Replaces a file at once, so that nobody ever reads half of it; its owner alone may.
    private func write(_ document: PEMDocument, to file: String) throws(CertificateProblem) {
        let draft = file + ".new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else { throw .notWritable(path: file, reason: lastReason()) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data((document.pemString + "\n").utf8))
            try handle.synchronize()
        } catch {
            throw .notWritable(path: file, reason: "the disk is full or failing")
        }
        guard rename(draft, file) == 0 else {
            throw .notWritable(path: file, reason: lastReason())
        }
    }
}

/// Why the last call of the system failed, in its own words.
private func lastReason() -> String {
    String(cString: strerror(errno))
}
