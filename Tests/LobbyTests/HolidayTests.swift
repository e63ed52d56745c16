import Lobby
import Testing

@Suite struct `Public holidays` {
    @Test(arguments: [
        (2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"),
        (2038, "2038-04-25"), (2285, "2285-03-22"),
    ])
    func `move with Easter`(year: Int, easter: String) {
        #expect(Holiday.easterSunday.day(in: year) == Day(easter))
    }

    /// Days beside Sundays, as the states published them for 2026.
    @Test(arguments: [
        (GermanState.northRhineWestphalia, 11), (.bavaria, 12), (.badenWürttemberg, 12),
        (.berlin, 10), (.hamburg, 10), (.saxony, 11), (.thuringia, 11), (.hesse, 10),
        (.brandenburg, 12), (.saarland, 12), (.mecklenburgWesternPomerania, 11),
        (.saxonyAnhalt, 11), (.bremen, 10), (.lowerSaxony, 10), (.schleswigHolstein, 10),
        (.rhinelandPalatinate, 11),
    ])
    func `are as many as each state keeps`(state: GermanState, count: Int) {
        let kept = Holiday.allCases.filter { $0.isKept(in: state) }
        #expect(kept.count == count)
    }

    @Test func `are found by their day`() {
        #expect(GermanState.northRhineWestphalia.holiday(on: "2026-06-04") == .corpusChristi)
        #expect(GermanState.berlin.holiday(on: "2026-06-04") == nil)
        #expect(GermanState.saxony.holiday(on: "2026-11-18") == .repentance)
        #expect(GermanState.saxony.holiday(on: "2023-11-22") == .repentance)
        #expect(GermanState.thuringia.holiday(on: "2026-09-20") == .childrensDay)
    }
}
