extension Office {
    /// The same office for learning: marked as such, always open, and unknown outside the house.
    package var training: Office {
        var office = under(nil)
        office.id += "-training"
        office.name = LocalizedText(
            name.byLanguage.reduce(into: [:]) { names, entry in
                let mark = entry.key.hasPrefix("de") ? "Übung" : "Training"
                names[entry.key] = "\(mark): \(entry.value)"
            }
        )
        office.hours = .always
        office.publicURL = nil
        office.mail = nil
        office.logIn = nil
        return office
    }
}
