/// The known word that a person most probably meant; nil when none is near.
func nearest(to word: String, among known: some Sequence<String>) -> String? {
    let limit = max(1, word.count / 3)
    return known.map { (distance: distance(word.lowercased(), $0.lowercased()), word: $0) }
        .filter { $0.distance <= limit }
        .min { ($0.distance, $0.word) < ($1.distance, $1.word) }?
        .word
}

/// A remedy that offers the nearest known word, or else all of them.
func remedy(for word: String, among known: some Sequence<String>, else fallback: String) -> String {
    if let meant = nearest(to: word, among: known) { return "Did you mean \"\(meant)\"?" }
    return fallback
}

/// How many letters must be added, left out, changed or swapped with a neighbour (optimal string
/// alignment).
private func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
        var current = [row + 1]
        for column in right.indices {
            let change = left[row] == right[column] ? 0 : 1
            var best = min(last[column] + change, last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, left[row] == right[column - 1],
                left[row - 1] == right[column]
            {
                best = min(best, beforeLast[column - 1] + 1)
            }
            current.append(best)
        }
        (beforeLast, last) = (last, current)
    }
    return last[right.count]
}
