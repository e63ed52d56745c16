import ArgumentParser

/// Reads a whole number that an option takes, and says which ones are allowed.
///
/// The option needs `parsing: .unconditional`: else a number below 0 is taken for another option.
func wholeNumber<Number: FixedWidthInteger & Sendable>(
    in allowed: ClosedRange<Number>
) -> @Sendable (String) throws -> Number {
    { argument in
        guard let number = Number(argument), allowed.contains(number) else {
            throw ValidationError(
                "Whole numbers from \(allowed.lowerBound) to \(allowed.upperBound) are allowed."
            )
        }
        return number
    }
}
