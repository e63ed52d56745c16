import Lobby

extension Page {
    /// The page in words, in the order in which it is read.
    func spoken(choice: (Choice) -> String) -> String {
        items.compactMap { item -> String? in
            switch item.block {
            case .heading(let text), .text(let text, _): asSentence(text)
            case .choices(let choices, _):
                choices.map { asSentence(choice($0)) }.joined(separator: " ")
            case .rows(let rows):
                rows.map { asSentence("\($0.spokenName): \($0.text), \($0.note)") }
                    .joined(separator: " ")
            case .label(let label): asSentence(label.spoken)
            case .code, .entry, .rule, .gap: nil
            }
        }
        .filter { !$0.isEmpty }
        .joined(separator: " ")
    }
}

extension Label {
    /// Letters and number apart, without zeros before it.
    var spoken: String {
        "\(series) \(number)"
    }
}

/// The text with an end to it, so that speech pauses.
private func asSentence(_ text: String) -> String {
    guard let last = text.last else { return "" }
    return ".!?…:".contains(last) ? text : text + "."
}
