import Lobby
import OfficeFiles
import TicketPrinting

/// What would not fit on the tickets, or has no letters, as mistakes in their files.
///
/// Nothing where the files themselves hold mistakes.
func ticketMistakes(in report: Report, layouts: String) -> [FileMistake] {
    guard report.mistakes.isEmpty, let office = report.office, let tickets = report.tickets,
        let papers = report.papers
    else { return [] }
    let proof = TicketProof(
        layouts: tickets,
        papers: papers,
        office: office,
        texts: report.texts ?? []
    )
    let mistakes = proof.faults().map { fault in
        let layout = tickets.first { $0.name == fault.layout }
        let line = fault.block.flatMap { number in
            layout?.lines.indices.contains(number) == true ? layout?.lines[number] : nil
        }
        let papers = fault.papers.joined(separator: ", ")
        let languages = fault.languages.joined(separator: ", ")
        return FileMistake(
            file: "\(layouts)/tickets/\(fault.layout).yaml",
            line: line,
            key: fault.block.map { "blocks[\($0)]" } ?? "",
            sentence: "On \(papers) in \(languages): \(fault.error.sentence)",
            remedy: fault.error.remedy
        )
    }
    return mistakes.inReadingOrder()
}
