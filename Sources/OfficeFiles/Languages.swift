import Lobby

extension Place {
    /// Whether the text looks like a language code: `de`, `de-simple`, `pt-br`.
    static func isLanguageCode(_ text: String) -> Bool {
        text.wholeMatch(of: /[a-z]{2,3}(-[a-z0-9]{2,8})*/) != nil
    }

    /// A list of language codes without repeats; `known` are those that have a file of texts.
    func languages(known: Set<LanguageCode>?) -> [LanguageCode]? {
        guard let items = list() else { return nil }
        if items.isEmpty {
            mistake("No language is named.", remedy: "Write at least one: [de, en].")
            return nil
        }
        var codes: [LanguageCode] = []
        for item in items {
            guard let code = item.text() else { continue }
            if codes.contains(code) {
                item.mistake("The language \(code) is there twice.", remedy: "Take one out.")
            } else if item.isLanguage(code, known: known) {
                codes.append(code)
            }
        }
        // Names are not compared with languages that are wrong themselves.
        guard codes.count == items.count else { return nil }
        return codes
    }

    /// One language code; `known` are those that have a file of texts.
    func language(known: Set<LanguageCode>?) -> LanguageCode? {
        guard let code = text(), isLanguage(code, known: known) else { return nil }
        return code
    }

    /// Whether the text here is a language code; one without texts is a mistake, but still a code.
    private func isLanguage(_ code: String, known: Set<LanguageCode>?) -> Bool {
        guard Self.isLanguageCode(code) else {
            mistake(
                "\"\(code)\" is not a language code.",
                remedy: "Write the short code in small letters: de, en, tr."
            )
            return false
        }
        guard let known, !known.contains(code) else { return true }
        mistake(
            "The language \(code) has no texts for the screens.",
            remedy: remedy(
                for: code,
                among: known.sorted(),
                else: "Add layouts/screens/\(code).yaml, or take the language out."
            )
        )
        return true
    }

    /// The place of one language of a text, for a mistake in it.
    func inLanguage(_ code: LanguageCode) -> Place {
        guard isMap else { return self }
        return pairs()?.first { $0.name.word == code }?.value ?? self
    }

    /// A text in each of the languages, or one text for all of them.
    ///
    /// A code with a tail, `de-simple`, may be left out: ``LocalizedText`` falls back to `de`. With
    /// `andOthers` it may be there in more languages, too.
    func localized(
        _ languages: [LanguageCode]?,
        andOthers: Bool = false
    ) -> LocalizedText? {
        guard isMap else {
            guard let text = text() else { return nil }
            return LocalizedText(["de": text])
        }
        guard let pairs = pairs() else { return nil }
        if pairs.count == 1, let (name, value) = pairs.first, value.isNothing,
            languages?.contains(name.word) != true
        {
            mistake(
                "The text {\(name.word)} is not in quotes.",
                remedy: "Write \"{\(name.word)}\"."
            )
            return nil
        }
        var texts: [LanguageCode: String] = [:]
        for (name, value) in pairs {
            let code = name.word
            if let languages, !andOthers, !languages.contains(code) {
                name.mistake(
                    "The language \"\(code)\" is not one of the office's.",
                    remedy: remedy(
                        for: code,
                        among: languages,
                        else: "Take it out, or add it to languages in office.yaml."
                    )
                )
            } else if !Self.isLanguageCode(code) {
                name.mistake(
                    "\"\(code)\" is not a language code.",
                    remedy: "Write the short code in small letters: de, en, tr."
                )
            }
            if let text = value.text() { texts[code] = text }
        }
        let written = Set(pairs.map(\.name.word))
        for code in languages ?? [] where !written.contains(code) {
            if let base = code.split(separator: "-").first, written.contains(String(base)) {
                continue
            }
            findings.mistake(
                line: line,
                key: "\(key).\(code)",
                "The text in \(code) is missing.",
                remedy: "Add \"\(code): …\" here."
            )
        }
        return texts.isEmpty ? nil : LocalizedText(texts)
    }
}
