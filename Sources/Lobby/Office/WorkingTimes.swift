// When counters call, as it is planned: by the opening hours, a lead's plan and each counter's breaks.
extension Office {
    /// The office's openings of today that are not over, the present one among them.
    ///
    /// An opening that goes on past midnight goes on here, so that an office that never closes has no
    /// closing.
    package func openSpans(from now: Instant) -> [Range<Instant>] {
        let today = time.date(at: now)
        func spans(on date: Day) -> [Range<Instant>] {
            hours.spans(on: date).sorted { $0.lowerBound < $1.lowerBound }.map { span in
                instants(of: span, on: date)
            }
        }
        let end = time.instant(of: TimeOfDay(minutes: 24 * 60), on: today)
        var joined: [Range<Instant>] = []
        for span in spans(on: today) + spans(on: today + 1) {
            if let last = joined.last, span.lowerBound <= last.upperBound {
                joined[joined.count - 1] =
                    last.lowerBound..<max(last.upperBound, span.upperBound)
            } else if span.lowerBound < end {
                joined.append(span)
            }
        }
        return joined.filter { now < $0.upperBound }
    }

    /// When the office closes for today; nil when it has.
    package func closing(from now: Instant) -> Instant? {
        openSpans(from: now).last?.upperBound
    }

    /// When somebody with a long wait may come back: a quarter of an hour before the first time that a
    /// call is likely, so that nobody misses it, and not before the door is open again.
    package func returnTime(for wait: ShownWait, asOf: Instant) -> Instant {
        let back = (asOf + .minutes(max(0, wait.from - 15))).wholeFiveMinutes
        return openSpans(from: back).first.map { max(back, $0.lowerBound) } ?? back
    }

    /// When a counter is planned to call from now on; empty for one that is not.
    package func plannedSpans(ofCounter number: Int, from now: Instant) -> [Range<Instant>] {
        guard let counter = counters.first(where: { $0.number == number }),
            plan(at: now)?.counters?.contains(number) ?? true
        else { return [] }
        let today = time.date(at: now)
        return counter.breaks.reduce(openSpans(from: now)) { open, pause in
            let pause = instants(of: pause, on: today)
            return open.flatMap { $0.without(pause) }
        }
        .filter { now < $0.upperBound }
    }

    private func instants(of span: OpeningHours.Span, on date: Day) -> Range<Instant> {
        let start = time.instant(of: span.lowerBound, on: date)
        return start..<max(start, time.instant(of: span.upperBound, on: date))
    }
}
