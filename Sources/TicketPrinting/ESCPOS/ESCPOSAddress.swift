import Foundation

/// Where an ESC/POS printer is: `socket://HOST[:PORT]` in the network, or a device file.
package struct ESCPOSAddress: Equatable, Sendable {
    enum Way: Equatable, Sendable {
        case network(host: String, port: Int)
        case device(path: String)
    }

    /// Where printers with a network card listen for raw data.
    private static let usualPort = 9100

    let way: Way
    /// Whether its link carries nothing back, so that no outcome can be known.
    let isOneWay: Bool
    let text: String

    /// Reads `socket://host:9100`, `/dev/usb/lp0`, or either with `?oneway=yes` behind it.
    package init?(_ text: String) {
        self.text = text
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let options = parts.count > 1 ? String(parts[1]) : ""
        guard ["", "oneway=yes", "oneway=no"].contains(options) else { return nil }
        isOneWay = options == "oneway=yes"
        let place = String(parts[0])
        if place.hasPrefix("/") {
            way = .device(path: place)
            return
        }
        guard let address = URLComponents(string: place), address.scheme == "socket",
            let host = address.host, !host.isEmpty, ["", "/"].contains(address.path)
        else { return nil }
        let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        way = .network(host: bare, port: address.port ?? Self.usualPort)
    }
}
