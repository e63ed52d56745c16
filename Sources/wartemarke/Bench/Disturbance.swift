import Foundation
import Glibc

/// How much of the processors' time other programs and the machine's host took during a row.
///
/// A value measured beside other work says little; so the table names such work.
struct Disturbance {
    /// Shares below this are what every machine does beside, in percent.
    private static let usual = 5

    /// Ticks since the machine started: all, those somebody used, those the host took away.
    private struct Times {
        var all = 0.0
        var used = 0.0
        var stolen = 0.0
        /// Used by this process and its children that have ended, in seconds.
        var own = 0.0

        init() {
            let text = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8)) ?? ""
            let line = text.prefix { $0 != "\n" }.split(separator: " ").dropFirst()
            // proc(5): user, nice, system, idle, iowait, irq, softirq, steal.
            let fields = line.prefix(8).compactMap { Double($0) }
            guard fields.count == 8 else { return }
            all = fields.reduce(0, +)
            stolen = fields[7]
            used = all - stolen - fields[3] - fields[4]
            for whose: __rusage_who_t in [0, -1] {  // RUSAGE_SELF, RUSAGE_CHILDREN
                var usage = rusage()
                getrusage(whose, &usage)
                for time in [usage.ru_utime, usage.ru_stime] {
                    own += Double(time.tv_sec) + Double(time.tv_usec) / 1e6
                }
            }
        }
    }

    private let begin = Times()

    /// What is to be said about the time since this value was made; nil when it was quiet.
    ///
    /// Everything that was measured must have ended, so that its time counts as our own.
    func text() -> String? {
        let end = Times()
        let all = end.all - begin.all
        guard all > 0 else { return nil }
        let own = (end.own - begin.own) * Double(sysconf(Int32(_SC_CLK_TCK)))
        let others = Int(max(0, end.used - begin.used - own) / all * 100)
        let stolen = Int((end.stolen - begin.stolen) / all * 100)
        var parts: [String] = []
        if others >= Self.usual {
            parts.append("other programs used \(others) % of the processors")
        }
        if stolen >= Self.usual { parts.append("the host took \(stolen) % of them away") }
        return parts.isEmpty ? nil : "DISTURBED: " + parts.joined(separator: ", ")
    }
}
