/// What `kiosk-config/kiosk.yaml` says about one device.
package struct KioskSettings: Equatable, Sendable {
    package var hub: String
    /// The file with the only authority the hub's certificate may come from; nil without TLS.
    package var hubAuthority: String?
    /// A queue, an address or `folder:DIR`, as `--printer` takes it; nil means the default destination
    /// of CUPS.
    package var printer: String?
    /// What is in the printer, by its name in papers.yaml.
    package var paper = TicketPaper.usualName
    /// How long a new roll of it is, in millimetres; nil where nobody said.
    package var rollLength: Int?
    /// Languages on the welcome screen, in this order.
    package var languages: [LanguageCode]
    package var idle: Duration = .seconds(60)
    package var idleWarning: Duration = .seconds(30)
    package var resultShown: Duration = .seconds(15)
    /// Appointments that visitors may book at this kiosk within an hour.
    package var bookingsPerHour = 12

    package init(
        hub: String = "http://127.0.0.1:8080",
        hubAuthority: String? = nil,
        printer: String? = nil,
        languages: [LanguageCode] = ["de", "en"]
    ) {
        self.hub = hub
        self.hubAuthority = hubAuthority
        self.printer = printer
        self.languages = languages
    }
}
