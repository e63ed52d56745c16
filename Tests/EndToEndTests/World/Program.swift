import Foundation

/// The built program that these tests drive, and the project it was built from.
enum Program {
    /// The root of the project, three levels above this folder.
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// `WARTEMARKE` of the environment, else the release build, else the debug build.
    static func path() throws -> String {
        let named = ProcessInfo.processInfo.environment["WARTEMARKE"].map { [$0] }
        let places = named ?? ["release", "debug"].map { "\(root)/.build/\($0)/wartemarke" }
        guard let found = places.first(where: FileManager.default.isExecutableFile) else {
            throw Missing(places: places)
        }
        return found
    }

    struct Missing: Error, CustomStringConvertible {
        let places: [String]

        var description: String {
            "There is no program at \(places.joined(separator: " or ")). "
                + "Build it: swift build -c release --product wartemarke"
        }
    }
}
