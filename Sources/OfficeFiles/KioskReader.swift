import Foundation
package import Lobby

/// Reads `kiosk.yaml`.
package func readKioskSettings(at path: String) -> Checked<KioskSettings> {
    readKioskSettings(at: path, screenLanguages: nil, officeLanguages: nil)
}

/// Reads `kiosk.yaml`; its languages must have texts for the screens and names in the office.
func readKioskSettings(
    at path: String,
    screenLanguages: Set<LanguageCode>?,
    officeLanguages: [LanguageCode]?
) -> Checked<KioskSettings> {
    let findings = Findings(file: path)
    let settings = readYAML(at: path, findings)?.kioskSettings(
        screenLanguages: screenLanguages,
        officeLanguages: officeLanguages
    )
    return Checked(settings, [findings])
}

extension Place {
    fileprivate func kioskSettings(
        screenLanguages: Set<LanguageCode>?,
        officeLanguages: [LanguageCode]?
    ) -> KioskSettings? {
        let keys = [
            "hub", "printer", "languages", "idleSeconds", "idleWarningSeconds", "resultSeconds",
        ]
        guard let entries = Entries(self, keys: keys) else { return nil }
        let hub = entries.required("hub")?.hubAddress()
        let printer = entries.optional("printer")?.printer()
        let place = entries.required("languages")
        let languages = place?.languages(known: screenLanguages)
        place?.checkNames(of: languages ?? [], in: officeLanguages)
        func seconds(_ key: String, atLeast usual: Int) -> Duration? {
            guard let place = entries.optional(key) else { return .seconds(usual) }
            return place.restSeconds(atLeast: usual)
        }
        let idle = seconds("idleSeconds", atLeast: 60)
        let warning = seconds("idleWarningSeconds", atLeast: 30)
        let result = seconds("resultSeconds", atLeast: 15)
        guard let hub, let languages, let idle, let warning, let result else { return nil }
        var settings = KioskSettings(hub: hub, printer: printer, languages: languages)
        settings.idle = idle
        settings.idleWarning = warning
        settings.resultShown = result
        return settings
    }

    private func hubAddress() -> String? {
        guard let address = webAddress() else { return nil }
        if !isSafeHub(address) {
            mistake(
                "The hub is another machine, but the address is not encrypted.",
                remedy: "Write https://; this machine must trust the hub's certificate."
            )
        }
        return address
    }

    private func printer() -> String? {
        guard let text = text() else { return nil }
        if text.hasPrefix("folder:") {
            if text.count > "folder:".count { return text }
        } else if text.contains("://") {
            let url = URL(string: text)
            if ["ipp", "ipps"].contains(url?.scheme ?? ""), url?.host()?.isEmpty == false {
                return text
            }
        } else if text.wholeMatch(of: /[!-~&&[^\/#"'?\\]]{1,127}/) != nil {
            return text
        }
        mistake(
            "\"\(text)\" does not name a printer.",
            remedy: "Write the name of a CUPS queue, an address like "
                + "ipp://printer.example/ipp/print, or folder:DIR."
        )
        return nil
    }

    private func checkNames(of languages: [LanguageCode], in office: [LanguageCode]?) {
        guard let office else { return }
        for code in languages where !office.contains(code) {
            let base = code.split(separator: "-").first.map(String.init) ?? code
            guard !office.contains(base) else { continue }
            mistake(
                "The office has no names in the language \(code).",
                remedy: "Add \(code) to languages in office.yaml, or take it out here."
            )
        }
    }

    private func restSeconds(atLeast usual: Int) -> Duration? {
        guard let seconds = integer(in: 1...3600, "seconds") else { return nil }
        if seconds < usual {
            warning(
                "\(seconds) seconds hurry people who read slowly.",
                remedy: "Write \(usual) or more."
            )
        }
        return .seconds(seconds)
    }
}
