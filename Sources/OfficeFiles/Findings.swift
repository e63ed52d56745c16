/// Collects what is wrong in one file while it is read, so that nothing stops at the first mistake.
final class Findings {
    let file: String
    private(set) var mistakes: [FileMistake] = []
    private(set) var warnings: [FileMistake] = []

    init(file: String) {
        self.file = file
    }

    func mistake(line: Int? = nil, key: String = "", _ sentence: String, remedy: String) {
        mistakes.append(
            FileMistake(file: file, line: line, key: key, sentence: sentence, remedy: remedy)
        )
    }

    func warning(line: Int? = nil, key: String = "", _ sentence: String, remedy: String) {
        warnings.append(
            FileMistake(file: file, line: line, key: key, sentence: sentence, remedy: remedy)
        )
    }
}
