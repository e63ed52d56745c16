import Foundation
import Testing

/// What each target may import besides the standard library: the border lines of the design.
private let allowedImports: [String: Set<String>] = [
    // Rules: no I/O, no clock, no chance.
    "Lobby": ["Foundation"],
    "Sync": ["Foundation", "Lobby", "Crypto", "CryptoExtras"],
    "Screens": ["Foundation", "Lobby", "CFribidi"],
    "OfficeFiles": ["Foundation", "Lobby", "Yams"],
    // C libraries: module maps and shims only.
    "CCups": [], "CFribidi": [], "CNcurses": [], "CPangoCairo": [], "CQREncode": [],
    "CFaultDisk": [], "CSQLite": [],
    // Adapters: one library or device each.
    "CursesTerminal": system.union(["CNcurses", "Screens"]),
    "TicketPrinting": system.union(["CCups", "CPangoCairo", "CQREncode", "Lobby"]),
    // It runs espeak-ng as a program and links no library.
    "Speech": system.union(["Lobby"]),
    "Statements": system.union(["CSQLite", "GRDB"]),
    "KioskStore": system.union(["Lobby", "Statements", "Sync", "GRDB"]),
    "HubStore": system.union(["Lobby", "Statements", "Sync", "GRDB"]),
    "Hub": system.union(["Lobby", "Sync", "HubStore", "Crypto", "CryptoExtras"]),
    "HubServer": system.union(hummingbird).union([
        "CPangoCairo", "CQREncode", "Hub", "HubStore", "Lobby", "SignOn", "Sync",
    ]),
    // One thing of the world, the provider: HTTP to it, and its signed word.
    "SignOn": system.union([
        "AsyncHTTPClient", "Crypto", "JWTKit", "Lobby", "NIOCore", "NIOHTTP1",
    ]),
    "HubClient": system.union([
        "AsyncHTTPClient", "Lobby", "NIOCore", "NIOHTTP1", "NIOSSL", "Sync",
    ]),
    "Certificates": system.union(["Crypto", "Lobby", "SwiftASN1", "X509"]),
    "KioskRuntime": system.union(["HubClient", "KioskStore", "Lobby", "Screens", "Sync"]),
    // Proof.
    "Simulation": system.union([
        "CFaultDisk", "Hub", "HubStore", "KioskStore", "Lobby", "Statements", "Sync",
    ]),
]

private let system: Set<String> = ["Dispatch", "Foundation", "Glibc", "Synchronization"]
private let hummingbird: Set<String> = [
    "HTTPTypes", "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "Logging", "Mustache",
    "NIOCore", "NIOSSL", "ServiceLifecycle",
]

/// The one target that wires all the others together.
private let wiring = "wartemarke"
private let rules: Set<String> = ["Lobby", "Sync", "Screens", "OfficeFiles"]
private let stores: Set<String> = ["HubStore", "KioskStore"]

private let longestFile = 400
private let longestFunction = 70

@Suite struct `The sources are tidy` {
    @Test func `every target has its line in the table of imports`() {
        let targets = Set(sources.map(\.target))
        #expect(targets.count > 10)
        #expect(targets.subtracting(allowedImports.keys).subtracting([wiring]) == [])
    }

    @Test func `a target imports only what it may`() {
        let form =
            /^ *(?:@\w+(?:\([^)]*\))? )*(?:\w+ )?import (?:(?:struct|class|enum|func|protocol|typealias|var|let) )?(\w+)/
        let wrong = found(in: sources.filter { $0.target != wiring }) { line, file in
            guard let match = line.firstMatch(of: form) else { return false }
            return allowedImports[file.target]?.contains(String(match.1)) != true
        }
        #expect(wrong == [])
    }

    @Test func `rules read no clock and take no chance`() {
        let banned =
            /\b(Date|UUID)\(\)|\.random(Element)?\(|\.shuffled?\(\)|SystemRandomNumberGenerator|(Continuous|Suspending)Clock|Date\.now/
        let wrong = found(in: sources.filter { rules.contains($0.target) }) { line, _ in
            line.contains(banned)
        }
        #expect(wrong == [])
    }

    @Test func `SQL stands in the stores only`() {
        let sql = /\b(SELECT|INSERT INTO|DELETE FROM|CREATE TABLE|PRAGMA)\b|\bUPDATE\b.*\bSET\b/
        let wrong = found(in: sources.filter { !stores.contains($0.target) }) { line, _ in
            line.contains(sql)
        }
        #expect(wrong == [])
    }

    @Test func `what the compiler cannot check says why it is safe`() {
        let unchecked = /@unchecked Sendable|nonisolated\(unsafe\)|Task\.detached/
        let wrong = sources.flatMap { file in
            file.lines.enumerated().filter { number, line in
                let above = number > 0 ? file.lines[number - 1] : ""
                return line.contains(unchecked) && !"\(above)\(line)".contains("//")
            }
            .map { "\(file.path):\($0.offset + 1)" }
        }
        #expect(wrong == [])
    }

    @Test func `files and functions are short`() {
        let files = (sources + tests).filter { $0.lines.count > longestFile }
        #expect(files.map(\.path) == [])
        let functions = (sources + tests).flatMap(\.longFunctions)
        #expect(functions == [])
    }

    @Test func `no file names the place where it was written`() {
        let workplace = /\/(work|root|Users)\/|\/home\/[a-z]+\//
        let files = sources + tests + files(in: "kiosk-config") + files(in: "layouts")
        let wrong = files.filter { !$0.path.hasSuffix("TidyTests.swift") }.flatMap { file in
            file.lines.filter { $0.contains(workplace) }.map { "\(file.path): \($0)" }
        }
        #expect(wrong == [])
    }
}

// MARK: - The files

private struct SourceFile {
    let path: String
    let lines: [Substring]

    /// The folder below `Sources` or `Tests`.
    var target: String {
        path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    }

    /// Functions that are too long, told by the indentation that the formatter keeps.
    var longFunctions: [String] {
        let head = /^( *)(?:@\w+(?:\(.*\))? |\w+ )*(?:func |init[?(<])/
        return lines.enumerated().compactMap { start, line in
            guard let match = line.firstMatch(of: head), !line.hasSuffix("}") else { return nil }
            let indentation = match.1
            let next = lines[(start + 1)...].firstIndex { line in
                guard line.hasPrefix(indentation) else { return false }
                let rest = line.dropFirst(indentation.count)
                // The lines of a long head stand as far left as its first one.
                return ![nil, " ", ")", "{"].contains(rest.first) && !rest.hasPrefix("where ")
            }
            guard let next, lines[next] == "\(indentation)}", next - start + 1 > longestFunction
            else { return nil }
            return "\(path):\(start + 1) has \(next - start + 1) lines"
        }
    }
}

/// The root of the project, three levels above this file.
private let project = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

private let sources = files(in: "Sources")
private let tests = files(in: "Tests").filter { $0.path.hasSuffix(".swift") }

/// All text files in a folder of the project, links to folders followed.
private func files(in folder: String) -> [SourceFile] {
    let manager = FileManager.default
    let root = project.appending(path: folder)
    var found: [SourceFile] = []
    for name in (try? manager.contentsOfDirectory(atPath: root.path())) ?? [] {
        let place = root.appending(path: name).resolvingSymlinksInPath()
        for path in (try? manager.subpathsOfDirectory(atPath: place.path())) ?? [""] {
            let file = path.isEmpty ? place : place.appending(path: path)
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
            let parts = [folder, name, path].filter { !$0.isEmpty }
            found.append(
                SourceFile(
                    path: parts.joined(separator: "/"),
                    lines: text.split(separator: "\n", omittingEmptySubsequences: false)
                )
            )
        }
    }
    return found.sorted { $0.path < $1.path }
}

/// The lines of Swift files, comments cut off, for which something is wrong.
private func found(
    in files: [SourceFile],
    where isWrong: (Substring, SourceFile) -> Bool
) -> [String] {
    var wrong: [String] = []
    for file in files where file.path.hasSuffix(".swift") {
        for (number, line) in file.lines.enumerated() {
            let comment = line.firstRange(of: /(^|\s)\/\//)?.lowerBound
            let code = line[..<(comment ?? line.endIndex)]
            if isWrong(code, file) { wrong.append("\(file.path):\(number + 1): \(code)") }
        }
    }
    return wrong
}
