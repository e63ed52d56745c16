import Lobby

extension Page {
    /// The page in words, in the order in which it is read.
    func spoken(choice: (Choice) -> String) -> String {
        items.compactMap { item -> String? in
            switch item.block {
            case .heading(let text), .text(let text, _): asSentence(text)
            case .choices(let choices, _):
                choices.map { asSentence(choice($0)) }.joined(separator: " ")
            case .label(let label): asSentence("\(label.series) \(label.number)")
            case .entry, .rule, .gap: nil
            }
        }
        .filter { !$0.isEmpty }
        .joined(separator: " ")
    }
}

/// The text with an end to it, so that speech pauses.
private func asSentence(_ text: String) -> String {
    guard let last = text.last else { return "" }
    return ".!?…:".contains(last) ? text : text + "."
}
