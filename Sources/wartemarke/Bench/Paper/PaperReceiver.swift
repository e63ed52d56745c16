import Foundation
import Glibc
import Synchronization

/// A quick IPP printer on loopback: what it hears is on paper at once, and it notes when.
final class PaperReceiver: Sendable {
    /// A document that came in.
    struct Document {
        /// When its first byte came, and its last, as `monotonicNow()`.
        let begin: UInt64
        let end: UInt64
        let bytes: Int
    }

    private enum Operation {
        static let printJob = 0x02
        static let createJob = 0x05
        static let sendDocument = 0x06
        static let jobAttributes = 0x09
        static let jobs = 0x0A
        static let printerAttributes = 0x0B
    }

    let port: Int
    private let listening: Int32
    private let heard = Mutex<[Document]>([])
    private let jobs = Atomic(0)

    init() throws {
        let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | 0o2000000, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listening, $0, size) == 0 && listen(listening, 64) == 0
                    && getsockname(listening, $0, &size) == 0
            }
        }
        guard listening >= 0, isBound else { throw BenchProblem("No printer can be made.") }
        self.listening = listening
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in
            while true {
                let line = accept(listening, nil, nil)
                guard line >= 0 else { return }
                Thread.detachNewThread { [self] in talk(on: line) }
            }
        }
    }

    /// Takes no more connections.
    func end() {
        shutdown(listening, Int32(SHUT_RDWR))
        close(listening)
    }

    var address: String { "ipp://127.0.0.1:\(port)/ipp/print" }

    var documents: [Document] { heard.withLock { $0 } }

    /// Waits until so many documents have come.
    func await(_ count: Int, within limit: Duration = .seconds(20)) throws -> Document {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            let documents = documents
            if documents.count >= count { return documents[count - 1] }
            usleep(200)
        }
        throw BenchProblem("The printer of the bench got no document \(count).")
    }

    private func talk(on line: Int32) {
        defer { close(line) }
        var yes: Int32 = 1
        setsockopt(line, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        let request = IncomingRequest(line)
        while let (body, begin) = request.next() {
            guard let operation = IPPMessage.operation(of: body) else { return }
            if [Operation.printJob, Operation.sendDocument].contains(operation) {
                let document = Document(begin: begin, end: monotonicNow(), bytes: body.count)
                heard.withLock { $0.append(document) }
            }
            let answer = answer(to: body, operation).bytes
            let head =
                "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n"
                + "Content-Length: \(answer.count)\r\n\r\n"
            guard request.reply(Array(head.utf8) + answer) else { return }
        }
    }

    private func answer(to request: [UInt8], _ operation: Int) -> IPPMessage {
        var message = IPPMessage(answering: request)
        switch operation {
        case Operation.printerAttributes: describe(in: &message)
        case Operation.jobs: break
        default:
            if [Operation.createJob, Operation.printJob].contains(operation) {
                jobs.add(1, ordering: .relaxed)
            }
            let number = jobs.load(ordering: .relaxed)
            message.begin(group: 2)
            message.add("job-id", .integer(number))
            message.add("job-uri", .uri("\(address)/\(number)"))
            let isWaiting = operation == Operation.createJob
            message.add("job-state", .enumerated(isWaiting ? 4 : 9))
            message.add(
                "job-state-reasons",
                .keyword(isWaiting ? "job-incoming" : "job-completed-successfully")
            )
        }
        message.end()
        return message
    }

    private func describe(in message: inout IPPMessage) {
        let size: [(String, [IPPMessage.Value])] = [
            ("x-dimension", [.integer(8000)]), ("y-dimension", [.integer(20000)]),
        ]
        let media = IPPMessage.Value.collection([
            ("media-size", [.collection(size)]), ("media-top-margin", [.integer(0)]),
            ("media-bottom-margin", [.integer(0)]), ("media-left-margin", [.integer(0)]),
            ("media-right-margin", [.integer(0)]),
        ])
        message.begin(group: 4)
        message.add("printer-uri-supported", .uri(address))
        message.add("uri-security-supported", .keyword("none"))
        message.add("uri-authentication-supported", .keyword("none"))
        message.add("printer-name", .name("Bench"))
        message.add("printer-make-and-model", .text("Bench Ticket 80"))
        message.add("printer-state", .enumerated(3))
        message.add("printer-state-reasons", .keyword("none"))
        message.add("printer-is-accepting-jobs", .boolean(true))
        message.add("ipp-versions-supported", .keyword("1.1"), .keyword("2.0"))
        message.add(
            "operations-supported",
            .enumerated(Operation.printJob),
            .enumerated(4),
            .enumerated(Operation.createJob),
            .enumerated(Operation.sendDocument),
            .enumerated(8),
            .enumerated(Operation.jobAttributes),
            .enumerated(Operation.jobs),
            .enumerated(Operation.printerAttributes)
        )
        message.add("charset-supported", .charset("utf-8"))
        message.add("document-format-default", .format("application/octet-stream"))
        message.add(
            "document-format-supported",
            .format("application/octet-stream"),
            .format("image/pwg-raster")
        )
        message.add("color-supported", .boolean(false))
        message.add("media-default", .keyword("om_ticket_80x200mm"))
        message.add("media-ready", .keyword("om_ticket_80x200mm"))
        message.add("media-supported", .keyword("om_ticket_80x200mm"))
        message.add("media-size-supported", .collection(size))
        message.add("media-col-default", media)
        message.add("media-col-ready", media)
        message.add("media-col-database", media)
        message.add("print-color-mode-default", .keyword("monochrome"))
        message.add("print-color-mode-supported", .keyword("monochrome"), .keyword("bi-level"))
        message.add("printer-resolution-default", .resolution(203))
        message.add("printer-resolution-supported", .resolution(203))
        message.add("pwg-raster-document-resolution-supported", .resolution(203))
        message.add("pwg-raster-document-type-supported", .keyword("black_1"), .keyword("sgray_8"))
        message.add("sides-default", .keyword("one-sided"))
        message.add("sides-supported", .keyword("one-sided"))
    }
}
