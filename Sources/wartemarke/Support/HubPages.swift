import HubServer
import OfficeFiles

/// What a hub shows to browsers.
struct HubPages: Sendable {
    /// Pages and mails for everybody.
    var `public`: Pages
    /// The clerks' page.
    var desk: DeskLayouts
    /// The board for a screen with a browser.
    var board: BoardPages
}

/// Reads what pages and mails are made of, or ends with every mistake.
func loadPages(_ layouts: String) throws -> HubPages {
    let languages = readPageTexts(in: layouts)
    let days = readScreenTexts(in: layouts)
    let desk = readDeskTexts(in: layouts)
    let mistakes = languages.mistakes + days.mistakes + desk.mistakes
    guard mistakes.isEmpty, let languages = languages.value, let days = days.value,
        let desk = desk.value
    else {
        throw end(.configuration, mistakes.map(\.description).joined(separator: "\n"))
    }
    let board = try loadBoard(layouts)
    do {
        return HubPages(
            public: try Pages(layouts: layouts, languages: languages, days: days),
            desk: try DeskLayouts(layouts: layouts, languages: desk, screens: days),
            board: board
        )
    } catch {
        throw end(.configuration, error.description)
    }
}
