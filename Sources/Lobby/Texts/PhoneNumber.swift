/// The fewest digits that a phone number has.
package let fewestPhoneDigits = 3

/// Whether a text can be a phone number: somebody who dials its digits gets somewhere.
package func isPhoneNumber(_ text: String) -> Bool {
    text.count { $0.isASCII && $0.isNumber } >= fewestPhoneDigits
}

/// A text without the blanks around it.
package func withoutBlanksAround(_ text: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
}
