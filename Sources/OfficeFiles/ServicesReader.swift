import Lobby

/// The queue letters a service may have; T is kept for appointments.
private let queueLetters = "ABCDEFGH".map(String.init)

/// Letters that are easily taken for one another when they are called out in German.
private let soundAlike = [["B", "C", "D", "E", "G"], ["A", "H"]]

private let mostServices = 60
private let mostCounters = 200
private let mostDocuments = 6

extension Place {
    func services(_ languages: [LanguageCode]?) -> [Service]? {
        guard let items = list() else { return nil }
        guard (1...mostServices).contains(items.count) else {
            mistake(
                "An office has from 1 to \(mostServices) services.",
                remedy: "Name what visitors come for."
            )
            return nil
        }
        var lines: [ServiceID: Int] = [:]
        var letters: Set<String> = []
        let services: [Service?] = items.map { item in
            let read = item.service(languages)
            if let id = read.id {
                if let first = lines[id.name] {
                    id.place.mistake(
                        "The service \"\(id.name)\" is there already, in line \(first).",
                        remedy: "Give one of the two another id."
                    )
                }
                lines[id.name] = lines[id.name] ?? item.line
            }
            if let letter = read.letter { letters.insert(letter) }
            return read.service
        }
        warnOfSound(letters)
        let complete = services.compactMap { $0 }
        return complete.count == items.count ? complete : nil
    }

    private func service(
        _ languages: [LanguageCode]?
    ) -> (
        id: (name: ServiceID, place: Place)?, letter: String?, service: Service?
    ) {
        let keys = [
            "id", "letter", "name", "minutes", "targetWait", "appointments", "documents",
        ]
        guard let entries = Entries(self, keys: keys) else { return (nil, nil, nil) }
        let idPlace = entries.required("id")
        let id = idPlace?.identifier()
        let letter = entries.required("letter")?.queueLetter()
        let name = entries.required("name")?.localized(languages)
        let minutes = entries.required("minutes")?.integer(in: 1...240, "minutes")
        let wait = entries.optional("targetWait").map { $0.integer(in: 1...240, "minutes") } ?? 30
        let isBookable = entries.optional("appointments").map { $0.flag() } ?? true
        let documents =
            entries.optional("documents").map { $0.documents(languages) } ?? []
        var named: (ServiceID, Place)?
        if let id, let idPlace { named = (id, idPlace) }
        guard let id, let letter, let name, let minutes, let wait, let isBookable, let documents
        else {
            return (named, letter, nil)
        }
        let service = Service(
            id: id,
            letter: letter,
            name: name,
            plannedMinutes: minutes,
            targetWait: .minutes(wait),
            isBookable: isBookable,
            documents: documents
        )
        return (named, letter, service)
    }

    /// What to bring, item by item.
    private func documents(_ languages: [LanguageCode]?) -> [LocalizedText]? {
        guard let items = list() else { return nil }
        guard items.count <= mostDocuments else {
            mistake(
                "Here are \(items.count) documents; a screen and a slip hold \(mostDocuments).",
                remedy: "Put some together, or leave out what goes without saying."
            )
            return nil
        }
        let texts = items.map { $0.localized(languages) }
        return texts.contains(nil) ? nil : texts.compactMap { $0 }
    }

    private func queueLetter() -> String? {
        guard let text = text() else { return nil }
        guard queueLetters.contains(text) else {
            mistake(
                "\"\(text)\" is not a queue letter.",
                remedy: queueLetters.contains(text.uppercased())
                    ? "Write it large: \(text.uppercased())."
                    : "Write one of \(listed(queueLetters)); several services may share one."
            )
            return nil
        }
        return text
    }

    private func warnOfSound(_ letters: Set<String>) {
        for group in soundAlike {
            let used = group.filter(letters.contains)
            guard used.count > 1 else { continue }
            warning(
                "The queue letters \(listed(used)) sound alike when they are called out.",
                remedy: "Use letters that sound different, for example A, E and F."
            )
        }
    }

    func counters(of services: [Service]?) -> [Counter]? {
        guard let items = list() else { return nil }
        guard (1...mostCounters).contains(items.count) else {
            mistake(
                "An office has from 1 to \(mostCounters) counters.",
                remedy: "Name the desks that visitors are sent to."
            )
            return nil
        }
        var lines: [Int: Int] = [:]
        var served: Set<ServiceID> = []
        let known = services?.map(\.id)
        let counters: [Counter?] = items.map { item in
            guard let entries = Entries(item, keys: ["number", "services", "breaks"]) else {
                return nil
            }
            let place = entries.required("number")
            let number = place?.integer(in: Counter.numbers, "counters")
            if let place, let number {
                if let first = lines[number] {
                    place.mistake(
                        "Counter \(number) is there already, in line \(first).",
                        remedy: "Give each counter a number of its own."
                    )
                }
                lines[number] = lines[number] ?? item.line
            }
            let only = entries.optional("services").map { $0.serviceIDs(known: known) }
            served.formUnion((only ?? known) ?? [])
            let breaks = entries.optional("breaks").map { $0.spans() } ?? []
            guard let number, let breaks else { return nil }
            return only.map { ids in
                ids.map { Counter(number: number, services: $0, breaks: breaks) }
            } ?? Counter(number: number, breaks: breaks)
        }
        for id in known ?? [] where !served.contains(id) {
            mistake(
                "No counter serves \"\(id)\".",
                remedy: "Add it to the services of a counter, or take the service out."
            )
        }
        let complete = counters.compactMap { $0 }
        return complete.count == items.count ? complete : nil
    }

    private func serviceIDs(known: [ServiceID]?) -> [ServiceID]? {
        guard let items = list() else { return nil }
        if items.isEmpty {
            mistake(
                "The counter serves nothing.",
                remedy: "Name services, or take the key out: then it serves everything."
            )
            return nil
        }
        var ids: [ServiceID] = []
        for item in items {
            guard let id = item.text() else { continue }
            if ids.contains(id) {
                item.mistake("\"\(id)\" is there twice.", remedy: "Take one out.")
            } else if let known, !known.contains(id) {
                item.mistake(
                    "There is no service \"\(id)\".",
                    remedy: remedy(
                        for: id,
                        among: known,
                        else: "Write the id of a service of this file."
                    )
                )
            }
            ids.append(id)
        }
        return ids
    }
}
