import Foundation
package import Lobby

/// Reads `kiosk.yaml`.
package func readKioskSettings(at path: String) -> Checked<KioskSettings> {
    readKioskSettings(at: path, screenLanguages: nil, officeLanguages: nil, papers: nil)
}

/// Reads `kiosk.yaml`; its languages must have texts for the screens and names in the office.
func readKioskSettings(
    at path: String,
    screenLanguages: Set<LanguageCode>?,
    officeLanguages: [LanguageCode]?,
    papers: [TicketPaper]?
) -> Checked<KioskSettings> {
    let findings = Findings(file: path)
    let settings = readYAML(at: path, findings)?.kioskSettings(
        screenLanguages: screenLanguages,
        officeLanguages: officeLanguages,
        papers: papers
    )
    return Checked(settings, [findings])
}

extension Place {
    fileprivate func kioskSettings(
        screenLanguages: Set<LanguageCode>?,
        officeLanguages: [LanguageCode]?,
        papers: [TicketPaper]?
    ) -> KioskSettings? {
        let keys = [
            "hub", "hubAuthority", "printer", "languages", "idleSeconds", "idleWarningSeconds",
            "resultSeconds", "bookingsPerHour",
        ]
        guard let entries = Entries(self, keys: keys) else { return nil }
        let authorityPlace = entries.optional("hubAuthority")
        let hub = entries.required("hub")?.hubAddress(hasAuthority: authorityPlace != nil)
        let authority = authorityPlace?.authorityFile(hub: hub)
        let printer = entries.optional("printer")?.printer(papers)
        let place = entries.required("languages")
        let languages = place?.languages(known: screenLanguages)
        place?.checkNames(of: languages ?? [], in: officeLanguages)
        func seconds(_ key: String, atLeast usual: Int) -> Duration? {
            guard let place = entries.optional(key) else { return .seconds(usual) }
            return place.restSeconds(atLeast: usual)
        }
        let idle = seconds("idleSeconds", atLeast: 60)
        let warning = seconds("idleWarningSeconds", atLeast: 30)
        let result = seconds("resultSeconds", atLeast: 15)
        let bookings = entries.optional("bookingsPerHour")?.integer(in: 0...1000, "appointments")
        guard let hub, let languages, let idle, let warning, let result else { return nil }
        var settings = KioskSettings(
            hub: hub,
            hubAuthority: authority,
            printer: printer?.address,
            languages: languages
        )
        if let paper = printer?.paper { settings.paper = paper }
        settings.rollLength = printer?.roll
        settings.idle = idle
        settings.idleWarning = warning
        settings.resultShown = result
        if let bookings { settings.bookingsPerHour = bookings }
        return settings
    }

    private func hubAddress(hasAuthority: Bool) -> String? {
        guard let address = webAddress() else { return nil }
        switch unsafety(ofHub: address, hasAuthority: hasAuthority) {
        case .plainElsewhere:
            mistake(
                "The hub is another machine, but the address is not encrypted.",
                remedy: "Write https:// and set hubAuthority."
            )
        case .noAuthority:
            mistake(
                "The address begins with https://, but hubAuthority is missing.",
                remedy: "Copy ca.pem from the hub's machine, and name the copy with hubAuthority."
            )
        case nil: break
        }
        return address
    }

    /// The path of a certificate, as it stands or from this file's folder.
    private func authorityFile(hub: String?) -> String? {
        guard let name = text() else { return nil }
        let path = name.hasPrefix("/") ? name : folder(of: findings.file) + "/" + name
        let remedy = "Copy ca.pem from the hub's machine to this place."
        guard let content = FileManager.default.contents(atPath: path) else {
            mistake("There is no file \(path) that can be read.", remedy: remedy)
            return nil
        }
        guard holdsCertificate(content) else {
            mistake("\(path) does not hold a certificate (PEM).", remedy: remedy)
            return nil
        }
        if let hub, !hub.lowercased().hasPrefix("https:") {
            warning(
                "The hub is not reached by https://, so this has no effect.",
                remedy: "Write https:// in hub, or take this out."
            )
        }
        return path
    }

    private func checkNames(of languages: [LanguageCode], in office: [LanguageCode]?) {
        guard let office else { return }
        for code in languages where !office.contains(code) {
            let base = code.split(separator: "-").first.map(String.init) ?? code
            guard !office.contains(base) else { continue }
            mistake(
                "The office has no names in the language \(code).",
                remedy: "Add \(code) to languages in office.yaml, or take it out here."
            )
        }
    }

    private func restSeconds(atLeast usual: Int) -> Duration? {
        guard let seconds = integer(in: 1...3600, "seconds") else { return nil }
        if seconds < usual {
            warning(
                "\(seconds) seconds hurry people who read slowly.",
                remedy: "Write \(usual) or more."
            )
        }
        return .seconds(seconds)
    }
}

/// Whether this is a PEM file with at least one whole DER structure as its certificate.
///
/// What the certificate says is looked at by whoever trusts it.
private func holdsCertificate(_ content: Data) -> Bool {
    let form = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+\/=\s]+)-----END CERTIFICATE-----/
    guard let match = String(decoding: content, as: UTF8.self).firstMatch(of: form),
        let bytes = Data(base64Encoded: match.1.filter { !$0.isWhitespace }), bytes.count > 4
    else { return false }
    // A sequence of more than 255 and less than 65,536 bytes, as every certificate is.
    let length = Int(bytes[2]) << 8 | Int(bytes[3])
    return bytes[0] == 0x30 && bytes[1] == 0x82 && length + 4 == bytes.count
}
