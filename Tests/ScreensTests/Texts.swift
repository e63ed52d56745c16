import Foundation
import Lobby
import Testing

/// The shipped texts, read line by line: the files are flat, one quoted text a line.
func shippedTexts(_ language: LanguageCode) throws -> (name: String, texts: [String: String]) {
    let file = projectFolder.appending(path: "layouts/screens/\(language).yaml")
    var name = ""
    var texts: [String: String] = [:]
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let parts = line.trimmingCharacters(in: .whitespaces).split(separator: ": ", maxSplits: 1)
        guard parts.count == 2, !parts[0].hasPrefix("#") else { continue }
        if !line.hasPrefix(" ") {
            if parts[0] == "name" { name = String(parts[1]) }
            continue
        }
        #expect(texts[String(parts[0])] == nil, "\(parts[0]) comes twice")
        texts[String(parts[0])] = parts[1].trimmingCharacters(in: ["\""])
    }
    return (name, texts)
}

func screenTexts(_ language: LanguageCode) throws -> ScreenTexts {
    let file = try shippedTexts(language)
    let texts = TextKey.allCases.compactMap { key in file.texts[key.rawValue].map { (key, $0) } }
    return ScreenTexts(
        language: language,
        name: file.name,
        texts: Dictionary(uniqueKeysWithValues: texts)
    )
}

let projectFolder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

struct TextsTests {
    @Test(arguments: ["de", "en"])
    func `every text is there, with exactly its placeholders`(language: LanguageCode) throws {
        let texts = try shippedTexts(language).texts
        #expect(Set(texts.keys) == Set(TextKey.allCases.map(\.rawValue)))
        for key in TextKey.allCases {
            let text = texts[key.rawValue] ?? ""
            #expect(placeholders(in: text) == key.placeholders, "\(key.rawValue): \(text)")
            #expect(!text.isEmpty && text == text.trimmingCharacters(in: .whitespaces))
        }
    }

    @Test(arguments: [("de", "fehler"), ("de", "ticket-id"), ("en", "error"), ("en", "ticket id")])
    func `no text speaks of errors or of machines`(language: LanguageCode, word: String) throws {
        for (key, text) in try shippedTexts(language).texts {
            #expect(!text.lowercased().contains(word), "\(key): \(text)")
        }
    }
}

private func placeholders(in text: String) -> Set<String> {
    Set(text.matches(of: /\{(\w+)\}/).map { String($0.1) })
}
