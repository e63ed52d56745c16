import Foundation

/// What the bench prints: the machine, a table, and what is missing from it.
struct BenchReport: Encodable {
    struct Failure: Encodable {
        let row: BenchRow
        let sentence: String
    }

    let machine: Machine
    let isQuick: Bool
    let slowFlush: SlowFlush?
    var findings: [Finding] = []
    var failures: [Failure] = []

    mutating func add(_ found: [Finding], _ disturbance: String?) {
        findings += found.map { finding in
            var finding = finding
            finding.disturbance = disturbance
            return finding
        }
    }

    enum CodingKeys: String, CodingKey {
        case machine, findings, failures
        case isQuick = "quick"
        case slowFlush = "slowFlushMicroseconds"
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    var table: String {
        var lines = [machine.line]
        if Machine.isDebugBuild {
            lines.append("DEBUG BUILD: these values mean nothing. Build with -c release.")
        }
        if isQuick { lines.append("QUICK: fewer samples and less history than the budgets ask.") }
        if let slowFlush {
            lines.append(
                "SLOW DISK: each flush of a hub takes \(slowFlush.argument) longer; "
                    + "the budgets are those for 5ms."
            )
        }
        lines.append("")
        lines += aligned(
            [["row", "what", "measured", "budget", "met", ""]] + findings.map(cells)
        )
        for row in BenchRow.allCases {
            let disturbance = findings.first { $0.row == row }?.disturbance
            if let disturbance { lines.append("\(row.rawValue): \(disturbance).") }
        }
        lines += failures.map { "\($0.row.rawValue): not measured. \($0.sentence)" }
        return lines.joined(separator: "\n")
    }

    /// One value on a line of its own.
    func line(_ finding: Finding) -> String {
        cells(finding).dropFirst().joined(separator: "  ")
    }

    private func cells(_ finding: Finding) -> [String] {
        let sign = finding.isLeast ? "≥" : "≤"
        return [
            finding.row.rawValue, finding.what, text(finding.measured, finding.unit),
            "\(sign) \(text(finding.budget, finding.unit))", finding.isMet ? "yes" : "NO",
            finding.details,
        ]
    }

    private func aligned(_ rows: [[String]]) -> [String] {
        var widths: [Int] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            return cells.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
        }
    }
}

/// A value as people read it: whole when large, with digits enough when small.
private func text(_ value: Double, _ unit: Finding.Unit) -> String {
    let digits =
        switch unit {
        case .perSecond, .visits, .files: 0
        case .milliseconds, .kilobytes, .mebibytes, .minutes, .percent:
            value == value.rounded() ? 0 : 1
        case .times: 2
        }
    let number = String(format: "%.\(digits)f", value)
    return unit == .perSecond || unit == .times
        ? number + unit.rawValue : "\(number) \(unit.rawValue)"
}

/// Milliseconds with one digit, for details.
func briefly(_ milliseconds: Double) -> String {
    String(format: "%.1f", milliseconds)
}
