import CCups
package import Lobby

/// Which printer the settings ask for: nothing, a queue, an `ipp://` address, an ESC/POS printer at
/// `socket://`, a device file or behind the raw queue `escpos:NAME`, or `folder:DIR`.
package enum PrinterChoice: Equatable, Sendable {
    /// The default destination of CUPS, else a folder.
    case usual
    case queue(String)
    /// A raw queue of CUPS before a printer that takes ESC/POS.
    case receiptQueue(String)
    case address(String)
    case escpos(ESCPOSAddress)
    case folder(String)

    /// Why a setting cannot be followed; `description` is a sentence with its remedy.
    package enum Mistake: Error, Equatable, Sendable, CustomStringConvertible {
        case notAnAddress(String)
        case noFolder
        case noSuchQueue(String, known: [String])

        package var description: String {
            switch self {
            case .notAnAddress(let text):
                "“\(text)” is not the address of a printer. Write it like "
                    + "ipp://192.168.1.20/ipp/print, or for a receipt printer that takes ESC/POS "
                    + "like socket://192.168.1.20:9100 or /dev/usb/lp0."
            case .noFolder:
                "The printer “folder:” names no folder. Write it like folder:/var/lib/tickets."
            case .noSuchQueue(let name, let known) where known.isEmpty:
                "CUPS has no queue “\(name)”, nor any other. Set one up with lpadmin, "
                    + "or name an ipp:// address or folder:DIR."
            case .noSuchQueue(let name, let known):
                "CUPS has no queue “\(name)”. It has: \(known.joined(separator: ", "))."
            }
        }
    }

    /// A printer ready for use, or as good as can be.
    package struct Opened: Sendable {
        package var printer: any TicketPrinter
        /// What staff should know: that no paper comes, or that CUPS does not answer now.
        package var notice: StaffNotice?
        /// Why nothing is printed until somebody mends the settings or CUPS.
        package var mistake: Mistake?
    }

    /// What stands before the name of a queue that takes ESC/POS.
    private static let receiptPrefix = "escpos:"

    /// Reads the setting `printer` of kiosk.yaml, or the option `--printer`; nil or empty means the
    /// usual one.
    package init(setting: String?) throws(Mistake) {
        guard let setting, !setting.isEmpty else {
            self = .usual
            return
        }
        if setting.hasPrefix(Self.receiptPrefix) {
            let name = String(setting.dropFirst(Self.receiptPrefix.count))
            guard !name.isEmpty else { throw .notAnAddress(setting) }
            self = .receiptQueue(name)
        } else if setting.hasPrefix("folder:") {
            let folder = String(setting.dropFirst("folder:".count))
            if folder.isEmpty { throw .noFolder }
            self = .folder(folder)
        } else if setting.hasPrefix("socket:") || setting.hasPrefix("/") {
            guard let address = ESCPOSAddress(setting) else { throw .notAnAddress(setting) }
            self = .escpos(address)
        } else if setting.contains("://") {
            guard IPPAddress(setting) != nil else { throw .notAnAddress(setting) }
            self = .address(setting)
        } else {
            self = .queue(setting)
        }
    }

    /// Looks for the printer; asks the CUPS server where the choice needs it.
    ///
    /// A queue of a CUPS server that does not answer is taken on trust: it prints when the server is
    /// back. So does one that the server does not have, for a lobby has to open in the morning also
    /// when somebody deleted or renamed it; whoever is there to mend it learns of the mistake.
    ///
    /// Tickets go as PDF files into the folder when there is no default destination. The server is
    /// where CUPS listens, written as in `CUPS_SERVER`; nil means what the environment says. Jobs are
    /// named after their owner. Certificates of printers are remembered in a folder of their own; nil
    /// is the usual one of CUPS.
    package func open(
        folder: String,
        renderer: TicketRenderer,
        owner: JobOwner = .machine,
        certificates: String? = nil,
        server: String? = nil,
        limits: PrintLimits = PrintLimits()
    ) async throws(Mistake) -> Opened {
        let queue = QueueToOpen(
            server: server,
            owner: owner,
            certificates: certificates,
            renderer: renderer,
            limits: limits
        )
        switch self {
        case .folder(let directory):
            return Opened(
                printer: FolderPrinter(directory: directory, renderer: renderer, limits: limits),
                notice: StaffNotice(.noticeFolder, ["place": directory])
            )
        case .address(let uri):
            let printer = IPPPrinter(
                uri: uri,
                owner: owner,
                certificates: certificates,
                renderer: renderer,
                limits: limits
            )
            guard let printer else { throw .notAnAddress(uri) }
            return Opened(printer: printer)
        case .escpos(let address):
            return Opened(
                printer: ESCPOSPrinter(address: address, renderer: renderer, limits: limits)
            )
        case .queue(let name):
            return await queue.open(name, .ipp)
        case .receiptQueue(let name):
            var opened = await queue.open(name, .receipt)
            // Staff are told once, and not with every ticket.
            opened.notice = opened.notice ?? StaffNotice(.noticeNobodyKnows, ["queue": name])
            return opened
        case .usual:
            let answer = await CUPSServer(address: server, limits: limits).destinations()
            if let name = answer?.usual {
                return await queue.open(name, .ipp)
            }
            let reason: TextKey = answer == nil ? .noticeNoCUPS : .noticeNoDefault
            return Opened(
                printer: FolderPrinter(directory: folder, renderer: renderer, limits: limits),
                notice: StaffNotice(reason, ["place": folder])
            )
        }
    }
}

/// A queue, and what is needed to print on it.
private struct QueueToOpen {
    let server: String?
    let owner: JobOwner
    let certificates: String?
    let renderer: TicketRenderer
    let limits: PrintLimits

    func open(_ name: String, _ language: QueuePrinter.Language) async -> PrinterChoice.Opened {
        var opened = PrinterChoice.Opened(
            printer: QueuePrinter(
                name: name,
                language: language,
                server: server,
                owner: owner,
                certificates: certificates,
                renderer: renderer,
                limits: limits
            )
        )
        guard let answer = await CUPSServer(address: server, limits: limits).destinations() else {
            opened.notice = StaffNotice(.noticeQueueSilent, ["queue": name])
            return opened
        }
        guard let device = answer.devices[name] else {
            opened.notice = StaffNotice(.noticeNoQueue, ["queue": name])
            opened.mistake = .noSuchQueue(name, known: answer.devices.keys.sorted())
            return opened
        }
        // Over USB, or by a program of CUPS.
        if language == .ipp, IPPAddress(device) == nil, ServiceName(device) == nil {
            opened.notice = StaffNotice(.noticeNobodyKnows, ["queue": name])
        }
        return opened
    }
}
