import CCups

/// Where IPP questions go: a printer on the network, or a queue of a CUPS server.
struct IPPAddress: Equatable, Sendable {
    /// A name, a number, or the path of a domain socket.
    var host: String
    var port: Int
    var isEncrypted: Bool
    /// The path that requests are posted to.
    var resource: String
    /// The printer as it is named inside requests.
    var printerURI: String

    /// Reads an address with a host, `ipp:` or `ipps:`; nil for anything else.
    ///
    /// What follows a `?` is for the backends of CUPS and left out. A name in the network is none; see
    /// ``ServiceName``.
    init?(_ uri: String) {
        let uri = String(uri.prefix { $0 != "?" })
        let room = 1024
        var scheme = [CChar](repeating: 0, count: room)
        var user = scheme
        var host = scheme
        var path = scheme
        var port: Int32 = 0
        let status = httpSeparateURI(
            HTTP_URI_CODING_ALL,
            uri,
            &scheme,
            Int32(room),
            &user,
            Int32(room),
            &host,
            Int32(room),
            &port,
            &path,
            Int32(room)
        )
        let kind = text(scheme)
        guard status == HTTP_URI_STATUS_OK, ["ipp", "ipps"].contains(kind), host[0] != 0 else {
            return nil
        }
        self.host = text(host)
        if self.host.contains("._tcp.") { return nil }
        self.port = Int(port)
        isEncrypted = kind == "ipps"
        resource = text(path)
        printerURI = uri
    }

    /// A queue of the CUPS server.
    ///
    /// The server is written as in `CUPS_SERVER`; nil means what the environment and `client.conf`
    /// say. libcups keeps the server per thread: it is set anew on every use.
    init(queue: String, server: String?) {
        cupsSetServer(server)
        host = String(cString: cupsServer())
        port = Int(ippPort())
        isEncrypted = cupsEncryption() == HTTP_ENCRYPTION_ALWAYS
        var uri = [CChar](repeating: 0, count: 1024)
        httpAssembleURI(
            HTTP_URI_CODING_ALL,
            &uri,
            Int32(uri.count),
            "ipp",
            nil,
            "localhost",
            0,
            "/printers/\(queue)"
        )
        printerURI = text(uri)
        resource = String(printerURI.dropFirst("ipp://localhost".count))
    }
}

extension IPPAddress {
    /// Whether whoever is asked is on the same machine.
    var isOnThisMachine: Bool {
        host.hasPrefix("/") || host.hasPrefix("127.")
            || ["localhost", "::1", "[::1]"].contains(host)
    }
}

/// The text up to the closing zero of a C buffer.
private func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
