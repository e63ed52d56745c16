import HTTPTypes
import Hub
import Lobby

/// What other programs may read without asking anybody: of the queue, of the past, of the calendar.
enum Feed: String, CaseIterable, Sendable {
    case status = "/api/v1/status"
    case statusXML = "/api/v1/status.xml"
    case history = "/api/v1/history.csv"
    case closures = "/api/v1/closures.ics"

    /// Days of the past that the history tells of.
    static let historyDays = 92
    /// Days ahead that the closures are told of.
    static let closureDays = 366

    /// Every page of every site may read them (Fetch Standard, CORS).
    static let openHead: HTTPFields = {
        var fields = HTTPFields()
        fields[.accessControlAllowOrigin] = "*"
        fields[.accessControlExposeHeaders] = "ETag"
        return fields
    }()

    var type: String {
        switch self {
        case .status: "application/json; charset=utf-8"
        case .statusXML: "application/xml; charset=utf-8"
        case .history: "text/csv; charset=utf-8; header=present"
        case .closures: "text/calendar; charset=utf-8"
        }
    }

    /// How long others may keep an answer.
    var maxAge: Duration {
        switch self {
        case .status, .statusXML: .seconds(5)
        case .history, .closures: .seconds(3600)
        }
    }

    /// A kept answer is made anew when it is older: while things change, and while nothing does.
    var ages: (freshness: Duration, renewal: Duration) {
        switch self {
        case .status, .statusXML: (.milliseconds(20), .seconds(10))
        case .history, .closures: (.seconds(60), .seconds(600))
        }
    }

    var endpoint: Endpoint {
        Endpoint(
            method: .get,
            path: rawValue,
            summary: summary,
            details: details,
            gives: self == .status ? "Status" : nil,
            type: type.split(separator: ";").first.map(String.init) ?? type,
            query: self == .closures ? ["language"] : [],
            handle: nil
        )
    }

    private var summary: String {
        switch self {
        case .status: "The state of the queue, for everybody."
        case .statusXML: "The state of the queue in four figures."
        case .history: "How long people without an appointment waited, by day, hour and service."
        case .closures: "Closures and holidays of the next year, as a calendar."
        }
    }

    private var details: String {
        switch self {
        case .status:
            "`waiting` of a service is null while fewer than three wait for it. `told` says what its "
                + "`wait` is: `wait`, minutes; and else null, for it is `hardlyAny`, `tooLate` before "
                + "closing, `unknown`, or there are `noTickets` now. `tickets` at the top is true while "
                + "there are numbers of any service. `asOf` is at most ten seconds old. Send "
                + "If-None-Match with the ETag, and ask no more than every five seconds."
        case .statusXML:
            "`<eintrag>` with `<personenzahl>`, the numbers that wait; `<ticketnummer>`, the number "
                + "called last today, empty before the first call; `<wartezeit>`, the minutes that "
                + "somebody waits who comes now, in the middle of what is forecast and in the mean over "
                + "the services that are given now, empty when nothing is known, the office is closed "
                + "or fewer than three wait; `<zeitstempel>`, the office's local time."
        case .history:
            "Of the last \(Self.historyDays) days without today, in the columns day, hour (of the "
                + "arrival, by the office's clock), service, visits (those who were called) and "
                + "mean_wait_minutes. What fewer than three people would stand behind is left out."
        case .closures:
            "iCalendar (RFC 5545): days without opening, and the hours that a day is closed although its "
                + "weekday is open. `language` is one of the pages'; without it German."
        }
    }
}
