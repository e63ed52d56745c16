package import Lobby

/// Everything that the files of an office say, and every mistake in them.
package struct Report: Sendable {
    package var office: Office?
    package var kiosk: KioskSettings?
    package var texts: [ScreenTexts]?
    package var tickets: [TicketLayout]?
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

/// Reads all files that people edit, also against each other.
package func checkAll(office: String, kiosk: String, layouts: String) -> Report {
    let texts = readScreenTexts(in: layouts)
    let screenLanguages = texts.value.map { Set($0.map(\.language)) }
    let officeFile = readOffice(at: office, screenLanguages: screenLanguages)
    let officeLanguages = officeFile.value?.languages
    let kioskFile = readKioskSettings(
        at: kiosk,
        screenLanguages: screenLanguages,
        officeLanguages: officeLanguages
    )
    let tickets = readTicketLayouts(in: layouts, languages: officeLanguages)
    let mistakes =
        officeFile.mistakes + kioskFile.mistakes + texts.mistakes + tickets.mistakes
    let warnings =
        officeFile.warnings + kioskFile.warnings + texts.warnings + tickets.warnings
    return Report(
        office: officeFile.value,
        kiosk: kioskFile.value,
        texts: texts.value,
        tickets: tickets.value,
        mistakes: mistakes.inReadingOrder(),
        warnings: warnings.inReadingOrder()
    )
}
