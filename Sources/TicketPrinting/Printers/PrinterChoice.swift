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
        case noSuchQueue(String, known: [String])

        package var description: String { "" }
    }

    /// A printer ready for use.
    package struct Opened: Sendable {
        package var printer: any TicketPrinter
        /// What staff should know: that no paper comes, or that CUPS does not answer now.
        package var notice: String?
    }

    /// Reads the setting `printer` of kiosk.yaml, or the option `--printer`.
    package init(setting: String?) throws(Mistake) {
        self = .usual
    }

    /// Looks for the printer; asks the CUPS server where the choice needs it.
    ///
    /// A queue of a CUPS server that does not answer is taken on trust: it prints when the server is
    /// back.
    ///
    /// - Parameter folder: where tickets go as PDF files when there is no default destination.
    package func open(
        folder: String,
        renderer: TicketRenderer,
        server: String? = nil,
        limits: PrintLimits = PrintLimits()
    ) async throws(Mistake) -> Opened {
        Opened(printer: FolderPrinter(directory: folder, renderer: renderer), notice: nil)
    }
}
