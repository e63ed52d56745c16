/// The numbers that will probably be called next, as the board tells them to who sits there.
package struct SoonCalled: Equatable, Codable, Sendable {
    /// Numbers that are told, at most.
    package static let most = 6

    package struct Number: Equatable, Codable, Sendable {
        package var label: Label
        package var wait: ShownWait

        package init(label: Label, wait: ShownWait) {
            self.label = label
            self.wait = wait
        }
    }

    package var asOf: Instant
    /// Empty where somebody waits, but nobody knows how long.
    package var numbers: [Number]

    package init(asOf: Instant, numbers: [Number]) {
        self.asOf = asOf
        self.numbers = numbers
    }
}

extension Texts where Name == TextKey {
    /// What stands before the numbers, and each number with its wait; without numbers that nothing is
    /// known.
    package func words(
        for soon: SoonCalled,
        in office: Office
    ) -> (title: String, numbers: [(label: String, wait: String)]) {
        guard !soon.numbers.isEmpty else { return (self[.numberWaitUnknown], []) }
        let time = office.time.timeOfDay(at: soon.asOf).description
        let numbers = soon.numbers.map { number in
            (number.label.description, short(of: .about(number.wait)))
        }
        return (self[.boardSoon, ["time": time]], numbers)
    }
}
