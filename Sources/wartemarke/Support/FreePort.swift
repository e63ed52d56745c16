import Glibc

/// Whether nobody listens there.
func portIsFree(_ address: Address) -> Bool {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(address.host, String(address.port), &hints, &found) == 0, let found else {
        return true
    }
    defer { freeaddrinfo(found) }
    let probe = socket(found.pointee.ai_family, found.pointee.ai_socktype, 0)
    guard probe >= 0 else { return true }
    defer { close(probe) }
    var yes: Int32 = 1
    setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    return bind(probe, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0 || errno != EADDRINUSE
}
