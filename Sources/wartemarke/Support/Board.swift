import HubServer
import Lobby
import OfficeFiles
import Speech

/// Reads what the board in a browser is made of, or ends with every mistake.
func loadBoard(_ layouts: String) throws -> BoardPages {
    let announcer = Announcer()
    let (layout, texts) = try boardFiles(layouts)
    do {
        return try BoardPages(layouts: layouts, layout: layout, texts: texts) { announcement in
            try await announcer.sound(of: announcement).wav
        }
    } catch {
        throw end(.configuration, error.description)
    }
}

/// Reads how a board looks and sounds, and the texts for it, or ends with every mistake.
func boardFiles(_ layouts: String) throws -> (BoardLayout, [ScreenTexts]) {
    let texts = readScreenTexts(in: layouts)
    let layout = readBoardLayout(in: layouts, texts: texts.value)
    let mistakes = texts.mistakes + layout.mistakes
    guard mistakes.isEmpty, let texts = texts.value, let layout = layout.value else {
        throw end(.configuration, mistakes.map(\.description).joined(separator: "\n"))
    }
    return (layout, texts)
}
