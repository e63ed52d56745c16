/// One measured value beside its budget.
struct Finding: Encodable, Equatable {
    enum Unit: String, Encodable {
        case perSecond = "/s"
        case milliseconds = "ms"
        case times = "×"
        case mebibytes = "MiB"
        case kilobytes = "kB"
        case minutes = "min"
        case percent = "%"
        case visits, files
    }

    /// The short name of the row it belongs to.
    let row: BenchRow
    let what: String
    let measured: Double
    let unit: Unit
    let budget: Double
    let isMet: Bool
    /// Whether the budget is the least that is wanted, and not the most.
    let isLeast: Bool
    /// Other values of the same run, and how it was done.
    var details: String
    /// Other work of the machine at the same time; nil when there was none to speak of.
    var disturbance: String?

    static func atLeast(
        _ budget: Double,
        _ unit: Unit,
        _ row: BenchRow,
        _ what: String,
        measured: Double,
        details: String = ""
    ) -> Finding {
        Finding(
            row: row,
            what: what,
            measured: measured,
            unit: unit,
            budget: budget,
            isMet: measured >= budget,
            isLeast: true,
            details: details
        )
    }

    static func atMost(
        _ budget: Double,
        _ unit: Unit,
        _ row: BenchRow,
        _ what: String,
        measured: Double,
        details: String = ""
    ) -> Finding {
        Finding(
            row: row,
            what: what,
            measured: measured,
            unit: unit,
            budget: budget,
            isMet: measured <= budget,
            isLeast: false,
            details: details
        )
    }
}

/// Why something could not be measured.
struct BenchProblem: Error, CustomStringConvertible {
    let description: String

    init(_ sentence: String) {
        description = sentence
    }
}
