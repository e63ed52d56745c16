import Lobby

// Line numbers in the tests count in these texts.

let goodOffice = """
    id: town
    languages: [de, en]
    name: { de: Amt, en: Office }
    phone: "02599 88-200"
    timeZone: Europe/Berlin
    publicURL: https://warten.example
    services:
      - id: passport
        letter: A
        name: { de: Pass, en: Passport }
        minutes: 15
      - id: pick-up
        letter: E
        name: { de: Abholen, en: Collect }
        minutes: 5
        targetWait: 10
    counters:
      - number: 1
      - number: 2
        services: [pick-up]
    hours:
      tuesday: [{ from: "08:00", to: "12:30" }, { from: "13:30", to: "16:00" }]
    exceptions:
      "2026-12-29": [{ from: "08:00", to: "18:00" }]
    closures:
      - "2026-12-24"
    policy:
      graceMinutes: 12
      walkInPatience: 2.5

    """

let goodKiosk = """
    hub: http://127.0.0.1:8080
    printer: Lobby
    languages: [de, en]
    idleSeconds: 90
    idleWarningSeconds: 30
    resultSeconds: 15

    """

/// An authority of which nobody has the key any more.
let goodAuthority = """
    -----BEGIN CERTIFICATE-----
    MIIBgDCCASWgAwIBAgIUG0obMYyTyrlnj6TkocSuQUn2DpQwCgYIKoZIzj0EAwIw
    FTETMBEGA1UEAwwKV2FydGVtYXJrZTAeFw0yNjExMjIxOTQ2MDJaFw0zNjExMTkx
    OTQ2MDJaMBUxEzARBgNVBAMMCldhcnRlbWFya2UwWTATBgcqhkjOPQIBBggqhkjO
    PQMBBwNCAATvUBkoxqudk0J0AYFMDdWi+7O7j/shJ0dwz2Gt9v2Cgvvlih/cnihX
    66OPLI4inVxVmGMX2drmnT9hykEZMx00o1MwUTAdBgNVHQ4EFgQUobSq4B+AYuNj
    lNyVr3SWlsVjAtAwHwYDVR0jBBgwFoAUobSq4B+AYuNjlNyVr3SWlsVjAtAwDwYD
    VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA4QSrMsKnIeevC4EFvAJ1
    UfXZOgkY4zAASKLFRQdGzngCIQCB5CLmpmB4znt27ZcUOvSDkydWMxkHY2Le/kLn
    tAHqtA==
    -----END CERTIFICATE-----

    """

let goodPapers = """
    papers:
      80mm: { width: 80, shortest: 60, longest: 200, margin: 4, scale: 1 }
      a6: { width: 105, length: 148, margin: 6, scale: 1.2 }

    """

let goodTicket = """
    fonts: [Noto Sans]
    reprintMark: { de: Zweitdruck, en: Copy }
    blocks:
      - text: { words: "{office}", size: 4, bold: true, align: center }
      - number: { size: 20 }
      - text:
          words: { de: "Um {time}", en: "At {time}" }
          size: 3
      - rule: { thickness: 0.3 }
      - space: 2
      - qr: { content: "{link}", size: 26, caption: { words: Handy, size: 3 } }

    """

let goodBoard = """
    language: de
    earlierCalls: 5
    blink: true
    voice:
      languages: [de, en]
      times: 2
      gong: true
    notices:
      - { de: Heute nur bis 12 Uhr, en: Only until noon }

    """

/// Texts for all keys, each naming all its placeholders; the first key stands in line 4.
func goodTexts(_ language: String) -> String {
    goodTexts(language, of: TextKey.self)
}

func goodPageTexts(_ language: String) -> String {
    goodTexts(language, of: PageTextKey.self)
}

func goodDeskTexts(_ language: String) -> String {
    goodTexts(language, of: DeskTextKey.self)
}

private func goodTexts<Name: TextName>(_ language: String, of names: Name.Type) -> String {
    let texts = names.allCases.map { key in
        let placeholders = key.placeholders.sorted().map { "{\($0)}" }.joined(separator: " ")
        return "  \(key.rawValue): \"Text \(placeholders)\""
    }
    return "language: \(language)\nname: Deutsch\ntexts:\n" + texts.joined(separator: "\n") + "\n"
}
