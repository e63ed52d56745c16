import CCups
import Foundation

/// The print server of this machine or of the network.
struct CUPSServer: Sendable {
    /// The queues there are, and the one to use when nobody names one.
    struct Destinations: Equatable, Sendable {
        /// The address of each queue's printer, by the queue's name.
        var devices: [String: String]
        var usual: String?

        var names: [String] { devices.keys.sorted() }
    }

    let address: String?
    let limits: PrintLimits

    /// Nil when the server does not answer.
    func destinations() async -> Destinations? {
        await BlockingQueue(label: "cups.destinations").result(
            within: limits.connect + limits.connect,
            otherwise: nil
        ) {
            var address = IPPAddress(queue: "", server: address)
            address.resource = "/"
            address.printerURI = "ipp://localhost/"
            let link = IPPLink(address: address, connectLimit: limits.connect)
            let listing = IPPRequest(
                operation: IPP_OP_CUPS_GET_PRINTERS,
                attributes: [("requested-attributes", .keywords(["printer-name", "device-uri"]))]
            )
            guard let answer = try? link.ask(listing) else { return nil }
            // "Not found" is the answer of a server without any queue.
            let devices = answer.allPrinters()
            let asked = IPPRequest(
                operation: IPP_OP_CUPS_GET_DEFAULT,
                attributes: [("requested-attributes", .keyword("printer-name"))]
            )
            let usual = (try? link.ask(asked))?.strings("printer-name").first
            let named = Self.named(among: devices.keys.sorted())
            return Destinations(devices: devices, usual: named ?? usual)
        }
    }

    /// The destination that the user's environment names, as for `lp`.
    private static func named(among names: [String]) -> String? {
        let environment = ProcessInfo.processInfo.environment
        return ["LPDEST", "PRINTER"].compactMap { environment[$0] }.first { names.contains($0) }
    }
}
