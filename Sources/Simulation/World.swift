import Foundation
import Lobby

/// What all parts of one run share: time, chance, weather, and the witness.
final class World {
    /// How long visitors come and things fail; how long the logs then have to drain; and how long
    /// the clerks have to call everybody.
    static let busyTime: Int64 = 480_000
    static let drainTime: Int64 = 90_000
    static let callTime: Int64 = 90_000

    let timeline = Timeline()
    let office: Office
    let witness: Witness
    let weather: Weather
    /// The mistake put into this world on purpose; nil for none.
    let bug: PlantedBug?
    var chance: Chance
    /// Whether the hub's disk died, and whether some kiosk's was damaged, copied or put back.
    var wasRestored = false
    var hadDiskTrouble = false
    /// From then on nothing fails any more.
    private(set) var isHealed = false
    private let start: Instant
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    private let recorder: Recorder?

    init(seed: UInt64, bug: PlantedBug?, recorder: Recorder?) {
        self.bug = bug
        chance = Chance(seed: seed)
        weather = Weather(&chance)
        office = weather.isRushForSlots ? .simulatedRush : .simulated
        self.recorder = recorder
        let date = Day(ordinal: 20_781)
        let opening = office.time.instant(of: TimeOfDay(minutes: 9 * 60), on: date)
        let turn = office.time.instant(of: OfficeTime.dayChange, on: date + 1)
        start = weather.dayChange.map { turn - .milliseconds($0) } ?? opening
        witness = Witness(day: office.time.day(at: start)) { [timeline] in timeline.count }
    }

    /// The true time, which is also the hub's.
    var now: Instant { start + .milliseconds(timeline.now) }

    /// Whether what is done now may no longer reach everybody before the world is judged.
    var isEnding: Bool { timeline.now > Self.busyTime + Self.drainTime + Self.callTime / 2 }

    var traceHash: UInt64 { hash ^ UInt64(timeline.count) }

    func heal() {
        isHealed = true
        note("everything is whole from here on")
    }

    /// Whether something bad happens now; never after the healing.
    func strikes(_ probability: Double) -> Bool {
        !isHealed && chance.happens(probability)
    }

    func after(_ delay: Int64, _ action: @escaping () -> Void) {
        timeline.after(delay, action)
    }

    /// Remembers that something happened; `sentence` is made only when somebody reads it.
    func note(_ sentence: @autoclosure () -> String) {
        for word in [UInt64(timeline.now), chance.state] {
            hash = (hash ^ word) &* 0x100_0000_01B3
        }
        recorder?.add("\(Double(timeline.now) / 1000) \(sentence())")
    }

    func run(until time: Int64) {
        timeline.run(until: time) { witness.violation != nil }
    }
}

/// Keeps the lines of a run that is looked at.
final class Recorder {
    private(set) var lines: [String] = []

    func add(_ line: String) {
        lines.append(line)
    }
}

extension Office {
    /// Two letters, three counters of which one serves everything, open day and night.
    static let simulated = Office(
        id: "simulated",
        name: LocalizedText(["de": "Bürgerbüro"]),
        phone: "",
        time: OfficeTime(zone: TimeZone(identifier: "Europe/Berlin") ?? .gmt),
        publicURL: nil,
        services: ServiceDirectory([
            Service(id: "passport", letter: "A", name: LocalizedText([:]), plannedMinutes: 15),
            Service(id: "registration", letter: "F", name: LocalizedText([:]), plannedMinutes: 15),
            Service(id: "pickUp", letter: "H", name: LocalizedText([:]), plannedMinutes: 5),
        ]),
        counters: [
            Counter(number: 1),
            Counter(number: 2, services: ["passport", "pickUp"]),
            Counter(number: 3, services: ["registration"]),
        ],
        hours: .always,
        policy: Policy()
    )

    /// The same with booking: at every quarter of an hour two appointments, one of which may be a
    /// registration and one the web's.
    static let simulatedRush = {
        var office = simulated
        let wholeDay = TimeOfDay(minutes: 0)..<TimeOfDay(minutes: 1_440)
        let shift = CounterPlan.Shift(span: wholeDay, counters: [1, 2], contingents: [.web: 1])
        let week = Weekday.allCases.map { ($0, [shift]) }
        var rules = BookingRules(
            plan: CounterPlan(weekdays: Dictionary(uniqueKeysWithValues: week))
        )
        // What is kept for others stays so until its time, and all of them are booked at one kiosk.
        rules.release = .zero
        rules.kioskBookingsPerHour = 1000
        office.booking = rules
        return office
    }()
}
