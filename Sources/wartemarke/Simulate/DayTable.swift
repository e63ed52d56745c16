import Foundation
import Lobby
import Simulation

/// What `simulate day` prints: for each load three tables of at most 80 columns.
struct DayTable {
    let office: Office
    let results: [DayComparison.Result]

    /// The widest name in the first column.
    private static let nameWidth = 24

    var text: String {
        (results.flatMap(lines) + legend).joined(separator: "\n")
    }

    private var legend: [String] {
        [
            "Minutes. An appointment waits from its time, or its check-in if that was later;",
            "a walk-in from the arrival. 95 %: nineteen of twenty waited no longer. Longest:",
            "a day's longest wait, in the mean over the days. Over: from closing until the",
            "last visit was finished.",
        ]
    }

    private func lines(_ result: DayComparison.Result) -> [String] {
        let policy = result[.policy]
        func perDay(_ figures: WaitFigures?) -> Double {
            Double(figures?.visits ?? 0) / Double(max(1, result.days))
        }
        let booked = perDay(policy?.appointments)
        let walkIns = perDay(policy?.walkIns)
        return [
            "Load \(String(format: "%.2f", result.load)): \(count(Double(result.days), "day")), "
                + "each with \(count(result.openCounters, "counter")),",
            "\(count(booked, "appointment")) that came and \(count(walkIns, "walk-in")); "
                + "a visit takes \(briefly(result.meanWorkMinutes)) minutes.",
            "",
        ] + orderLines(result) + [""] + serviceLines(result) + [""] + counterLines(result) + [""]
    }

    // MARK: The three tables

    private func orderLines(_ result: DayComparison.Result) -> [String] {
        [
            head("", "appointments       walk-ins"),
            head("order of calls", "  mean    95 %      mean    95 %  longest      over"),
        ]
            + result.orders.map { line($0.order.words, $0.figures) }
    }

    private func counterLines(_ result: DayComparison.Result) -> [String] {
        [
            head("", "appointments       walk-ins"),
            head("this office's policy", "  mean    95 %      mean    95 %  longest      over"),
        ]
            + result.counters.flatMap { counters in
                let name =
                    switch counters.more {
                    case 0: "as it is"
                    case 1: "one counter more"
                    default: "one counter fewer"
                    }
                var lines = [line(name, counters.figures)]
                if counters.figures.notServed > 0 {
                    let count = counters.figures.notServed
                    lines.append(
                        "  \(count) \(count == 1 ? "visit" : "visits") for what no counter serves"
                    )
                }
                return lines
            }
    }

    private func serviceLines(_ result: DayComparison.Result) -> [String] {
        let order = office.services.all.map(\.id)
        let named = result[.policy]?.services.map(\.service) ?? []
        let sorted = order.filter(named.contains) + named.filter { !order.contains($0) }
        return [
            head("", "policy            first come        appointm. first"),
            head("mean by service", "appointm. walk-in appointm. walk-in appointm. walk-in"),
        ]
            + sorted.map { service in
                let cells = CallingOrder.allCases.map { order in
                    let figures = result[order]?.services.first { $0.service == service }
                    return cell(figures?.appointments, 9) + cell(figures?.walkIns, 8)
                }
                return head(service, cells.joined(separator: " "))
            }
    }

    // MARK: Cells

    private func line(_ name: String, _ figures: DayFigures) -> String {
        let (booked, walkIns) = (figures.appointments, figures.walkIns)
        return head(
            name,
            [
                cell(booked, 6), cell(booked, 8, \.percentile95Minutes),
                cell(walkIns, 10), cell(walkIns, 8, \.percentile95Minutes),
                cell(walkIns, 9, \.longestMinutes), right(briefly(figures.overtimeMinutes), 10),
            ].joined()
        )
    }

    private func head(_ name: String, _ rest: String) -> String {
        let isLong = name.count > Self.nameWidth
        let shown = isLong ? name.prefix(Self.nameWidth - 1) + "…" : name[...]
        let blanks = String(repeating: " ", count: Self.nameWidth - shown.count + 2)
        return (shown + blanks + rest).trimmingTrailingBlanks
    }

    /// The mean wait or another figure, or a dash where nobody came.
    private func cell(
        _ figures: WaitFigures?,
        _ width: Int,
        _ figure: KeyPath<WaitFigures, Double> = \.meanMinutes
    ) -> String {
        guard let figures, figures.visits > 0 else { return right("-", width) }
        return right(briefly(figures[keyPath: figure]), width)
    }

    private func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// How many, in the mean: whole where it is.
    private func count(_ mean: Double, _ what: String) -> String {
        let number = mean == mean.rounded() ? String(Int(mean)) : briefly(mean)
        return "\(number) \(what)\(mean == 1 ? "" : "s")"
    }
}

extension CallingOrder {
    fileprivate var words: String {
        switch self {
        case .policy: "this office's policy"
        case .firstCome: "first come, first served"
        case .appointmentsFirst: "appointments first"
        }
    }
}

extension String {
    fileprivate var trimmingTrailingBlanks: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
