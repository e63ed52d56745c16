import Hub
import Lobby

// What the clerks' page says of appointments.
extension WorkplaceWriter {
    /// An appointment whose holder is not here yet, and who might be its holder.
    func expected(_ one: Workplace.Expected) -> WorkplaceEntry {
        let words = [call.words(one.appointment.errands), one.name ?? ""]
            .filter { !$0.isEmpty }.joined(separator: " · ")
        let id = one.appointment.id
        return WorkplaceEntry(
            id: id.description,
            label: call.time(one.appointment.start)
                + (one.isDue ? " \(texts[.expectedDue])" : ""),
            words: words,
            buttons: [button("check-in:\(id)", "r", .expectedCheckIn)]
                + claims(for: one.appointment).map { visit in
                    let label = ["label": visit.label.description]
                    return WorkplaceButton(
                        deed: "match-\(visit.id):\(id)",
                        words: texts[.expectedMatch, label],
                        key: "l"
                    )
                }
        )
    }

    /// Numbers whose holders say to have an appointment at about its time, the nearest first.
    private func claims(for appointment: Appointment) -> [Visit] {
        let claims = view.waiting.map(\.visit).compactMap { visit in
            visit.claimed.map { claimed in
                let (first, last) = (
                    min(claimed, appointment.start), max(claimed, appointment.start)
                )
                return (visit: visit, distance: last - first)
            }
        }
        return claims.filter { $0.distance <= Self.claimReach }
            .sorted { $0.distance < $1.distance }.prefix(Self.mostClaims).map(\.visit)
    }

    private static let mostClaims = 3
    private static let claimReach: Duration = .minutes(60)

    /// A time that somebody gave back, and what it can be booked for.
    func freed(_ time: FreedTime) -> WorkplaceEntry {
        let names = time.services.compactMap { id in
            call.office.services[id]?.name[texts.language]
        }
        return WorkplaceEntry(
            id: "freed-\(time.start.milliseconds)",
            label: call.time(time.start),
            words: names.joined(separator: ", ")
        )
    }

    /// The channels whose promise is not kept; nil while all are.
    var missedPromises: String? {
        guard !view.missedPromises.isEmpty else { return nil }
        let names = view.missedPromises.map { texts[$0.text] }.joined(separator: ", ")
        return texts[.accessMissed, ["channels": names]]
    }
}
