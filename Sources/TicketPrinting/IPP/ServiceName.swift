import CCups

/// A printer that is called by its name in the network (DNS-SD), and not by its address.
struct ServiceName: Equatable, Sendable {
    private let uri: String

    /// Nil for an address that is none of a printer's that speaks IPP.
    ///
    /// What follows a `?` is left out: libcups waits 90 seconds for another UUID than the printer's.
    init?(_ uri: String) {
        let uri = String(uri.prefix { $0 != "?" })
        guard QueueSetup.speaksIPP(uri),
            ["._ipp._tcp.", "._ipps._tcp."].contains(where: uri.contains)
        else { return nil }
        self.uri = uri
    }

    /// Asks the network; nil where nobody answers to the name.
    ///
    /// Blocks. libcups 2.4 heeds no limit here: up to eight seconds were seen when the printer is found, seven
    /// when it is not, and no end while the bus of the system hangs.
    func address() -> IPPAddress? {
        var options: UnsafeMutablePointer<cups_option_t>?
        let count = cupsAddOption("device-uri", uri, 0, &options)
        return "printer"
            .withCString { name in
                var printer = cups_dest_t()
                printer.name = UnsafeMutablePointer(mutating: name)
                printer.num_options = count
                printer.options = options
                defer { cupsFreeOptions(printer.num_options, printer.options) }
                let flags = UInt32(CUPS_DEST_FLAGS_DEVICE | CUPS_DEST_FLAGS_UNCONNECTED)
                let link = cupsConnectDest(&printer, flags, 2000, nil, nil, 0, nil, nil)
                guard let link else { return nil }
                httpClose(link)
                // What was found stands in the place of the name.
                return cupsGetOption("device-uri", printer.num_options, printer.options)
                    .flatMap { IPPAddress(String(cString: $0)) }
            }
    }
}
