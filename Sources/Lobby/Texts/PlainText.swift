extension String {
    /// The text without control characters, line breaks and marks that turn the direction of others'
    /// text: what somebody typed, fit to stand beside other words.
    package var withoutControls: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
                    switch scalar.properties.generalCategory {
                    case .control, .lineSeparator, .paragraphSeparator: " "
                    case .format, .privateUse, .surrogate, .unassigned: nil
                    default: scalar
                    }
                }
            )
        )
    }
}
