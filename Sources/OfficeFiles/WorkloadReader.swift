package import Lobby

/// More visitors than this come to no office in a day.
private let mostVisitors = 2_000

private let mostLoads = 5

/// Reads `workload.yaml`; what its visitors come for must be services of the office.
package func readWorkload(at path: String, of office: Office?) -> Checked<Workload> {
    let findings = Findings(file: path)
    return Checked(readYAML(at: path, findings)?.workload(of: office), [findings])
}

extension Place {
    fileprivate func workload(of office: Office?) -> Workload? {
        let keys = [
            "hours", "counters", "loads", "durationSpread", "appointments", "walkIns", "services",
        ]
        guard let entries = Entries(self, keys: keys) else { return nil }
        let hours = entries.required("hours").flatMap { place in
            Entries(place, keys: ["from", "to"]).flatMap(place.span(in:))
        }
        let counters = entries.required("counters")?.integer(in: 1...200, "counters")
        let loads = entries.required("loads")?.loads()
        let spread = entries.required("durationSpread")?.number(in: 0...3, "spread")
        let appointments = entries.required("appointments")?.bookedVisitors()
        let walkIns = entries.required("walkIns")?.walkIns(during: hours)
        let servicesPlace = entries.required("services")
        let mix = servicesPlace?.mix(of: office)
        guard let hours, let counters, let loads, let spread, let appointments, let walkIns,
            let mix
        else { return nil }
        if appointments.number + walkIns.number == 0 {
            mistake("Nobody comes on this day.", remedy: "Write a number above 0.")
        }
        if appointments.number > 0, mix.allSatisfy({ $0.appointments == 0 }) {
            servicesPlace?.mistake(
                "No service has a weight for appointments.",
                remedy: "Give those that people book a number above 0."
            )
        }
        if walkIns.number > 0, mix.allSatisfy({ $0.walkIns == 0 }) {
            servicesPlace?.mistake(
                "No service has a weight for walkIns.",
                remedy: "Give those that people come for a number above 0."
            )
        }
        return Workload(
            hours: hours,
            counters: counters,
            loads: loads,
            spread: spread,
            appointments: appointments,
            walkIns: walkIns.number,
            profile: walkIns.profile,
            mix: mix
        )
    }

    private func loads() -> [Double]? {
        guard let items = list() else { return nil }
        guard (1...mostLoads).contains(items.count) else {
            mistake(
                "From 1 to \(mostLoads) loads can be tried.",
                remedy: "Write for example [0.9, 0.98]."
            )
            return nil
        }
        let loads = items.map { $0.number(in: 0.1...2, "load") }
        return loads.contains(nil) ? nil : loads.compactMap { $0 }
    }

    private func bookedVisitors() -> Workload.Appointments? {
        let keys = ["number", "gridMinutes", "earlyMinutes", "lateMinutes", "noShows"]
        guard let entries = Entries(self, keys: keys) else { return nil }
        let number = entries.required("number")?.integer(in: 0...mostVisitors, "appointments")
        let grid = entries.required("gridMinutes")?.integer(in: 1...240, "minutes")
        let early = entries.required("earlyMinutes")?.integer(in: 0...240, "minutes")
        let late = entries.required("lateMinutes")?.integer(in: 0...240, "minutes")
        let noShows = entries.required("noShows")?.number(in: 0...0.9, "no-shows")
        guard let number, let grid, let early, let late, let noShows else { return nil }
        return Workload.Appointments(
            number: number,
            grid: .minutes(grid),
            early: .minutes(early),
            late: .minutes(late),
            noShows: noShows
        )
    }

    private func walkIns(
        during hours: Range<TimeOfDay>?
    ) -> (number: Int, profile: [Workload.Rush])? {
        guard let entries = Entries(self, keys: ["number", "profile"]) else { return nil }
        let number = entries.required("number")?.integer(in: 0...mostVisitors, "visitors")
        let profile = entries.required("profile")?.profile(during: hours)
        guard let number, let profile else { return nil }
        return (number, profile)
    }

    private func profile(during hours: Range<TimeOfDay>?) -> [Workload.Rush]? {
        guard let items = list() else { return nil }
        var profile: [Workload.Rush] = []
        for item in items {
            guard let entries = Entries(item, keys: ["from", "to", "weight"]) else { continue }
            let weight = entries.required("weight")?.integer(in: 0...10_000, "visitors")
            guard let span = item.span(in: entries), let weight else { continue }
            if let other = profile.first(where: { $0.span.overlaps(span) }) {
                item.mistake(
                    "\(span.words) overlaps with \(other.span.words).",
                    remedy: "Let one end before the other begins."
                )
            }
            if let hours, span.clamped(to: hours) != span {
                item.mistake(
                    "\(span.words) is not within the hours \(hours.words).",
                    remedy: "Change it, or the hours above."
                )
            }
            profile.append(Workload.Rush(span: span, weight: weight))
        }
        guard profile.count == items.count else { return nil }
        if profile.allSatisfy({ $0.weight == 0 }) {
            mistake("No time of the day has a weight.", remedy: "Write a weight above 0.")
        }
        return profile
    }

    private func mix(of office: Office?) -> [Workload.Share]? {
        guard let pairs = pairs() else { return nil }
        return pairs.compactMap { name, value in
            let id = name.word
            if let office, office.services[id] == nil {
                name.mistake(
                    "There is no service \"\(id)\".",
                    remedy: remedy(
                        for: id,
                        among: office.services.all.map(\.id),
                        else: "Write the id of a service in office.yaml."
                    )
                )
            }
            guard let entries = Entries(value, keys: ["appointments", "walkIns"]) else {
                return nil
            }
            func weight(_ key: String) -> Int {
                entries.optional(key)?.integer(in: 0...10_000, "visitors") ?? 0
            }
            let share = Workload.Share(
                service: id,
                appointments: weight("appointments"),
                walkIns: weight("walkIns")
            )
            if share.appointments > 0, office?.services[id]?.isBookable == false {
                entries.value("appointments")?.mistake(
                    "No appointments are given for \"\(id)\".",
                    remedy: "Take it out here, or \"appointments: false\" out of office.yaml."
                )
            }
            return share
        }
    }
}
