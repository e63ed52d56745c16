import Foundation
import Lobby

/// What a kiosk's file says of its printer.
struct PrinterEntry {
    var address: String?
    /// What is in it, by its name in papers.yaml.
    var paper: String?
    /// How long a new roll is, in millimetres.
    var roll: Int?
}

extension Place {
    /// The longest roll in metres that anybody sells.
    private static let rolls = 5...1000

    /// The printer in one line, or in three: address, paper and rollMetres.
    func printer(_ papers: [TicketPaper]?) -> PrinterEntry? {
        guard isMap else { return printerAddress().map { PrinterEntry(address: $0) } }
        guard let entries = Entries(self, keys: ["address", "paper", "rollMetres"]) else {
            return nil
        }
        return PrinterEntry(
            address: entries.optional("address")?.printerAddress(),
            paper: entries.optional("paper")?.paperName(among: papers),
            roll: entries.optional("rollMetres")?.integer(in: Self.rolls, "metres")
                .map { $0 * 1000 }
        )
    }

    /// What `--printer` takes.
    private func printerAddress() -> String? {
        guard let text = text() else { return nil }
        if isPrinter(text) { return text }
        mistake(
            "\"\(text)\" does not name a printer.",
            remedy: "Write the name of a CUPS queue, an address like "
                + "ipp://printer.example/ipp/print, socket://printer.example:9100 or "
                + "/dev/usb/lp0 for ESC/POS, escpos:QUEUE, or folder:DIR."
        )
        return nil
    }
}

private func isPrinter(_ text: String) -> Bool {
    if let rest = text.strippingPrefix("folder:") { return !rest.isEmpty }
    if let queue = text.strippingPrefix("escpos:") { return isQueueName(queue) }
    if text.hasPrefix("/") { return isDevice(text) }
    if text.hasPrefix("socket:") { return isSocket(text) }
    guard text.contains("://") else { return isQueueName(text) }
    let url = URL(string: text)
    guard let scheme = url?.scheme, url?.host()?.isEmpty == false else { return false }
    return ["ipp", "ipps"].contains(scheme)
}

private func isQueueName(_ text: String) -> Bool {
    text.wholeMatch(of: /[!-~&&[^\/#"'?\\]]{1,127}/) != nil
}

/// A device file, perhaps with the word that its link carries nothing back.
private func isDevice(_ text: String) -> Bool {
    text.wholeMatch(of: /\/[^?\s]+(\?oneway=(yes|no))?/) != nil
}

private func isSocket(_ text: String) -> Bool {
    text.wholeMatch(of: /socket:\/\/[^\/?\s]+\/?(\?oneway=(yes|no))?/) != nil
}

extension String {
    /// What stands behind a prefix; nil where there is none.
    fileprivate func strippingPrefix(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
