import Foundation
package import Lobby

/// Everything that the files of an office say, and every mistake in them.
package struct Report: Sendable {
    package var office: Office?
    package var kiosk: KioskSettings?
    package var texts: [ScreenTexts]?
    /// On the paper of the kiosk.
    package var tickets: [TicketLayout]?
    package var papers: [TicketPaper]?
    package var board: BoardLayout?
    package var mistakes: [FileMistake]
    package var warnings: [FileMistake]
}

extension Report: CustomStringConvertible {
    /// What `wartemarke check` prints: a line for each mistake and warning, then the sum.
    package var description: String {
        let lines = mistakes.map(\.description) + warnings.map { "Warning: \($0)" } + [sum]
        return lines.joined(separator: "\n")
    }

    private var sum: String {
        if mistakes.isEmpty, warnings.isEmpty { return "No mistakes." }
        return "Mistakes: \(mistakes.count). Warnings: \(warnings.count)."
    }
}

/// The papers that an office with booking needs beside the ticket without an appointment.
private func missingLayouts(
    of office: Office?,
    among tickets: [TicketLayout]?,
    in layouts: String
) -> [FileMistake] {
    guard office?.booking != nil, let tickets else { return [] }
    let folder = Findings(file: "\(layouts)/tickets")
    for name in ["appointment", "slip"] where !tickets.contains(where: { $0.name == name }) {
        folder.mistake(
            "The file \(name).yaml is missing.",
            remedy: "Take it from the example layouts, or take booking out of the office's file."
        )
    }
    return folder.mistakes
}

/// Reads all files that people edit, also against each other.
///
/// - Parameters:
///   - office: The office's file.
///   - kiosk: That of the device.
///   - layouts: The folder of layouts.
///   - withWorkload: Whether also the `workload.yaml` beside the office's file is read, where there is
///     one; only simulations need it.
/// - Returns: What was read, and all mistakes.
package func checkAll(
    office: String,
    kiosk: String,
    layouts: String,
    withWorkload: Bool = false
) -> Report {
    let texts = readScreenTexts(in: layouts)
    let pages = readPageTexts(in: layouts)
    let desk = readDeskTexts(in: layouts)
    let screenLanguages = texts.value.map { Set($0.map(\.language)) }
    let officeFile = readOffice(at: office, screenLanguages: screenLanguages)
    let officeLanguages = officeFile.value?.languages
    let papers = readTicketPapers(in: layouts)
    let kioskFile = readKioskSettings(
        at: kiosk,
        screenLanguages: screenLanguages,
        officeLanguages: officeLanguages,
        papers: papers.value
    )
    let tickets = readTicketLayouts(
        in: layouts,
        papers: papers,
        paper: kioskFile.value?.paper,
        languages: officeLanguages
    )
    let workload =
        withWorkload
        ? workloadFile(beside: office).map { readWorkload(at: $0, of: officeFile.value) } : nil
    let board = readBoardLayout(
        in: layouts,
        screenLanguages: screenLanguages,
        officeLanguages: officeLanguages
    )
    let mistakes =
        officeFile.mistakes + (workload?.mistakes ?? []) + kioskFile.mistakes + texts.mistakes
        + pages.mistakes + desk.mistakes + tickets.mistakes + board.mistakes
        + missingLayouts(of: officeFile.value, among: tickets.value, in: layouts)
    let warnings =
        officeFile.warnings + (workload?.warnings ?? []) + kioskFile.warnings + texts.warnings
        + pages.warnings + desk.warnings + tickets.warnings + board.warnings
    return Report(
        office: officeFile.value,
        kiosk: kioskFile.value,
        texts: texts.value,
        tickets: tickets.value,
        papers: papers.value,
        board: board.value,
        mistakes: mistakes.inReadingOrder(),
        warnings: warnings.inReadingOrder()
    )
}

/// The workload that belongs to an office's file: the `workload.yaml` beside it; nil without one.
package func workloadFile(beside office: String) -> String? {
    let path = folder(of: office) + "/workload.yaml"
    return FileManager.default.fileExists(atPath: path) ? path : nil
}
