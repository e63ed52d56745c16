import Foundation
import Lobby
import Testing

@Suite struct `Days` {
    @Test func `from 1970 to 2100 agree with the calendar of the system`() {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        var date = Date(timeIntervalSince1970: 43_200)
        for ordinal in 0...("2100-12-31" as Day).ordinal {
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
            let civil = Day(ordinal: ordinal).civil
            guard civil.year == parts.year, civil.month == parts.month, civil.day == parts.day,
                Day(year: civil.year, month: civil.month, day: civil.day)?.ordinal == ordinal,
                Weekday.allCases.firstIndex(of: Day(ordinal: ordinal).weekday)
                    == ((parts.weekday ?? 0) + 5) % 7
            else {
                Issue.record("day \(ordinal) is \(civil), but the calendar says \(parts)")
                return
            }
            date += 86_400
        }
    }

    @Test(arguments: [
        "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-11-31", "2026-11-00",
        "2026-1-24", "26-11-24", "2026-11-24 ", "2026-+1-24", "+026-11-24", "2026/11/24", "",
        "٢٠٢٦-11-24",
    ])
    func `that do not exist are not read`(text: String) {
        #expect(Day(text) == nil)
    }

    @Test(arguments: ["1970-01-01", "2000-02-29", "2024-02-29", "2026-11-24", "9999-12-31"])
    func `are written as they are read`(text: String) {
        #expect(Day(text)?.description == text)
    }

    @Test func `before 1970 and far away work as well`() {
        #expect(Day(ordinal: -1) == "1969-12-31")
        #expect(("0001-01-01" as Day).weekday == .monday)
        #expect(("2026-11-24" as Day).weekday == .tuesday)
        #expect("2026-12-31" + 1 == ("2027-01-01" as Day))
    }
}

@Suite struct `Times of day` {
    @Test func `are written as they are read`() throws {
        for minutes in 0...1440 {
            let time = TimeOfDay(minutes: minutes)
            #expect(TimeOfDay(time.description) == time)
        }
    }

    @Test(arguments: [
        "8:00", "08:0", "08:60", "24:01", "25:00", "0800", "08:00:00", "+8:00", "-0:30", "08.00",
        " 8:00", "", "٠٨:٠٠",
    ])
    func `in any other form are not read`(text: String) {
        #expect(TimeOfDay(text) == nil)
    }
}

@Suite struct `The office's time` {
    @Test(arguments: [
        ("2026-11-24T00:30:00Z", "2026-11-23", "2026-11-24", "01:30"),
        ("2026-11-24T01:59:59Z", "2026-11-23", "2026-11-24", "02:59"),
        ("2026-11-24T02:00:00Z", "2026-11-24", "2026-11-24", "03:00"),
        ("2026-11-24T22:59:00Z", "2026-11-24", "2026-11-24", "23:59"),
        ("2026-11-24T23:00:00Z", "2026-11-24", "2026-11-25", "00:00"),
        // Summer time begins: 01:59 is followed by 03:00.
        ("2026-03-29T00:59:59Z", "2026-03-28", "2026-03-29", "01:59"),
        ("2026-03-29T01:00:00Z", "2026-03-29", "2026-03-29", "03:00"),
        // Summer time ends: 02:59 is followed by 02:00.
        ("2026-10-25T00:59:59Z", "2026-10-24", "2026-10-25", "02:59"),
        ("2026-10-25T01:00:00Z", "2026-10-24", "2026-10-25", "02:00"),
        ("2026-10-25T02:00:00Z", "2026-10-25", "2026-10-25", "03:00"),
        // Before 1970.
        ("1969-12-31T23:30:00Z", "1969-12-31", "1970-01-01", "00:30"),
    ])
    func `changes the business day at three`(
        moment: String,
        day: Day,
        date: Day,
        time: TimeOfDay
    ) throws {
        let moment = try instant(moment)
        #expect(berlin.day(at: moment) == day)
        #expect(berlin.date(at: moment) == date)
        #expect(berlin.timeOfDay(at: moment) == time)
    }

    @Test(arguments: [
        ("2026-03-28", 23), ("2026-03-29", 24), ("2026-10-24", 25), ("2026-10-25", 24),
        ("2026-11-24", 24),
    ])
    func `has business days of 23 and 25 hours`(day: Day, hours: Int) {
        let start = berlin.instant(of: OfficeTime.dayChange, on: day)
        let end = berlin.instant(of: OfficeTime.dayChange, on: day + 1)
        #expect(end - start == .seconds(hours * 3600))
        #expect(berlin.day(at: start) == day)
        #expect(berlin.day(at: end - .milliseconds(1)) == day)
        #expect(berlin.day(at: end) == day + 1)
    }

    @Test func `takes a skipped time an hour later and of a double one the first`() throws {
        #expect(try at("02:30", on: "2026-03-29") == instant("2026-03-29T01:30:00Z"))
        #expect(berlin.timeOfDay(at: at("02:30", on: "2026-03-29")) == "03:30")
        #expect(try at("02:30", on: "2026-10-25") == instant("2026-10-25T00:30:00Z"))
        #expect(at("24:00", on: "2026-11-24") == at("00:00", on: "2026-11-25"))
    }

    @Test(arguments: [
        "Europe/Berlin", "UTC", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia",
        "Asia/Kathmandu",
    ])
    func `finds every time on the wall again`(zone: String) {
        let office = OfficeTime(zone)
        let first: Day = "2026-01-01"
        for ahead in 0..<365 {
            for minutes in stride(from: 0, to: 1440, by: 15) {
                let (date, time) = (first + ahead, TimeOfDay(minutes: minutes))
                let moment = office.instant(of: time, on: date)
                if office.date(at: moment) == date, office.timeOfDay(at: moment) == time {
                    // The first of two: an hour or half an hour earlier the wall says otherwise.
                    let earlier = moment - .minutes(60)
                    #expect(office.timeOfDay(at: earlier) != time)
                } else {
                    // Skipped: nothing in reach shows this time.
                    let shows = [-60, -30, 0, 30, 60].contains { shift in
                        let near = moment + .minutes(shift)
                        return office.date(at: near) == date && office.timeOfDay(at: near) == time
                    }
                    #expect(!shows, "\(date) \(time)")
                }
            }
        }
    }
}

@Suite struct `Opening hours` {
    private let hours = OpeningHours(
        weekdays: [
            .tuesday: [span("13:30", "16:00"), span("08:00", "12:30")],
            .thursday: [span("08:00", "18:00")],
        ],
        exceptions: [
            "2026-12-01": [span("10:00", "11:00")],
            "2026-12-05": [span("09:00", "24:00")],
        ],
        closures: ["2026-12-03"]
    )

    @Test(arguments: [
        ("2026-11-24", "07:59", false), ("2026-11-24", "08:00", true),
        ("2026-11-24", "12:29", true), ("2026-11-24", "12:30", false),
        ("2026-11-24", "13:30", true), ("2026-11-24", "16:00", false),
        ("2026-11-25", "10:00", false),
        // An exception replaces the weekday's hours, a closure wins over everything.
        ("2026-12-01", "09:00", false), ("2026-12-01", "10:30", true),
        ("2026-12-03", "10:00", false), ("2026-12-05", "23:59", true),
    ])
    func `include the start and not the end`(day: Day, time: TimeOfDay, open: Bool) {
        #expect(hours.isOpen(on: day, at: time) == open)
    }

    @Test(arguments: [
        ("2026-11-24", "07:00", "2026-11-24 08:00"), ("2026-11-24", "08:00", "2026-11-24 13:30"),
        ("2026-11-24", "16:00", "2026-11-26 08:00"), ("2026-11-28", "10:00", "2026-12-01 10:00"),
        ("2026-12-02", "10:00", "2026-12-05 09:00"),
    ])
    func `say when the office opens next`(day: Day, time: TimeOfDay, next: String) throws {
        let opening = try #require(hours.nextOpening(after: time, on: day))
        #expect("\(opening.day) \(opening.time)" == next)
    }

    @Test func `say nothing when the office never opens`() {
        let never = OpeningHours(weekdays: [:])
        #expect(never.nextOpening(after: "00:00", on: "2026-11-24") == nil)
    }

    @Test func `of a demo are all hours of all days`() {
        for ordinal in 0..<7 {
            for minutes in [0, 180, 720, 1439] {
                let day = Day(ordinal: ordinal)
                #expect(OpeningHours.always.isOpen(on: day, at: TimeOfDay(minutes: minutes)))
            }
        }
    }
}

private func span(_ from: TimeOfDay, _ to: TimeOfDay) -> OpeningHours.Span {
    from..<to
}
