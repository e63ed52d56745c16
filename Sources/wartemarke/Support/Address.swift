import ArgumentParser
import Lobby

/// `HOST:PORT`, as `--listen` takes it.
struct Address: ExpressibleByArgument, Equatable {
    var host: String
    var port: Int

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"),
            let port = Int(argument[argument.index(after: colon)...]), (0...65535).contains(port)
        else { return nil }
        var host = String(argument[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty else { return nil }
        self.host = host
        self.port = port
    }

    /// As it is written, for the help.
    var defaultValueDescription: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    var isLoopback: Bool {
        Lobby.isLoopback(host)
    }

    var url: String {
        "http://\(defaultValueDescription)"
    }
}

extension Address {
    static let usual = Address(host: "127.0.0.1", port: 8080)

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}
