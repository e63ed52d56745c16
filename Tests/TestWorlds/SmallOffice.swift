import Foundation
package import Lobby

package let berlin = OfficeTime(zone: TimeZone(identifier: "Europe/Berlin") ?? .gmt)

/// A Tuesday on which the small office is open from 8 to 16.
package let tuesday = Day(ordinal: 20_781)

/// An instant by the wall clock in Berlin on that Tuesday, or on a day after it.
package func at(_ hour: Int, _ minute: Int = 0, daysLater: Int = 0) -> Instant {
    berlin.instant(of: TimeOfDay(minutes: hour * 60 + minute), on: tuesday + daysLater)
}

/// An office of three services; counter 2 serves passports only, the others everything.
///
/// On its days appointments are booked at counters 1 and 3, every quarter of an hour; the web may book
/// one of the two.
package func smallOffice(counters: Int = 3) -> Office {
    let hours = TimeOfDay(minutes: 8 * 60)..<TimeOfDay(minutes: 16 * 60)
    let days: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
    return Office(
        id: "small",
        name: LocalizedText(["de": "Bürgerbüro", "en": "Citizens' office"]),
        phone: "0123 456",
        time: berlin,
        publicURL: nil,
        services: ServiceDirectory([
            Service(
                id: "passport",
                letter: "A",
                name: LocalizedText(["de": "Reisepass", "en": "Passport"]),
                plannedMinutes: 15
            ),
            Service(
                id: "residence",
                letter: "D",
                name: LocalizedText(["de": "Anmeldung", "en": "Registration"]),
                plannedMinutes: 15
            ),
            Service(
                id: "pick-up",
                letter: "H",
                name: LocalizedText(["de": "Abholung", "en": "Pick-up"]),
                plannedMinutes: 5,
                targetWait: .minutes(10)
            ),
        ]),
        counters: (1...counters).map {
            Counter(number: $0, services: $0 == 2 ? ["passport"] : nil)
        },
        hours: OpeningHours(weekdays: Dictionary(uniqueKeysWithValues: days.map { ($0, [hours]) })),
        policy: Policy(),
        booking: smallBooking(on: days, during: hours)
    )
}

private func smallBooking(on days: [Weekday], during hours: OpeningHours.Span) -> BookingRules {
    let shift = CounterPlan.Shift(span: hours, counters: [1, 3], contingents: [.web: 1])
    var rules = BookingRules(
        plan: CounterPlan(
            weekdays: Dictionary(uniqueKeysWithValues: days.map { ($0, [shift]) })
        )
    )
    rules.gridMinutes = 15
    rules.horizonDays = 14
    return rules
}
