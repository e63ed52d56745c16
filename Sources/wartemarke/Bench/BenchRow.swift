import ArgumentParser

/// The rows of the table of budgets that exist so far, by their short names.
enum BenchRow: String, CaseIterable, Encodable, ExpressibleByArgument {
    case rate, next, status, slots, race, hold, key, number, start, memory, forecast, clerks, crowd
    case print, page, readers, desk

    /// The rows in which the hub's disk counts.
    static let ofHub: [BenchRow] = [.rate, .next, .status]

    func measure(_ bench: Bench) async throws -> [Finding] {
        switch self {
        case .rate: try measureRate(bench)
        case .next: try await measureNext(bench)
        case .status: try measureStatus(bench)
        case .slots: try measureSlots(bench)
        case .race: try measureRace(bench)
        case .hold: try measureHold(bench)
        case .key: try measureKey(bench)
        case .number: try measureNumber(bench)
        case .start: try measureStart(bench)
        case .memory: try measureMemory(bench)
        case .forecast: try measureForecast(bench)
        case .clerks: try measureClerks(bench)
        case .crowd: try measureCrowd(bench)
        case .print: try measurePrint(bench)
        case .page: try measurePage(bench)
        case .readers: try measureReaders(bench)
        case .desk: try await measureDesk(bench)
        }
    }
}

/// What a row needs to measure.
struct Bench {
    let world: BenchWorld
    /// A trace whose waits are forecast as well.
    var traces: String?
    /// Where the picture of how right forecasts are goes.
    var plot: String?
    /// How often clerks empty the lobby.
    let rounds: Int
    /// Fewer samples and less history, for a look in between; such values prove nothing.
    let isQuick: Bool

    func count(_ usual: Int, quick: Int) -> Int {
        isQuick ? quick : usual
    }
}
