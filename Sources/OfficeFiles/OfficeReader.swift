import Foundation
package import Lobby

/// Reads `office.yaml`.
package func readOffice(at path: String) -> Checked<Office> {
    readOffice(at: path, screenLanguages: nil)
}

/// Reads `office.yaml`; its languages must be among those that have texts for the screens.
func readOffice(at path: String, screenLanguages: Set<LanguageCode>?) -> Checked<Office> {
    let findings = Findings(file: path)
    let reader = readYAML(at: path, findings).flatMap {
        OfficeReader($0, screenLanguages: screenLanguages)
    }
    return Checked(reader?.office(), [findings])
}

private struct OfficeReader {
    private let entries: Entries
    private let languages: [LanguageCode]?

    init?(_ root: Place, screenLanguages: Set<LanguageCode>?) {
        let keys = [
            "id", "name", "phone", "timeZone", "publicURL", "languages", "services", "counters",
            "hours", "exceptions", "closures", "holidays", "policy", "booking", "mail",
            "logIn", "elsewhere",
        ]
        guard let entries = Entries(root, keys: keys) else { return nil }
        self.entries = entries
        languages = entries.required("languages")?.languages(known: screenLanguages)
    }

    /// The office, or nil after mistakes; every part is read in any case.
    func office() -> Office? {
        let id = entries.required("id")?.identifier()
        let name = entries.required("name")?.localized(languages)
        let phone = entries.required("phone")?.phone()
        let zone = entries.required("timeZone")?.timeZone()
        let publicURL = entries.optional("publicURL")?.publicAddress()
        let services = entries.required("services")?.services(languages)
        let counters = entries.required("counters")?.counters(of: services)
        let hours = openingHours(in: entries, languages)
        let policy = entries.optional("policy").map { $0.policy() } ?? Policy()
        let booking = entries.optional("booking").map { $0.booking(of: counters, services, hours) }
        let mail = entries.optional("mail").map { $0.mail() }
        let elsewhere = entries.optional("elsewhere").map { $0.otherOffices(languages) } ?? []
        let logIn = entries.optional("logIn").map { $0.logIn() }
        guard let id, let name, let phone, let zone, let services, let counters, let hours,
            let policy, let languages, let elsewhere, booking != .some(.none), mail != .some(.none),
            logIn != .some(.none)
        else { return nil }
        return Office(
            id: id,
            name: name,
            phone: phone,
            time: OfficeTime(zone: zone),
            publicURL: publicURL,
            services: ServiceDirectory(services),
            counters: counters,
            hours: hours,
            policy: policy,
            booking: booking ?? nil,
            mail: mail ?? nil,
            elsewhere: elsewhere,
            logIn: logIn ?? nil,
            languages: languages
        )
    }
}

extension Place {
    /// A short name for programs: small letters, digits and dashes.
    func identifier() -> String? {
        guard let text = text() else { return nil }
        guard text.wholeMatch(of: /[a-z][a-z0-9-]{0,39}/) != nil else {
            mistake(
                "\"\(text)\" cannot be a short name.",
                remedy: "Write small letters a–z, digits and dashes, 40 at most, a letter first."
            )
            return nil
        }
        return text
    }

    fileprivate func phone() -> String? {
        guard let text = text() else { return nil }
        guard text.wholeMatch(of: /[+0-9][0-9 \/()–-]{2,29}/) != nil else {
            mistake(
                "\"\(text)\" is not a phone number.",
                remedy: "Write digits, blanks, dashes and brackets: \"02541 12-345\"."
            )
            return nil
        }
        return text
    }

    /// The program that mail goes out by, and whom it comes from.
    fileprivate func mail() -> MailRules? {
        guard let entries = Entries(self, keys: ["program", "from"]) else { return nil }
        let programPlace = entries.required("program")
        let program = programPlace?.text()?.split(separator: " ").map(String.init)
        let fromPlace = entries.required("from")
        let from = fromPlace?.text()
        if let place = programPlace, let program {
            if program.first?.hasPrefix("/") != true {
                place.mistake(
                    "\"\(program.joined(separator: " "))\" does not begin with the path of a program.",
                    remedy: "Write the whole path: /usr/sbin/sendmail."
                )
                return nil
            }
            if !isProgram(program[0]) {
                place.warning(
                    "There is no program \(program[0]) on this machine: mail waits, and nothing can be "
                        + "booked on the web, until there is one.",
                    remedy: "Install msmtp or postfix on the hub's machine, then restart the hub."
                )
            }
        }
        if let fromPlace, let from, !isMailAddress(from) {
            fromPlace.mistake(
                "\"\(from)\" is not a mail address.",
                remedy: "Write it like termine@musterstadt.example."
            )
            return nil
        }
        guard let program, let from else { return nil }
        return MailRules(program: program, from: from, isProgramThere: isProgram(program[0]))
    }

    /// Where visitors belong who came to the wrong place.
    fileprivate func otherOffices(_ languages: [LanguageCode]?) -> [OtherOffice]? {
        guard let items = list() else { return nil }
        var ids: Set<String> = []
        let offices = items.map { item -> OtherOffice? in
            guard let entries = Entries(item, keys: ["id", "name", "place"]) else { return nil }
            let idPlace = entries.required("id")
            let id = idPlace?.identifier()
            let name = entries.required("name")?.localized(languages)
            let place = entries.required("place")?.localized(languages)
            guard let id, let name, let place else { return nil }
            guard ids.insert(id).inserted else {
                idPlace?.mistake(
                    "The office \"\(id)\" is there already.",
                    remedy: "Give one of the two another id."
                )
                return nil
            }
            return OtherOffice(id: id, name: name, place: place)
        }
        return offices.contains(nil) ? nil : offices.compactMap { $0 }
    }

    /// The address that links and codes begin with.
    ///
    /// Whatever there is to warn of, codes on paper work all the same.
    fileprivate func publicAddress() -> String? {
        guard let address = webAddress() else { return nil }
        let link = address.count + "/T/".count + TicketKey.length
        if link > Office.longestTicketLink {
            let most = Office.longestTicketLink - (link - address.count)
            warning(
                "The link on tickets has \(link) characters; with more than "
                    + "\(Office.longestTicketLink) its code is too large for a kiosk's smallest screens.",
                remedy: "Use an address of at most \(most) characters, like https://warten.example."
            )
        }
        if let path = URL(string: address)?.path(), path != path.uppercased() {
            warning(
                "Codes on tickets are in capitals, and their links begin with \(path.uppercased()).",
                remedy: "Let the web server hand on \(path.uppercased())/T/ as well, or use an "
                    + "address without a path."
            )
        }
        return address
    }

    fileprivate func timeZone() -> TimeZone? {
        guard let name = text() else { return nil }
        let isRegion = name.contains("/") || name == "UTC"
        guard isRegion, let zone = TimeZone(identifier: name) else {
            mistake(
                "\"\(name)\" is not a time zone.",
                remedy: remedy(
                    for: name,
                    among: TimeZone.knownTimeZoneIdentifiers.filter { $0.contains("/") },
                    else: "Write a region and a city: Europe/Berlin."
                )
            )
            return nil
        }
        return zone
    }

    /// An address that begins with http:// or https://, without a slash at its end.
    func webAddress() -> String? {
        guard let text = text() else { return nil }
        let example = "Write it like https://warten.example."
        guard text.wholeMatch(of: /[!-~]+/) != nil, let url = URL(string: text),
            let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = url.host(), !host.isEmpty,
            url.port.map((1...65535).contains) ?? true,
            url.query() == nil, url.fragment() == nil, url.user() == nil
        else {
            mistake("\"\(text)\" is not a web address.", remedy: example)
            return nil
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}

/// Whether it can be started: a folder can be entered, which looks the same.
private func isProgram(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    let files = FileManager.default
    return files.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
        && files.isExecutableFile(atPath: path)
}
