import Foundation
package import Lobby

/// The largest trace that is read, about a million visits.
private let largestTraceBytes = 64 << 20

/// Nobody reads more sentences about one file.
private let mostTraceMistakes = 20

/// The columns of a trace, by their names in its first line; others are not read, and one that is
/// nearly called so is a mistake.
private enum Column: String, CaseIterable {
    case office, date, queue
    case arrived = "arrival_min_of_day"
    case booked = "booked_min_of_day"
    case planned = "official_service_min"
    case taken = "service_min"
    case counters = "open_counters"
    case waited = "wait_min"
    case ahead

    static let required: [Column] = [.queue, .arrived]
    static let requiredForForecasts: [Column] = required + [.date, .waited, .ahead]
}

/// Reads the visits of past days from a CSV file with a line of column names.
///
/// Lines with a mistake are named with their number, ``mostTraceMistakes`` at most. Visits come in the
/// order of the file; the rules for a single value are those of the columns' names: minutes, of the
/// day where that is said.
///
/// - Parameters:
///   - path: The file.
///   - isForecast: Whether waits will be forecast, which needs more columns.
/// - Returns: The visits, and all mistakes.
package func readTrace(
    at path: String,
    toForecast isForecast: Bool = false
) -> Checked<[TracedVisit]> {
    let findings = Findings(file: path)
    guard let text = readText(at: path, limit: largestTraceBytes, findings) else {
        return Checked(nil, [findings])
    }
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    guard let head = lines.first.flatMap(cells),
        let columns = columns(in: head, isForecast, findings)
    else {
        return Checked(nil, [findings])
    }
    var visits: [TracedVisit] = []
    for (index, line) in lines.enumerated().dropFirst()
    where !line.allSatisfy(\.isWhitespace) && findings.mistakes.count < mostTraceMistakes {
        let row = TraceRow(
            line: index + 1,
            columns: columns,
            isForecast: isForecast,
            findings: findings
        )
        if let visit = row.visit(in: line, of: head.count) { visits.append(visit) }
    }
    if visits.isEmpty, findings.mistakes.isEmpty {
        findings.mistake("Nobody comes in this trace.", remedy: "Write a line for each visit.")
    }
    return Checked(visits, [findings])
}

private func columns(
    in head: [String],
    _ isForecast: Bool,
    _ findings: Findings
) -> [Column: Int]? {
    var columns: [Column: Int] = [:]
    for (index, name) in head.enumerated() {
        guard let column = Column(rawValue: name) else {
            // Others are not read; one that is nearly right would be missed in silence.
            if let meant = nearest(to: name, among: Column.allCases.map(\.rawValue)) {
                findings.mistake(
                    line: 1,
                    key: name,
                    "There is no such column.",
                    remedy: "Did you mean \"\(meant)\"?"
                )
            }
            continue
        }
        if columns.updateValue(index, forKey: column) != nil {
            findings.mistake(
                line: 1,
                key: name,
                "The column is there twice.",
                remedy: "Take one of the two out."
            )
        }
    }
    for column in isForecast ? Column.requiredForForecasts : Column.required
    where columns[column] == nil {
        findings.mistake(
            line: 1,
            key: column.rawValue,
            "The column is missing.",
            remedy: "The first line names the columns, with commas between them; "
                + "those that are read are \(listed(Column.allCases.map(\.rawValue)))."
        )
    }
    return findings.mistakes.isEmpty ? columns : nil
}

/// One line of a trace, counted from 1.
private struct TraceRow {
    let line: Int
    let columns: [Column: Int]
    let isForecast: Bool
    let findings: Findings

    func visit(in content: Substring, of width: Int) -> TracedVisit? {
        guard let cells = cells(of: content) else {
            findings.mistake(
                line: line,
                "A quote is opened and not closed.",
                remedy: "Put quotes around the whole value, and write a quote in it twice."
            )
            return nil
        }
        guard cells.count == width else {
            findings.mistake(
                line: line,
                "Here \(cells.count == 1 ? "is 1 value" : "are \(cells.count) values"), "
                    + "but the first line names \(width) columns.",
                remedy: "Write one value for each column, with commas between them."
            )
            return nil
        }
        let before = findings.mistakes.count
        let arrived = minute(.arrived, in: cells, upTo: 1440)
        let booked = minute(.booked, in: cells, upTo: 1440)
        let planned = minute(.planned, in: cells, upTo: 480)
        let taken = minute(.taken, in: cells, upTo: 480)
        let counters = number(.counters, in: cells, upTo: 200, "a number of counters")
        let waited = minute(.waited, in: cells, upTo: 1440)
        let ahead = number(.ahead, in: cells, upTo: 10_000, "a number of people")
        let date = text(.date, in: cells)
        // Their order tells what was known before; else the name of a day is as good.
        if isForecast, Day(date) == nil {
            mistake(.date, "\"\(date)\" is no day.", "Write it like 2026-11-30.")
        }
        let queue = text(.queue, in: cells)
        if queue.isEmpty { mistake(.queue, "Here stands nothing.", "Write what they came for.") }
        if arrived == nil, findings.mistakes.count == before {
            mistake(.arrived, "Here stands nothing.", "Write minutes after midnight: 8:30 is 510.")
        }
        guard let arrived, findings.mistakes.count == before else { return nil }
        return TracedVisit(
            office: text(.office, in: cells),
            day: date,
            service: queue,
            arrivedMinute: arrived,
            bookedMinute: booked,
            plannedMinutes: planned,
            takenMinutes: taken,
            openCounters: counters,
            waitMinutes: waited,
            ahead: ahead
        )
    }

    private func text(_ column: Column, in cells: [String]) -> String {
        columns[column].map { cells[$0] } ?? ""
    }

    private func minute(_ column: Column, in cells: [String], upTo most: Double) -> Double? {
        number(column, in: cells, upTo: most, "minutes")
    }

    /// The number in a column; nil where nothing stands, and after a mistake.
    private func number(
        _ column: Column,
        in cells: [String],
        upTo most: Double,
        _ what: String
    ) -> Double? {
        let text = text(column, in: cells)
        guard !text.isEmpty else { return nil }
        guard let number = Double(text), (0...most).contains(number) else {
            mistake(
                column,
                "\"\(text)\" is not \(what) from 0 to \(Int(most)).",
                "Write a number with a point for decimals, or nothing where it is not known."
            )
            return nil
        }
        return number
    }

    private func mistake(_ column: Column, _ sentence: String, _ remedy: String) {
        findings.mistake(line: line, key: column.rawValue, sentence, remedy: remedy)
    }
}

/// The values of a line of CSV (RFC 4180), blanks around them cut off; nil when a quote stays open.
private func cells(of line: Substring) -> [String]? {
    var cells: [String] = []
    var cell = ""
    var isQuoted = false
    var rest = line[...]
    while let character = rest.popFirst() {
        if isQuoted {
            if character != "\"" {
                cell.append(character)
            } else if rest.first == "\"" {
                cell.append("\"")
                rest.removeFirst()
            } else {
                isQuoted = false
            }
        } else if character == "\"" {
            isQuoted = true
        } else if character == "," {
            cells.append(cell.trimmingCharacters(in: .whitespaces))
            cell = ""
        } else {
            cell.append(character)
        }
    }
    guard !isQuoted else { return nil }
    return cells + [cell.trimmingCharacters(in: .whitespaces)]
}
