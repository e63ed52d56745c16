import Foundation
import Lobby
import OfficeFiles
import TicketPrinting

/// The folder of the project, three levels above this file.
let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

/// What is shipped: layouts, papers, office and texts.
enum Shipped {
    static let layouts = readTicketLayouts(in: project + "/layouts").value ?? []
    static let papers = readTicketPapers(in: project + "/layouts").value ?? []
    static let office = readOffice(at: project + "/kiosk-config/office.yaml").value
    static let texts = readScreenTexts(in: project + "/layouts").value ?? []

    /// One for each paper, so that the fonts are opened once.
    static let renderers = Dictionary(
        uniqueKeysWithValues: papers.map { paper in
            (paper.name, TicketRenderer(layouts: layouts.map { $0.on(paper) }))
        }
    )

    static func renderer(_ paper: String) throws -> TicketRenderer {
        guard let renderer = renderers[paper] else { throw NoSuchPaper(name: paper) }
        return renderer
    }
}

struct NoSuchPaper: Error {
    var name: String
}

/// A paper of papers.yaml.
func shippedPaper(_ name: String) throws -> TicketPaper {
    guard let paper = Shipped.papers.first(where: { $0.name == name }) else {
        throw NoSuchPaper(name: name)
    }
    return paper
}
