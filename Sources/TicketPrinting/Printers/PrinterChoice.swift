import CCups
package import Lobby

/// Which printer the settings ask for: nothing, a queue, an `ipp://` address or `folder:DIR`.
package enum PrinterChoice: Equatable, Sendable {
    /// The default destination of CUPS, else a folder.
    case usual
    case queue(String)
    case address(String)
    case folder(String)

    /// Why a setting cannot be followed; `description` is a sentence with its remedy.
    package enum Mistake: Error, Equatable, Sendable, CustomStringConvertible {
        case notAnAddress(String)
        case noFolder
        case noSuchQueue(String, known: [String])

        package var description: String {
            switch self {
            case .notAnAddress(let text):
                "“\(text)” is not the address of a printer. "
                    + "Write it like ipp://192.168.1.20/ipp/print."
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

    /// A printer ready for use.
    package struct Opened: Sendable {
        package var printer: any TicketPrinter
        /// What staff should know: that no paper comes, or that CUPS does not answer now.
        package var notice: StaffNotice?
    }

    /// Reads the setting `printer` of kiosk.yaml, or the option `--printer`; nil or empty means the
    /// usual one.
    package init(setting: String?) throws(Mistake) {
        guard let setting, !setting.isEmpty else {
            self = .usual
            return
        }
        if setting.hasPrefix("folder:") {
            let folder = String(setting.dropFirst("folder:".count))
            if folder.isEmpty { throw .noFolder }
            self = .folder(folder)
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
    /// back.
    ///
    /// Tickets go as PDF files into the folder when there is no default destination. The server is
    /// where CUPS listens, written as in `CUPS_SERVER`; nil means what the environment says.
    package func open(
        folder: String,
        renderer: TicketRenderer,
        server: String? = nil,
        limits: PrintLimits = PrintLimits()
    ) async throws(Mistake) -> Opened {
        switch self {
        case .folder(let directory):
            return Opened(
                printer: FolderPrinter(directory: directory, renderer: renderer, limits: limits),
                notice: StaffNotice(.noticeFolder, ["place": directory])
            )
        case .address(let uri):
            guard let printer = IPPPrinter(uri: uri, renderer: renderer, limits: limits) else {
                throw .notAnAddress(uri)
            }
            return Opened(printer: printer)
        case .queue(let name):
            return try await openQueue(name, renderer, server, limits)
        case .usual:
            let answer = await CUPSServer(address: server, limits: limits).destinations()
            if let name = answer?.usual {
                return try await openQueue(name, renderer, server, limits)
            }
            let reason: TextKey = answer == nil ? .noticeNoCUPS : .noticeNoDefault
            return Opened(
                printer: FolderPrinter(directory: folder, renderer: renderer, limits: limits),
                notice: StaffNotice(reason, ["place": folder])
            )
        }
    }

    private func openQueue(
        _ name: String,
        _ renderer: TicketRenderer,
        _ server: String?,
        _ limits: PrintLimits
    ) async throws(Mistake) -> Opened {
        let printer = QueuePrinter(
            name: name,
            server: server,
            renderer: renderer,
            limits: limits
        )
        guard let answer = await CUPSServer(address: server, limits: limits).destinations() else {
            return Opened(
                printer: printer,
                notice: StaffNotice(.noticeQueueSilent, ["queue": name])
            )
        }
        guard answer.names.contains(name) else {
            throw .noSuchQueue(name, known: answer.names)
        }
        return Opened(printer: printer)
    }
}
