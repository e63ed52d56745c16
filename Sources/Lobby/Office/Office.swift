/// How mail goes out.
package struct MailRules: Equatable, Sendable {
    /// A program like sendmail, with options of its own: it takes `-t -i -f FROM` and a message.
    package var program: [String]
    /// Whom mail comes from.
    package var from: String
    /// Whether the program was on this machine when the office's file was read.
    package var isProgramThere: Bool

    package init(program: [String], from: String, isProgramThere: Bool = true) {
        self.program = program
        self.from = from
        self.isProgramThere = isProgramThere
    }
}

/// Where else somebody has to go.
package struct OtherOffice: Equatable, Sendable {
    /// A short name for programs.
    package var id: String
    package var name: LocalizedText
    /// Building, floor and room.
    package var place: LocalizedText

    package init(id: String, name: LocalizedText, place: LocalizedText) {
        self.id = id
        self.name = name
        self.place = place
    }
}

/// One place with one waiting room, one hub, one business day.
package struct Office: Equatable, Sendable {
    /// A short name without spaces, part of every key in the databases.
    package var id: String
    package var name: LocalizedText
    package var phone: String
    package var time: OfficeTime
    /// What links and QR codes name; nil when the internet sees nothing of this office.
    package var publicURL: String?
    package var services: ServiceDirectory
    package var counters: [Counter]
    package var hours: OpeningHours
    package var policy: Policy
    /// The rules of booking; nil when this office gives no appointments.
    package var booking: BookingRules?
    /// How mail goes out; nil when this office sends none.
    package var mail: MailRules?
    /// Where visitors belong who came to the wrong place.
    package var elsewhere: [OtherOffice]
    /// Log-in by a provider; nil when everybody has a password of this hub.
    package var logIn: LogInRules?
    /// The languages that names are given in; the first is the office's own.
    package var languages: [LanguageCode]
    /// What a lead has changed for one day: see ``under(_:)``.
    package internal(set) var plan: DayPlan?

    package init(
        id: String,
        name: LocalizedText,
        phone: String,
        time: OfficeTime,
        publicURL: String?,
        services: ServiceDirectory,
        counters: [Counter],
        hours: OpeningHours,
        policy: Policy,
        booking: BookingRules? = nil,
        mail: MailRules? = nil,
        elsewhere: [OtherOffice] = [],
        logIn: LogInRules? = nil,
        languages: [LanguageCode] = ["de", "en"]
    ) {
        self.id = id
        self.name = name
        self.phone = phone
        self.time = time
        self.publicURL = publicURL
        self.services = services
        self.counters = counters
        self.hours = hours
        self.policy = policy
        self.booking = booking
        self.mail = mail
        self.elsewhere = elsewhere
        self.logIn = logIn
        self.languages = languages
    }

    /// Whether appointments can be booked on the web: that needs a mail with a link.
    package var bookingOnWeb: Bool {
        booking != nil && mail?.isProgramThere == true && publicURL != nil
    }

    package func isOpen(at instant: Instant) -> Bool {
        hours.isOpen(on: time.date(at: instant), at: time.timeOfDay(at: instant))
    }

    /// The series that the hub gives numbers of: the queue letters, and that of appointments.
    package var hubSeries: Set<String> {
        Set(services.all.map(\.letter) + [Label.appointmentLetter])
    }

    /// What the clerk at a counter serves; nil when there is no such counter.
    package func duty(ofCounter number: Int) -> CounterDuty? {
        guard let counter = counters.first(where: { $0.number == number }) else { return nil }
        let all = services.all.map(\.id)
        return CounterDuty(
            number: number,
            services: Set(counter.services ?? all),
            offered: Set(all)
        )
    }
}

/// The name of a service in files, messages and databases: `passport`.
package typealias ServiceID = String

/// What a visitor comes for.
package struct Service: Equatable, Sendable {
    package var id: ServiceID
    /// The queue letter, A–H.
    package var letter: String
    package var name: LocalizedText
    package var plannedMinutes: Int
    /// How long a walk-in should wait at most.
    package var targetWait: Duration
    /// Whether appointments can be booked for it.
    package var isBookable: Bool
    /// What to bring, in the order of the file.
    package var documents: [LocalizedText]

    package init(
        id: ServiceID,
        letter: String,
        name: LocalizedText,
        plannedMinutes: Int,
        targetWait: Duration = .minutes(30),
        isBookable: Bool = true,
        documents: [LocalizedText] = []
    ) {
        self.id = id
        self.letter = letter
        self.name = name
        self.plannedMinutes = plannedMinutes
        self.targetWait = targetWait
        self.isBookable = isBookable
        self.documents = documents
    }
}

/// The services in the order of the file, and quick answers about them.
package struct ServiceDirectory: Equatable, Sendable {
    package let all: [Service]
    private let byID: [ServiceID: Service]

    /// What to bring for errands, each once.
    package func documents(for errands: [Errand]) -> [LocalizedText] {
        errands.flatMap { self[$0.service]?.documents ?? [] }.reduce(into: []) { list, document in
            if !list.contains(document) { list.append(document) }
        }
    }

    package init(_ all: [Service]) {
        self.all = all
        byID = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package subscript(id: ServiceID) -> Service? {
        byID[id]
    }

    /// The target wait of a service; half an hour for one that was since removed from the file.
    package func targetWait(of id: ServiceID) -> Duration {
        byID[id]?.targetWait ?? .minutes(30)
    }
}

/// A desk with a number that visitors are sent to.
package struct Counter: Equatable, Sendable {
    /// The numbers a counter may have.
    package static let numbers = 1...999

    package var number: Int
    /// What is served there; nil means everything.
    package var services: [ServiceID]?
    /// When nobody is called there, every day.
    package var breaks: [OpeningHours.Span]

    package init(
        number: Int,
        services: [ServiceID]? = nil,
        breaks: [OpeningHours.Span] = []
    ) {
        self.number = number
        self.services = services
        self.breaks = breaks
    }
}

extension Office {
    /// The services that share a counter with this one, itself included: they wait for the same
    /// clerks.
    package func services(besides id: ServiceID) -> [ServiceID] {
        var shared: Set<ServiceID> = [id]
        for counter in counters {
            guard let served = counter.services else { return services.all.map(\.id) }
            if served.contains(id) { shared.formUnion(served) }
        }
        return services.all.map(\.id).filter(shared.contains)
    }
}

extension Office {
    /// Characters of a ticket's link at most, so that its code is 33 × 17 cells on the kiosk's screen.
    package static let longestTicketLink = 47

    /// Where the pages for visitors are, as people say it; empty where there are none.
    package var site: String {
        publicURL.map { String($0.trimmingPrefix(/https?:\/\//)) } ?? ""
    }

    /// What a ticket's QR code holds: the ticket's page, or its digits alone where there are no pages.
    ///
    /// Capitals and digits make the code small; it ends with the digits, so that a scanner at the
    /// kiosk finds the ticket whatever its keyboard layout makes of the rest.
    package func link(toTicket key: String) -> String {
        publicURL.map { $0.uppercased() + "/T/" + key } ?? key
    }
}
