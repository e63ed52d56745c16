import Foundation
package import Lobby

/// Writes each ticket as a PDF file into a folder, for where there is no printer.
///
/// A file is whole or not there: it is written under another name, flushed to the disk and then
/// renamed. No file is ever overwritten.
package struct FolderPrinter: TicketPrinter {
    /// Papers of one number and day.
    private static let mostCopies = 999

    private let directory: String
    private let renderer: TicketRenderer
    private let writes = BlockingQueue(label: "ticket-folder")
    private let limit: Duration

    package init(
        directory: String,
        renderer: TicketRenderer,
        limits: PrintLimits = PrintLimits()
    ) {
        self.directory = directory
        self.renderer = renderer
        limit = limits.wholePrint
    }

    package var summary: String { "PDF files in \(directory)" }

    package var givesPaper: Bool { false }

    package func print(_ ticket: Ticket) async -> PrintOutcome {
        await writes.result(within: limit, otherwise: .unknown([.timedOut])) {
            guard let pdf = try? renderer.pdf(for: ticket) else {
                return .notPrinted([.documentUnprintable])
            }
            return write(pdf, named: Self.fileName(of: ticket)) ? .printed : .notPrinted([.other])
        }
    }

    package func condition() async -> PrinterCondition {
        let full = PrinterCondition(isReady: false, reasons: [.other])
        return await writes.result(within: limit, otherwise: full) {
            try? makeDirectory()
            let isWritable = access(directory, W_OK | X_OK) == 0
            return PrinterCondition(isReady: isWritable, reasons: isWritable ? [] : [.other])
        }
    }

    package func cancelStaleJobs() async {}

    /// `2026-11-24-A-047`: the day, where the ticket has one, and the label.
    private static func fileName(of ticket: Ticket) -> String {
        let words = [ticket.day?.description, ticket.label].compactMap(\.self)
        let name = words.joined(separator: "-").map { letter in
            letter.isASCII && (letter.isLetter || letter.isNumber) ? letter : "-"
        }
        return String(name)
    }

    private func makeDirectory() throws {
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true
        )
    }

    private func write(_ bytes: [UInt8], named name: String) -> Bool {
        guard (try? makeDirectory()) != nil else { return false }
        let temporary = "\(directory)/.\(name).\(getpid()).tmp"
        defer { unlink(temporary) }
        guard writeDurably(bytes, to: temporary) else { return false }
        for copy in 1...Self.mostCopies {
            let suffix = copy == 1 ? "" : "-\(copy)"
            // Unlike a rename, a link fails where there is a file already.
            if link(temporary, "\(directory)/\(name)\(suffix).pdf") == 0 { return syncDirectory() }
            if errno != EEXIST { return false }
        }
        return false
    }

    private func writeDurably(_ bytes: [UInt8], to path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { return false }
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                close(file)
                return false
            }
            rest = rest.dropFirst(written)
        }
        let isSynced = fsync(file) == 0
        return close(file) == 0 && isSynced
    }

    /// A new name is on the disk only when its folder is.
    private func syncDirectory() -> Bool {
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return false }
        defer { close(folder) }
        return fsync(folder) == 0
    }
}
