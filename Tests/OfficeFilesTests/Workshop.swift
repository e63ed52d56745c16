import Foundation
import OfficeFiles

/// A folder with one office's files, all good, in which a test breaks something.
struct Workshop: ~Copyable {
    let folder: URL

    var office: String { path("office.yaml") }
    var kiosk: String { path("kiosk.yaml") }
    var layouts: String { path("layouts") }

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "wartemarke-files-\(UUID().uuidString)")
        for name in ["screens", "tickets", "pages", "desk", "board"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: "layouts/\(name)"),
                withIntermediateDirectories: true
            )
        }
        try write(goodOffice, to: "office.yaml")
        try write(goodKiosk, to: "kiosk.yaml")
        try write(goodTicket, to: "layouts/tickets/walk-in.yaml")
        try write(goodPapers, to: "layouts/tickets/papers.yaml")
        try write(goodBoard, to: "layouts/board/board.yaml")
        for language in ["de", "en"] {
            try write(goodTexts(language), to: "layouts/screens/\(language).yaml")
            try write(goodPageTexts(language), to: "layouts/pages/\(language).yaml")
            try write(goodDeskTexts(language), to: "layouts/desk/\(language).yaml")
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func path(_ name: String) -> String {
        folder.appending(path: name).path()
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: folder.appending(path: name))
    }

    /// Everything that is wrong, in the words of `wartemarke check`, without the folder's path.
    func check() -> String {
        let report = checkAll(office: office, kiosk: kiosk, layouts: layouts, withWorkload: true)
        return report.description.replacing(folder.path() + "/", with: "")
            .replacing(folder.path(), with: "")
    }
}

/// The text with one place changed, which has to be there exactly once.
func changing(_ old: String, to new: String, in text: String) throws -> String {
    guard text.ranges(of: old).count == 1 else { throw NotThereOnce(text: old) }
    return text.replacing(old, with: new)
}

struct NotThereOnce: Error {
    let text: String
}

/// The folder of the project, four levels above this file's name.
let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path()
