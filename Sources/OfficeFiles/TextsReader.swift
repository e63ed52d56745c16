package import Lobby

/// Reads `screens/<language>.yaml` in the folder of layouts; one value for each file.
package func readScreenTexts(in layouts: String) -> Checked<[ScreenTexts]> {
    readFolder("\(layouts)/screens", needs: "de") { $0.texts(language: $1) }
}

/// Reads `pages/<language>.yaml` in the folder of layouts; one value for each file.
package func readPageTexts(in layouts: String) -> Checked<[PageTexts]> {
    readFolder("\(layouts)/pages", needs: "de") { $0.texts(language: $1) }
}

/// Reads `desk/<language>.yaml` in the folder of layouts; one value for each file.
package func readDeskTexts(in layouts: String) -> Checked<[DeskTexts]> {
    readFolder("\(layouts)/desk", needs: "de") { $0.texts(language: $1) }
}

/// Reads every `.yaml` file of a folder, of which one has to be there.
func readFolder<Value: Sendable>(
    _ folder: String,
    needs needed: String,
    besides others: [String] = [],
    _ read: (Place, String) -> Value?
) -> Checked<[Value]> {
    let folderFindings = Findings(file: folder)
    var findings = [folderFindings]
    var values: [Value] = []
    let files = yamlFiles(in: folder, folderFindings).filter { !others.contains($0) }
    if folderFindings.mistakes.isEmpty, !files.contains("\(needed).yaml") {
        folderFindings.mistake(
            "The file \(needed).yaml is missing.",
            remedy: "Take it from the example layouts."
        )
    }
    for file in files {
        let fileFindings = Findings(file: "\(folder)/\(file)")
        findings.append(fileFindings)
        guard let root = readYAML(at: fileFindings.file, fileFindings) else { continue }
        if let value = read(root, String(file.dropLast(".yaml".count))) { values.append(value) }
    }
    return Checked(values, findings)
}

extension Place {
    fileprivate func texts<Name: TextName>(language file: String) -> Texts<Name>? {
        let keys = ["language", "name", "direction", "texts"]
        guard let entries = Entries(self, keys: keys) else { return nil }
        let languagePlace = entries.required("language")
        let language = languagePlace?.text()
        if let languagePlace, let language {
            if !Place.isLanguageCode(language) {
                languagePlace.mistake(
                    "\"\(language)\" is not a language code.",
                    remedy: "Write the short code in small letters: de, en, tr."
                )
            } else if language != file {
                languagePlace.mistake(
                    "The file is named \(file).yaml, but says it is \(language).",
                    remedy: "Rename the file or change the language."
                )
            }
        }
        let name = entries.required("name")?.text()
        let direction =
            entries.optional("direction").map { $0.choice(Direction.self) } ?? Direction.ltr
        let texts: [Name: String]? = entries.required("texts")?.keyedTexts()
        guard let language, let name, let direction, let texts else { return nil }
        return Texts(
            language: language,
            name: name,
            isRightToLeft: direction == .rtl,
            texts: texts
        )
    }

    private func keyedTexts<Name: TextName>() -> [Name: String]? {
        guard let entries = Entries(self, keys: Name.allCases.map(\.rawValue)) else {
            return nil
        }
        var texts: [Name: String] = [:]
        for key in Name.allCases {
            guard let place = entries.required(key.rawValue), let text = place.text() else {
                continue
            }
            let written = place.placeholders(in: text, known: key.placeholders)
            let missing = key.placeholders.subtracting(written ?? key.placeholders)
            if !missing.isEmpty {
                place.warning(
                    "The text does not say \(listed(missing.sorted().map { "{\($0)}" })).",
                    remedy: "Put it in where the value belongs, unless it is left out on purpose."
                )
            }
            texts[key] = text
        }
        return texts
    }

    /// The names in braces; nil after a brace without its partner or a name that is not known.
    @discardableResult
    func placeholders(in text: String, known: Set<String>) -> Set<String>? {
        let (found, isPaired) = braces(in: text)
        let names = Set(found)
        var isGood = true
        for name in found where !known.contains(name) {
            isGood = false
            let words = known.sorted().map { "{\($0)}" }
            mistake(
                "{\(name)} is not known here.",
                remedy: known.isEmpty
                    ? "Take it out; this text has no placeholders."
                    : remedy(
                        for: "{\(name)}",
                        among: words,
                        else: "Here you can write \(listed(words))."
                    )
            )
        }
        if !isPaired {
            isGood = false
            mistake("A brace has no partner.", remedy: "Write placeholders like {number}.")
        }
        return isGood ? names : nil
    }
}

/// What stands in braces, and whether each brace has its partner.
///
/// A kiosk reads thousands of texts when it starts; with regular expressions that took half of the time.
private func braces(in text: String) -> (names: [String], isPaired: Bool) {
    var (names, isPaired) = ([String](), true)
    var open: String.Index?
    for index in text.utf8.indices {
        switch text.utf8[index] {
        case UInt8(ascii: "{"):
            if open != nil { isPaired = false }
            open = index
        case UInt8(ascii: "}"):
            guard let begin = open else {
                isPaired = false
                continue
            }
            names.append(String(text[text.utf8.index(after: begin)..<index]))
            open = nil
        default: break
        }
    }
    return (names, isPaired && open == nil)
}

/// How a language is written.
private enum Direction: String, CaseIterable {
    case ltr, rtl
}
