/// A remedy that names more keys than this helps nobody.
private let mostKeysListed = 15

/// A map whose keys are known; an unknown key is a mistake.
struct Entries {
    let place: Place
    private let values: [String: Place]

    init?(_ place: Place, keys: [String]) {
        guard let pairs = place.pairs() else { return nil }
        self.place = place
        var values: [String: Place] = [:]
        for (name, value) in pairs {
            let word = name.word
            if keys.contains(word) {
                values[word] = value
            } else {
                name.mistake(
                    "This key is not known here.",
                    remedy: remedy(
                        for: word,
                        among: keys,
                        else: keys.count > mostKeysListed
                            ? "Take it out; the example file has all keys."
                            : "Take it out; the keys here are \(listed(keys))."
                    )
                )
            }
        }
        self.values = values
    }

    /// The value of a key if the key is there, with or without a value.
    func value(_ key: String) -> Place? {
        values[key]
    }

    /// Whether the key is there with a value.
    func has(_ key: String) -> Bool {
        optional(key) != nil
    }

    /// The value of a key that has to be there.
    func required(_ key: String) -> Place? {
        guard let value = values[key] else {
            let path = place.key.isEmpty ? key : "\(place.key).\(key)"
            place.findings.mistake(
                line: place.line,
                key: path,
                "The key is missing.",
                remedy: "Add \"\(key): …\" here; the example file explains it."
            )
            return nil
        }
        return value
    }

    /// The value of a key that may be left out or left empty.
    func optional(_ key: String) -> Place? {
        guard let value = values[key], !value.isNothing else { return nil }
        return value
    }
}
