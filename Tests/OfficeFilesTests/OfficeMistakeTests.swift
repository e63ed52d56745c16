import Testing

@Suite struct `office.yaml` {
    @Test(arguments: [
        // Keys.
        (
            "phone:", "phon:",
            """
            office.yaml:1: phone: The key is missing. Remedy: Add "phone: …" here; the example file \
            explains it.
            office.yaml:4: phon: This key is not known here. Remedy: Did you mean "phone"?
            """
        ),
        (
            "    minutes: 5\n", "    colour: red\n",
            """
            office.yaml:12: services[1].minutes: The key is missing. Remedy: Add "minutes: …" here; \
            the example file explains it.
            office.yaml:15: services[1].colour: This key is not known here. Remedy: Take it out; the \
            keys here are id, letter, name, minutes, targetWait, appointments, documents.
            """
        ),
        // Single values.
        (
            "id: town", "id: My Town",
            """
            office.yaml:1: id: "My Town" cannot be a short name. Remedy: Write small letters a–z, \
            digits and dashes, 40 at most, a letter first.
            """
        ),
        (
            "phone: \"02599 88-200\"", "phone: call us",
            """
            office.yaml:4: phone: "call us" is not a phone number. Remedy: Write digits, blanks, \
            dashes and brackets: "02541 12-345".
            """
        ),
        (
            "phone: \"02599 88-200\"", "phone:",
            """
            office.yaml:4: phone: Here stands nothing, but a text is needed. Remedy: Write the text \
            after the colon.
            """
        ),
        (
            "phone: \"02599 88-200\"",
            "phone: \"02599 88-200\"\nelsewhere: [{ id: a, name: { de: A, en: A } }]",
            """
            office.yaml:5: elsewhere[0].place: The key is missing. Remedy: Add "place: …" here; the \
            example file explains it.
            """
        ),
        (
            "phone: \"02599 88-200\"",
            """
            phone: "02599 88-200"
            elsewhere:
              - { id: a, name: { de: A, en: A }, place: { de: X, en: X } }
              - { id: a, name: { de: B, en: B }, place: { de: Y, en: Y } }
            """,
            """
            office.yaml:7: elsewhere[1].id: The office "a" is there already. Remedy: Give one of the \
            two another id.
            """
        ),
        (
            "phone: \"02599 88-200\"",
            "mail: { program: sendmail, from: a@b.example }\nphone: \"02599 88-200\"",
            """
            office.yaml:4: mail.program: "sendmail" does not begin with the path of a program. \
            Remedy: Write the whole path: /usr/sbin/sendmail.
            """
        ),
        (
            "phone: \"02599 88-200\"",
            "mail: { program: /bin/true, from: the office }\nphone: \"02599 88-200\"",
            """
            office.yaml:4: mail.from: "the office" is not a mail address. Remedy: Write it like \
            termine@musterstadt.example.
            """
        ),
        (
            "Europe/Berlin", "Europe/Berln",
            """
            office.yaml:5: timeZone: "Europe/Berln" is not a time zone. Remedy: Did you mean \
            "Europe/Berlin"?
            """
        ),
        (
            "Europe/Berlin", "CET",
            """
            office.yaml:5: timeZone: "CET" is not a time zone. Remedy: Write a region and a city: \
            Europe/Berlin.
            """
        ),
        (
            "https://warten.example", "warten.example",
            """
            office.yaml:6: publicURL: "warten.example" is not a web address. Remedy: Write it like \
            https://warten.example.
            """
        ),
        (
            "https://warten.example", "ftp://warten.example",
            """
            office.yaml:6: publicURL: "ftp://warten.example" is not a web address. Remedy: Write it \
            like https://warten.example.
            """
        ),
        (
            "https://warten.example", "https://",
            """
            office.yaml:6: publicURL: "https://" is not a web address. Remedy: Write it like \
            https://warten.example.
            """
        ),
        // Languages.
        (
            "languages: [de, en]", "languages: [de, Englisch, de]",
            """
            office.yaml:2: languages[1]: "Englisch" is not a language code. Remedy: Write the short \
            code in small letters: de, en, tr.
            office.yaml:2: languages[2]: The language de is there twice. Remedy: Take one out.
            """
        ),
        (
            "name: { de: Pass, en: Passport }", "name: { de: Pass, eng: Passport }",
            """
            office.yaml:10: services[0].name.en: The text in en is missing. Remedy: Add "en: …" here.
            office.yaml:10: services[0].name.eng: The language "eng" is not one of the office's. \
            Remedy: Did you mean "en"?
            """
        ),
        (
            "name: { de: Pass, en: Passport }", "name: { de: Pass, en: \"\" }",
            """
            office.yaml:10: services[0].name.en: The text is empty. Remedy: Write the text, or take \
            the key out.
            """
        ),
        (
            "name: { de: Pass, en: Passport }", #"name: { de: "Pa\a", en: Passport }"#,
            """
            office.yaml:10: services[0].name.de: The text holds control characters. Remedy: Write it \
            with plain letters.
            """
        ),
        // Services.
        (
            "letter: A", "letter: a",
            """
            office.yaml:9: services[0].letter: "a" is not a queue letter. Remedy: Write it large: A.
            """
        ),
        (
            "letter: A", "letter: T",
            """
            office.yaml:9: services[0].letter: "T" is not a queue letter. Remedy: Write one of A, B, \
            C, D, E, F, G, H; several services may share one.
            """
        ),
        (
            "minutes: 15", "minutes: \"15\"",
            """
            office.yaml:11: services[0].minutes: Here stands a text in quotes, but a whole number of \
            minutes from 1 to 240 is needed. Remedy: Write it without quotes.
            """
        ),
        (
            "minutes: 15", "minutes: a while",
            """
            office.yaml:11: services[0].minutes: Here stands "a while", but a whole number of \
            minutes from 1 to 240 is needed. Remedy: Write for example 15.
            """
        ),
        (
            "minutes: 15", "minutes: 0",
            """
            office.yaml:11: services[0].minutes: Here stands "0", but a whole number of minutes from \
            1 to 240 is needed. Remedy: Write for example 15.
            """
        ),
        (
            "minutes: 15", "minutes: [15]",
            """
            office.yaml:11: services[0].minutes: Here stands a list, but a whole number of minutes \
            from 1 to 240 is needed. Remedy: Write the value after the colon.
            """
        ),
        (
            "id: pick-up", "id: passport",
            """
            office.yaml:12: services[1].id: The service "passport" is there already, in line 8. \
            Remedy: Give one of the two another id.
            office.yaml:20: counters[1].services[0]: There is no service "pick-up". Remedy: Write \
            the id of a service of this file.
            """
        ),
        // Counters.
        (
            "number: 2", "number: 1",
            """
            office.yaml:19: counters[1].number: Counter 1 is there already, in line 18. Remedy: Give \
            each counter a number of its own.
            """
        ),
        (
            "services: [pick-up]", "services: [pickup, passport, passport]",
            """
            office.yaml:20: counters[1].services[0]: There is no service "pickup". Remedy: Did you \
            mean "pick-up"?
            office.yaml:20: counters[1].services[2]: "passport" is there twice. Remedy: Take one out.
            """
        ),
        (
            "services: [pick-up]", "services: []",
            """
            office.yaml:20: counters[1].services: The counter serves nothing. Remedy: Name services, \
            or take the key out: then it serves everything.
            """
        ),
        (
            "  - number: 1\n", "",
            """
            office.yaml:17: counters: No counter serves "passport". Remedy: Add it to the services \
            of a counter, or take the service out.
            """
        ),
        // Hours.
        (
            "tuesday", "Tusday",
            """
            office.yaml:22: hours.Tusday: This key is not known here. Remedy: Did you mean \
            "tuesday"?
            """
        ),
        (
            "to: \"12:30\"", "to: \"12.30\"",
            """
            office.yaml:22: hours.tuesday[0].to: "12.30" is not a time. Remedy: Write hours and \
            minutes with two digits each, in quotes: "08:00".
            """
        ),
        (
            "to: \"12:30\"", "to: \"07:30\"",
            """
            office.yaml:22: hours.tuesday[0]: This ends at 07:30, not after it begins at \
            08:00. Remedy: Let "to" be later than "from"; midnight is "24:00".
            """
        ),
        (
            "to: \"12:30\"", "to: \"13:45\"",
            """
            office.yaml:22: hours.tuesday[1]: 13:30–16:00 overlaps with 08:00–13:45. Remedy: Let one \
            end before the other begins.
            """
        ),
        (
            "\"2026-12-29\"", "29.12.2026",
            """
            office.yaml:24: exceptions.29.12.2026: "29.12.2026" is not a day. Remedy: Write \
            year-month-day: "2026-11-24".
            """
        ),
        (
            "  - \"2026-12-24\"", "  - \"2026-12-24\"\n  - \"2026-02-30\"\n  - \"2026-12-24\"",
            """
            office.yaml:27: closures[1]: "2026-02-30" is not a day. Remedy: Write year-month-day: \
            "2026-11-24".
            office.yaml:28: closures[2]: The day 2026-12-24 is there twice. Remedy: Take one out.
            """
        ),
        (
            "closures:\n  - \"2026-12-24\"", "closures: \"2026-12-24\"",
            """
            office.yaml:25: closures: Here stands "2026-12-24", but a list is needed. Remedy: Write \
            each item on a line of its own that begins with -.
            """
        ),
        // Policy.
        (
            "walkInPatience: 2.5", "walkInPatience: 2,5",
            """
            office.yaml:29: policy.walkInPatience: Here stands "2,5", but a number of patience from \
            0.1 to 100 is needed. Remedy: Write decimals with a point: 2.5.
            """
        ),
        (
            "walkInPatience: 2.5", "walkInPatience: 0",
            """
            office.yaml:29: policy.walkInPatience: Here stands "0", but a number of patience from \
            0.1 to 100 is needed. Remedy: Write a number in these limits.
            """
        ),
        (
            "walkInPatience: 2.5", "lastTicket: never",
            """
            office.yaml:29: policy.lastTicket: "never" is not one of tell, stop. Remedy: Write one \
            of these words.
            """
        ),
        (
            "graceMinutes: 12", "graceMinutes: -1",
            """
            office.yaml:28: policy.graceMinutes: Here stands "-1", but a whole number of minutes \
            from 0 to 240 is needed. Remedy: Write for example 15.
            """
        ),
    ])
    func `is told what is wrong`(old: String, new: String, said: String) throws {
        let workshop = try Workshop()
        try workshop.write(changing(old, to: new, in: goodOffice), to: "office.yaml")
        let sum = "Mistakes: \(said.split(separator: "\n").count). Warnings: 0."
        #expect(workshop.check() == "\(said)\n\(sum)")
    }
}
