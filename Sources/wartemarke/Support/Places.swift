import Foundation
import Lobby

/// Where files are when nobody says otherwise.
enum Places {
    static let office = "kiosk-config/office.yaml"
    static let kiosk = "kiosk-config/kiosk.yaml"
    static let layouts = "layouts"
    static let hub = "http://127.0.0.1:8080"
    static let listen = "127.0.0.1:8080"

    /// The user's state folder, as the XDG base directory specification says.
    static var state: String {
        let environment = ProcessInfo.processInfo.environment
        if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") {
            return folder + "/wartemarke"
        }
        return (environment["HOME"] ?? "/tmp") + "/.local/state/wartemarke"
    }

    static var hubDatabase: String { state + "/hub.sqlite" }
    static var kioskDatabase: String { state + "/kiosk.sqlite" }
    static var deskToken: String { state + "/desk.token" }
    static var boardToken: String { state + "/board.token" }

    /// Where the hub's authority and certificate are, beside its database.
    static func certificates(beside database: String) -> String {
        folder(of: database) + "/certificates"
    }

    /// Where a hub's backups go when nobody says otherwise.
    static func backups(of database: String) -> String { database + ".backups" }

    /// Makes the folder of a file, for its owner alone.
    static func makeFolder(of file: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder(of: file),
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }
}
