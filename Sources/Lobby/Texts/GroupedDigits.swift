/// Digits in groups of three, as people read them out.
package func grouped(_ digits: String) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
        if index > 0, index.isMultiple(of: 3) { text.append(" ") }
        text.append(digit)
    }
    return text
}
