import CCups
import Lobby

/// Finds printers through CUPS, and makes queues with settings that fit tickets.
package struct QueueSetup: Sendable {
    /// A printer or an interface that CUPS can print to.
    package struct FoundDevice: Equatable, Sendable {
        package var uri: String
        /// Its name for people.
        package var name: String
        /// Its make and model; "Unknown" where it tells none.
        package var model: String

        /// Whether CUPS can ask it what it takes; else it is taken for a receipt printer that takes
        /// ESC/POS.
        package var speaksIPP: Bool { QueueSetup.speaksIPP(uri) }
    }

    /// What CUPS knows.
    package struct Findings: Equatable, Sendable {
        package var devices: [FoundDevice]
        package var queues: [String]
        /// The queue that is used when nobody names one.
        package var usual: String?
    }

    /// Why there is no queue; `description` is a sentence with its remedy.
    package enum Problem: Error, Equatable, CustomStringConvertible {
        case noServer
        case badName(String)
        case badDevice(String)
        case refused(String)
        /// Nobody answers to that name in the network.
        case notFound(device: String)
        /// CUPS could not ask the printer what it takes.
        case staysRaw(device: String)

        package var description: String {
            switch self {
            case .noServer:
                "CUPS does not answer. Start it, on Debian: systemctl start cups; or install it: "
                    + "apt-get install cups."
            case .badName(let name):
                "“\(name)” cannot be a queue’s name. Use letters, digits, - and _ only."
            case .badDevice(let uri):
                "“\(uri)” is no address of a printer. Write it like ipp://192.168.1.20/ipp/print or "
                    + "socket://192.168.1.20:9100."
            case .refused(let reason):
                "CUPS does not make the queue: \(reason). Whoever sets printers up must be root or in "
                    + "the group lpadmin."
            case .notFound(let device):
                "No printer in the network answers to \(device). See that it is on and that "
                    + "avahi-daemon runs here, or name its address, like "
                    + "ipp://192.168.1.20/ipp/print."
            case .staysRaw(let device):
                "CUPS could not ask \(device) what it takes, so the queue would print nothing but "
                    + "rubbish; it was removed. See that the printer is on and in the network, and "
                    + "that it speaks IPP; for one that takes ESC/POS name its socket:// or usb:// "
                    + "address."
            }
        }
    }

    /// How long CUPS looks for printers in the network.
    private static let searchSeconds = 4
    private static let longestName = 127

    /// How long a printer may take to tell what it takes.
    var askingTime: Duration = .seconds(15)
    private let server: String?
    private let limits: PrintLimits
    private let calls = BlockingQueue(label: "cups.setup")

    /// The server is where CUPS listens, written as in `CUPS_SERVER`; nil means what the environment
    /// says.
    package init(server: String? = nil, limits: PrintLimits = PrintLimits()) {
        self.server = server
        self.limits = limits
    }

    static func speaksIPP(_ uri: String) -> Bool {
        ["ipp:", "ipps:", "dnssd:"].contains { uri.lowercased().hasPrefix($0) }
    }

    /// What the kiosk's file names the queue: one for ESC/POS has a word before its name.
    package static func setting(queue: String, device: String) -> String {
        speaksIPP(device) ? queue : "escpos:\(queue)"
    }

    /// Printers and queues, as CUPS finds them.
    package func find() async throws(Problem) -> Findings {
        let known = await CUPSServer(address: server, limits: limits).destinations()
        guard let known else { throw .noServer }
        let devices = await calls.result(within: .seconds(20), otherwise: []) { foundDevices() }
        return Findings(devices: devices, queues: known.devices.keys.sorted(), usual: known.usual)
    }

    private func foundDevices() -> [FoundDevice] {
        var server = link(queue: "", isForChanges: true)
        server.silence = .seconds(Self.searchSeconds * 3)
        let asking = IPPRequest(
            operation: IPP_OP_CUPS_GET_DEVICES,
            attributes: [("timeout", .integer(Self.searchSeconds))]
        )
        guard let answer = try? server.ask(asking) else { return [] }
        let uris = answer.allStrings("device-uri")
        let names = answer.allStrings("device-info")
        let models = answer.allStrings("device-make-and-model")
        guard uris.count == names.count, uris.count == models.count else { return [] }
        return zip(uris, zip(names, models)).compactMap { uri, words in
            // An interface without a printer has no address.
            guard uri.contains(":/") else { return nil }
            return FoundDevice(uri: uri, name: words.0, model: words.1)
        }
    }

    /// Makes the queue, or sets one of that name up anew: a job that fails is given up and not tried
    /// again, and a printer that does not answer within two seconds is not waited for.
    ///
    /// A queue for a printer that speaks IPP is there only once CUPS has asked it what it takes.
    package func make(_ name: String, for device: String) async throws(Problem) {
        let isName = name.wholeMatch(of: /[A-Za-z0-9_\-]+/) != nil
        guard isName, name.count <= Self.longestName else { throw .badName(name) }
        guard let address = Self.patient(device) else { throw .badDevice(device) }
        let problem = await calls.result(
            within: askingTime + .seconds(10),
            otherwise: Problem.noServer
        ) { makeNow(name, device, address) }
        if let problem { throw problem }
    }

    private func makeNow(_ name: String, _ device: String, _ address: String) -> Problem? {
        let asksPrinter = Self.speaksIPP(device)
        let kind = asksPrinter ? "everywhere" : "raw"
        // Options behind the address are for the backend; who asks the printer stumbles over them. And
        // CUPS 2.4.2 dies when a queue gets another address after it has looked for a name itself.
        var asked = device
        if let service = ServiceName(device) {
            guard let address = service.address() else { return .notFound(device: device) }
            asked = address.printerURI
        }
        if let problem = modify(name, [("device-uri", .uri(asked)), ("ppd-name", .name(kind))]) {
            return problem
        }
        if asksPrinter, !becomesDriven(link(queue: name)) {
            let removal = IPPRequest(operation: IPP_OP_CUPS_DELETE_PRINTER)
            _ = try? link(queue: name, isForChanges: true).ask(removal)
            return .staysRaw(device: device)
        }
        return modify(name, [("device-uri", .uri(address))])
    }

    private func modify(
        _ name: String,
        _ more: [(name: String, value: IPPRequest.Value)]
    ) -> Problem? {
        let request = IPPRequest(
            operation: IPP_OP_CUPS_ADD_MODIFY_PRINTER,
            printerAttributes: more + [
                ("printer-error-policy", .name("abort-job")),
                ("printer-is-accepting-jobs", .boolean(true)),
                ("printer-is-shared", .boolean(false)),
                ("printer-state", .enumerated(Int(IPP_PSTATE_IDLE.rawValue))),
            ]
        )
        do throws(IPPFailure) {
            let answer = try link(queue: name, isForChanges: true).ask(request)
            return answer.isGood ? nil : .refused(String(cString: ippErrorString(answer.status)))
        } catch .forbidden {
            return .refused("it does not let this user")
        } catch {
            return .noServer
        }
    }

    /// Waits until CUPS has learnt from the printer what it takes; it does so in the background, and
    /// says nothing when it fails.
    private func becomesDriven(_ link: IPPLink) -> Bool {
        let end = ContinuousClock.now + askingTime
        var pause = Pause()
        repeat {
            if let facts = link.printerFacts(), facts.model != nil, !facts.isRaw { return true }
            pause.wait()
        } while ContinuousClock.now < end
        return false
    }

    /// The address with the limit for reaching the printer; nil for one that is none.
    static func patient(_ device: String) -> String? {
        guard let match = device.wholeMatch(of: /([a-z][a-z0-9+.\-]*):\/(\/[^\s]*|[^\s]+)/) else {
            return nil
        }
        let scheme = String(match.1)
        guard ["ipp", "ipps", "socket", "lpd"].contains(scheme) else { return device }
        if device.contains("contimeout=") { return device }
        if device.contains("?") { return device + "&contimeout=2" }
        // A socket's options are read behind a slash only.
        let hasPath = device.dropFirst(scheme.count + 3).contains("/")
        return device + (hasPath ? "" : "/") + "?contimeout=2"
    }

    private func link(queue: String, isForChanges: Bool = false) -> IPPLink {
        var address = IPPAddress(queue: queue, server: server)
        if queue.isEmpty {
            address.resource = "/"
            address.printerURI = "ipp://localhost/"
        }
        if isForChanges { address.resource = "/admin/" }
        return IPPLink(address: address, connectLimit: limits.connect)
    }
}
