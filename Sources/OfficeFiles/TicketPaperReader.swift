package import Lobby

/// The file with the papers, among the layouts of tickets.
let papersFile = "papers.yaml"

/// Reads `tickets/papers.yaml` in the folder of layouts: what tickets are printed on.
package func readTicketPapers(in layouts: String) -> Checked<[TicketPaper]> {
    let findings = Findings(file: "\(layouts)/tickets/\(papersFile)")
    return Checked(readYAML(at: findings.file, findings)?.ticketPapers(), [findings])
}

private let mostPapers = 20

extension Place {
    fileprivate func ticketPapers() -> [TicketPaper]? {
        guard let entries = Entries(self, keys: ["papers"]),
            let pairs = entries.required("papers")?.pairs()
        else { return nil }
        guard (1...mostPapers).contains(pairs.count) else {
            mistake(
                "Here stand \(pairs.count) papers, but 1 to \(mostPapers) are possible.",
                remedy: "Name the papers that this office has."
            )
            return nil
        }
        return pairs.compactMap { name, value in
            guard name.word.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,19}/) != nil else {
                name.mistake(
                    "\"\(name.word)\" is no name for a paper.",
                    remedy: "Write small letters and digits, such as 80mm or a6."
                )
                return nil
            }
            return value.ticketPaper(name: name.word)
        }
    }

    private func ticketPaper(name: String) -> TicketPaper? {
        let keys = ["width", "length", "shortest", "longest", "margin", "scale"]
        guard let entries = Entries(self, keys: keys) else { return nil }
        let isSheet = entries.has("length")
        if isSheet, entries.has("shortest") || entries.has("longest") {
            mistake(
                "A sheet has one length, a roll a shortest and a longest.",
                remedy: "Take length out for a roll, shortest and longest for a sheet."
            )
            return nil
        }
        func length(_ key: String) -> Double? {
            entries.required(key)?.number(in: 10...1000, "millimetres")
        }
        let width = entries.required("width")?.number(in: 30...300, "millimetres")
        let shortest = length(isSheet ? "length" : "shortest")
        let longest = isSheet ? shortest : length("longest")
        let margin = entries.required("margin")?.number(in: 0...30, "millimetres")
        let scale = entries.required("scale")?.number(in: 0.3...5, "times the usual size")
        guard let width, let shortest, let longest, let margin, let scale else { return nil }
        if shortest > longest {
            mistake("The shortest paper is longer than the longest.", remedy: "Swap the two.")
            return nil
        }
        if width < 3 * margin || longest < 3 * margin {
            mistake("The margins leave no room.", remedy: "Make the margin smaller.")
            return nil
        }
        return TicketPaper(
            name: name,
            width: width,
            margin: margin,
            shortest: shortest,
            longest: longest,
            scale: scale
        )
    }

    /// The name of a paper; one that papers.yaml does not have is a mistake.
    func paperName(among papers: [TicketPaper]?) -> String? {
        guard let name = text() else { return nil }
        guard let papers else { return name }
        let known = papers.map(\.name)
        if known.contains(name) { return name }
        mistake(
            "There is no paper \"\(name)\" in layouts/tickets/\(papersFile).",
            remedy: remedy(
                for: name,
                among: known,
                else: "Write one of \(listed(known)), or add it there."
            )
        )
        return nil
    }
}
