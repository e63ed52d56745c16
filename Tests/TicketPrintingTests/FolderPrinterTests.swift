import Foundation
import Lobby
import Testing
import TicketPrinting

@Suite struct `A folder for tickets` {
    @Test func `gets a PDF named after day and number, and a second one beside it`() async throws {
        try await withFolder { folder in
            let printer = FolderPrinter(directory: folder + "/new", renderer: renderer)
            #expect(!printer.givesPaper)
            #expect(await printer.condition().isReady)
            #expect(await printer.print(ticket) == .printed)
            var second = ticket
            second.isReprint = true
            #expect(await printer.print(second) == .printed)

            let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/new")
            #expect(names.sorted() == ["2026-11-24-A-047-2.pdf", "2026-11-24-A-047.pdf"])
            let first = try Data(
                contentsOf: URL(fileURLWithPath: folder + "/new/2026-11-24-A-047.pdf")
            )
            #expect(try Array(first) == renderer.pdf(for: ticket))
        }
    }

    @Test func `is not left by a label that looks like a path`() async throws {
        try await withFolder { folder in
            let printer = FolderPrinter(directory: folder, renderer: renderer)
            #expect(await printer.print(ticket.with(.label, "../A 1")) == .printed)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names == ["2026-11-24----A-1.pdf"])
        }
    }

    @Test func `that cannot be made prints nothing and says so`() async throws {
        try await withFolder { folder in
            try Data().write(to: URL(fileURLWithPath: folder + "/file"))
            let printer = FolderPrinter(directory: folder + "/file/new", renderer: renderer)
            #expect(await printer.print(ticket) == .notPrinted([.other]))
            #expect(
                await printer.condition() == PrinterCondition(isReady: false, reasons: [.other])
            )
        }
    }

    @Test func `gets no file of a ticket that cannot be drawn`() async throws {
        try await withFolder { folder in
            let printer = FolderPrinter(directory: folder, renderer: renderer)
            #expect(
                await printer.print(ticket.with(.label, nil))
                    == .notPrinted([.documentUnprintable])
            )
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names.isEmpty)
        }
    }

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = scratchPath("tickets")
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }
}
