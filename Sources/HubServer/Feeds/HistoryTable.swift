import Hub
import HubStore
import Lobby

/// Waits by day, hour and service as CSV (RFC 4180).
///
/// What fewer than ``StatusView/fewestShown`` people stand behind is left out: it would be about persons.
func historyTable(_ waits: [HourlyWait]) -> String {
    let rows = waits.filter { $0.visits >= StatusView.fewestShown }.map { wait in
        let tenths = Int((wait.minutes * 10).rounded())
        return [
            wait.day.description, String(wait.hour), cell(wait.service), String(wait.visits),
            "\(tenths / 10).\(tenths % 10)",
        ]
    }
    let head = ["day", "hour", "service", "visits", "mean_wait_minutes"]
    return ([head] + rows).map { $0.joined(separator: ",") + "\r\n" }.joined()
}

/// A text as a cell, which no spreadsheet takes for a formula (OWASP, CSV injection).
func cell(_ text: String) -> String {
    let isFormula = text.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) }
    let harmless = isFormula == true ? "'" + text : text
    guard harmless.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else {
        return harmless
    }
    return "\"\(harmless.replacing("\"", with: "\"\""))\""
}
