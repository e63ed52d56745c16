import Foundation
import Lobby
import Testing

@Suite struct `The numbers ahead` {
    private static let now = Instant(milliseconds: 1_795_507_200_000)

    private let office = Office(
        id: "test",
        name: LocalizedText([:]),
        phone: "",
        time: OfficeTime(zone: .gmt),
        publicURL: nil,
        services: ServiceDirectory([
            service("passport", .minutes(30)), service("pickUp", .minutes(10)),
            service("copies", .minutes(45)), service("fishing", .minutes(30)),
        ]),
        counters: [
            Counter(number: 1, services: ["passport", "pickUp", "copies"]),
            Counter(number: 2, services: ["fishing"]),
        ],
        hours: .always,
        policy: Policy()
    )

    private static func service(_ id: ServiceID, _ target: Duration) -> Service {
        Service(
            id: id,
            letter: "A",
            name: LocalizedText([:]),
            plannedMinutes: 15,
            targetWait: target
        )
    }

    /// Walk-ins who came in the last two hours, some at the same moment.
    private func crowd(_ chance: inout SeededChance) -> [Visit] {
        (0..<40).map { number in
            let minutes = Int64(chance.next() % 120)
            let arrived = Self.now - .milliseconds(minutes * 60_000)
            return Visit(
                id: VisitID(at: arrived, chance: (chance.next(), chance.next())),
                label: Label(series: "A", number: number + 1),
                service: ["passport", "pickUp", "copies", "fishing"][Int(chance.next() % 4)],
                arrived: arrived
            )
        }
    }

    @Test(arguments: 1...20)
    func `are the place in the order of calls`(seed: UInt64) {
        var chance = SeededChance(seed: seed)
        var waiting = crowd(&chance)
        waiting[3].standing = seed.isMultiple(of: 2) ? .priority : .usual
        waiting[5].booked = Self.now - .milliseconds(60_000 * Int64(seed))
        for visit in waiting {
            let shared = waiting.filter {
                ($0.service == "fishing") == (visit.service == "fishing")
            }
            let order = callOrder(
                of: shared,
                at: Self.now,
                under: office.policy,
                services: office.services
            )
            let ahead = office.numbersAhead(of: visit, among: waiting, at: Self.now)
            #expect(ahead == order.firstIndex { $0.id == visit.id })
            #expect(office.numbersAhead(among: waiting, at: Self.now)[visit.id] == ahead)
        }
    }

    /// The hub counts by arrival, because it does not hold the visits at hand; the kiosk by the order.
    @Test(arguments: 1...20)
    func `of somebody new are the same by the order and by arrivals`(seed: UInt64) {
        var chance = SeededChance(seed: seed)
        let waiting = crowd(&chance)
        for service in office.services.all.map(\.id) {
            let counted = office.services(besides: service).reduce(0) { sum, other in
                let latest = office.latestArrival(
                    for: other,
                    aheadOfNewFor: service,
                    at: Self.now
                )
                return sum + waiting.count { $0.service == other && $0.arrived <= latest }
            }
            let ahead = office.numbersAhead(ofNewFor: service, among: waiting, at: Self.now)
            #expect(ahead == counted)
        }
    }

    @Test func `of a short errand leave out those who may wait longer`() {
        let early = Visit(
            id: VisitID(high: 1, low: 1),
            label: Label(series: "A", number: 1),
            service: "passport",
            arrived: Self.now - .minutes(5)
        )
        #expect(office.numbersAhead(ofNewFor: "pickUp", among: [early], at: Self.now) == 0)
        #expect(office.numbersAhead(ofNewFor: "passport", among: [early], at: Self.now) == 1)
        #expect(office.numbersAhead(ofNewFor: "fishing", among: [early], at: Self.now) == 0)
    }
}
