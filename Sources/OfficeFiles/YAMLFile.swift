import Foundation
import Yams

/// The largest file that is read; the example office has 8 KiB.
private let largestFileBytes = 1 << 20

/// Reads a file and its YAML; nil after at least one mistake.
func readYAML(at path: String, _ findings: Findings) -> Place? {
    guard let text = readText(at: path, findings), isFreeOfTabs(text, findings) else { return nil }
    do {
        guard let node = try compose(yaml: text), node.scalar?.string.isEmpty != true else {
            findings.mistake("The file is empty.", remedy: "Copy the example file and change it.")
            return nil
        }
        return Place(node: node, line: node.mark?.line ?? 1, key: "", findings: findings)
    } catch {
        report(error, in: text, findings)
        return nil
    }
}

/// The names of the `.yaml` files in a folder, sorted.
func yamlFiles(in folder: String, _ findings: Findings) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
        findings.mistake(
            "There is no such folder.",
            remedy: "Name the folder that holds screens/ and tickets/."
        )
        return []
    }
    for name in names where name.hasSuffix(".yml") {
        findings.warning(
            "\(name) is not read, only files that end with .yaml are.",
            remedy: "Rename it to \(name.dropLast(4)).yaml."
        )
    }
    return names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted()
}

/// Reads a file of UTF-8 text; nil after one mistake.
func readText(
    at path: String,
    limit: Int = largestFileBytes,
    _ findings: Findings
) -> String? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        findings.mistake(
            "There is no such file.",
            remedy: "Check the path, or copy the example file there."
        )
        return nil
    }
    if isFolder.boolValue {
        findings.mistake("This is a folder, not a file.", remedy: "Name the file in it.")
        return nil
    }
    guard let handle = FileHandle(forReadingAtPath: path),
        let data = try? handle.read(upToCount: limit + 1)
    else {
        if (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int == 0 {
            findings.mistake("The file is empty.", remedy: "Copy the example file and change it.")
        } else {
            findings.mistake(
                "The file cannot be read.",
                remedy: "Give the user who runs this the right to read it."
            )
        }
        return nil
    }
    guard data.count <= limit else {
        findings.mistake(
            "The file is larger than \(limit >> 20) MiB.",
            remedy: "Check that this is the right file."
        )
        return nil
    }
    if let line = firstLineThatIsNotUTF8(data) {
        findings.mistake(
            line: line,
            "The line holds bytes that are not UTF-8.",
            remedy: "Save the file as UTF-8 in your editor."
        )
        return nil
    }
    let text = String(decoding: data, as: UTF8.self)
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
}

private func firstLineThatIsNotUTF8(_ data: Data) -> Int? {
    let newline = UInt8(ascii: "\n")
    let lines = data.split(separator: newline, omittingEmptySubsequences: false)
    return lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }.map { $0 + 1 }
}

/// YAML forbids tabs in the indentation; its own message about them helps nobody.
private func isFreeOfTabs(_ text: String, _ findings: Findings) -> Bool {
    var isFree = true
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() {
        let indentation = line.prefix { $0 == " " || $0 == "\t" }
        guard indentation.contains("\t"), indentation.count < line.count else { continue }
        findings.mistake(
            line: index + 1,
            "The line begins with a tab.",
            remedy: "Write spaces instead."
        )
        isFree = false
    }
    return isFree
}

private func report(_ error: any Error, in text: String, _ findings: Findings) {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        findings.mistake(
            line: mark.line,
            "This is not valid YAML: \(problem).",
            remedy: "Compare this line and the one above with the example file: indentation, "
                + "colons, quotes."
        )
    case .reader(let problem, let offset, _, let yaml):
        let before = offset.map { yaml.utf8.prefix($0) }
        findings.mistake(
            line: before.map { $0.count { $0 == UInt8(ascii: "\n") } + 1 },
            "This is not valid YAML: \(problem).",
            remedy: "Take out the invisible characters."
        )
    case .duplicatedKeysInMapping(let duplicates, let context):
        for key in duplicates {
            let lines = linesWith(key, from: context.mark, in: text)
            findings.mistake(
                line: lines.last ?? context.mark.line,
                key: key,
                "The key is there twice\(lines.count > 1 ? ", first in line \(lines[0])" : "").",
                remedy: "Keep one of the two."
            )
        }
    default:
        findings.mistake(
            "This is not valid YAML: \(error).",
            remedy: "Compare it with the example file."
        )
    }
}

/// The first two lines on which a key stands in the column where its map begins.
private func linesWith(_ key: String, from start: Mark, in text: String) -> [Int] {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    let numbered = lines.enumerated().dropFirst(start.line - 1)
    let found = numbered.filter { _, line in
        let rest = line.dropFirst(start.column - 1)
        return ["\(key):", "\"\(key)\":", "'\(key)':"].contains { rest.hasPrefix($0) }
    }
    return found.prefix(2).map { $0.offset + 1 }
}
