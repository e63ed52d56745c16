import Foundation
import Testing

/// What the hub says of its queue to a desk.
struct CounterState: Decodable {
    struct Visit: Decodable {
        var id: String
        var label: String
        var state: String
        var counter: Int?
    }

    var waiting: [Visit]
    var holding: Visit?
}

/// One visit, as `desk next --json` prints it.
struct CalledVisit: Decodable {
    var label: String
    var state: String
    var counter: Int?
}

extension World {
    /// Runs one action of the desk and reads the JSON it prints.
    func desk<Answer: Decodable>(
        _ action: String,
        counter: Int,
        token: String,
        as type: Answer.Type
    ) async throws -> Answer {
        let done = try await wartemarke(
            "desk",
            action,
            "--hub",
            url,
            "--counter",
            "\(counter)",
            "--token-file",
            token,
            "--json"
        )
        try #require(done.status == 0, "\(done.errors)")
        return try JSONDecoder().decode(type, from: Data(done.output.utf8))
    }

    func waitingLabels(token: String) async throws -> [String] {
        try await desk("list", counter: 3, token: token, as: CounterState.self)
            .waiting.map(\.label)
    }

    /// Waits until the hub's queue is exactly this.
    func waits(_ labels: [String], token: String) async throws {
        var seen: [String] = []
        try await eventually("\(labels) wait", seen: { "\(seen)" }) {
            seen = try await self.waitingLabels(token: token)
            return seen == labels
        }
    }

    /// The PDF files in the kiosk's folder of tickets.
    func papers() throws -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: tickets)) ?? []
        return names.filter { $0.hasSuffix(".pdf") }.sorted().map { "\(tickets)/\($0)" }
    }

    /// The words on a PDF page.
    func words(onPaper path: String) async throws -> String {
        let read = try await run("pdftotext", "-layout", path, "-")
        try #require(read.status == 0, "\(read.errors)")
        return read.output
    }

    /// The link in the QR code of a picture.
    func code(inPicture path: String) async throws -> String {
        let read = try await run("zbarimg", "--quiet", "--raw", path)
        try #require(read.status == 0, "zbarimg reads nothing in \(path): \(read.errors)")
        return read.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
