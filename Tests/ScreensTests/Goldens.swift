import Foundation
import Screens
import Testing

/// Compares a grid with the text kept for it.
///
/// `RECORD_GOLDENS=1` writes the text and fails, so that nobody records without looking.
func expectGolden(
    _ grid: Grid,
    _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let file = goldenFolder.appending(path: "\(name)-\(grid.size.width)x\(grid.size.height).txt")
    let text = grid.lines.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
        try FileManager.default.createDirectory(
            at: goldenFolder,
            withIntermediateDirectories: true
        )
        try text.write(to: file, atomically: true, encoding: .utf8)
        Issue.record("recorded \(file.lastPathComponent)", sourceLocation: sourceLocation)
        return
    }
    let kept = try? String(contentsOf: file, encoding: .utf8)
    #expect(
        kept == text,
        "\(file.lastPathComponent) shows something else",
        sourceLocation: sourceLocation
    )
}

private let goldenFolder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Goldens")
