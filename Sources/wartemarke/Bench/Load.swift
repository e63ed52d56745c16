import Foundation
import Glibc

/// Requests over several connections at once, each as soon as the one before is answered.
///
/// One thread serves them all, because the machine's cores are the hub's to use.
struct Load {
    /// What became of a load.
    struct Result {
        var samples = Samples()
        /// Answers with another status than the one wanted.
        var refused = 0
        var seconds = 0.0

        var perSecond: Double {
            Double(samples.count) / seconds
        }
    }

    let port: Int
    let connections: Int
    let seconds: Int
    let form: HTTPForm
    let wanted: Int
    /// Keys are numbers from here on.
    var firstKey = 0

    func run() throws -> Result {
        let lines = try (0..<connections).map { _ in try PlainConnection(port: port) }
        return try serve(lines)
    }

    private func serve(_ lines: [PlainConnection]) throws -> Result {
        var (form, key, result) = (form, firstKey, Result())
        result.samples.reserve(seconds * 60_000)
        var sent = [UInt64](repeating: 0, count: lines.count)
        var files = lines.map { pollfd(fd: $0.file, events: Int16(POLLIN), revents: 0) }
        let begin = monotonicNow()
        let deadline = begin + UInt64(seconds) * 1_000_000_000
        var open = lines.count
        for (index, line) in lines.enumerated() {
            key += 1
            form.number(key)
            sent[index] = monotonicNow()
            try line.send(form)
        }
        while open > 0 {
            guard poll(&files, nfds_t(files.count), 20_000) > 0 else {
                throw BenchProblem("The hub does not answer in time.")
            }
            for index in files.indices where files[index].revents != 0 {
                guard let status = try lines[index].receive() else { continue }
                let now = monotonicNow()
                result.samples.add(now - sent[index])
                if status != wanted { result.refused += 1 }
                guard now < deadline else {
                    open -= 1
                    files[index].fd = -1
                    continue
                }
                key += 1
                form.number(key)
                sent[index] = now
                try lines[index].send(form)
            }
        }
        result.seconds = Double(monotonicNow() - begin) / 1e9
        return result
    }
}
