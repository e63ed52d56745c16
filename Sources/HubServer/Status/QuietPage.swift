import Hub
import Lobby

/// Quieter hours: how long people wait in the hours of a week, as a table and as a chart.
enum QuietPage {
    /// The quietest hours are named when so many hours are known.
    private static let fewestHours = 6
    private static let bestShown = 3

    static func show(_ call: PageCall) async throws -> PageAnswer {
        let chosen = call.query["service"].flatMap { call.office.services[$0]?.id }
        let services = call.office.services.all.map { service -> [String: Any] in
            [
                "id": service.id, "name": service.name[call.language],
                "isChosen": service.id == chosen,
            ]
        }
        var values: [String: Any] = ["services": services, "hasServices": services.count > 1]
        if let week = try await call.facts.week(of: call.hub) {
            let grid = WeekGrid(week, of: chosen, call.office.hours)
            if grid.isKnown {
                let words = call.words
                values["week"] = shown(grid, words)
                let span = ["from": words.day(week.from), "to": words.day(week.to)]
                values["intro"] =
                    week.from == week.to
                    ? words[.quietIntroDay, ["from": words.day(week.from)]]
                    : words[.quietIntro, span]
            }
        }
        return call.page(
            PageContent(template: .quiet, title: .quietTitle, values: values)
        )
    }

    private static func shown(_ grid: WeekGrid, _ words: OfficeWords) -> [String: Any] {
        let best = best(of: grid)
        let rows = grid.hours.map { hour -> [String: Any] in
            let cells = grid.weekdays.map { weekday -> [String: Any] in
                let minutes = grid[weekday, hour]
                var cell: [String: Any] = [
                    "isOff": !grid.isOpen(weekday, hour),
                    "isFew": grid.isOpen(weekday, hour) && minutes == nil,
                    "isBest": best.contains { $0.weekday == weekday && $0.hour == hour },
                ]
                cell["minutes"] = minutes.map(figure)
                return cell
            }
            return ["hour": words[.quietSpan, span(hour)], "cells": cells]
        }
        return [
            "days": grid.weekdays.map { weekday in
                let name = words.name(of: weekday)
                return ["name": name, "short": String(name.prefix(2))]
            },
            "rows": rows,
            "best": best.map { cell in
                words[
                    .quietBestHour,
                    span(cell.hour).merging(
                        ["day": words.name(of: cell.weekday), "wait": words.wait(cell.minutes)]
                    ) { $1 }
                ]
            },
            "hasBest": !best.isEmpty,
            "chart": weekChart(
                grid,
                best: best,
                title: words[.quietCaption],
                text: words[.quietChartText]
                    + (best.isEmpty ? "" : " " + words[.quietChartBest])
            ) { words.name(of: $0) },
        ]
    }

    /// The hours with the shortest waits; none that another one, which is not named, looks like.
    private static func best(of grid: WeekGrid) -> [WeekGrid.Cell] {
        guard grid.known.count >= fewestHours else { return [] }
        let next = grid.known.dropFirst(bestShown).first.map { figure($0.minutes) }
        return grid.known.prefix(bestShown).filter { figure($0.minutes) != next }
    }

    private static func span(_ hour: Int) -> [String: String] {
        ["from": String(hour), "to": String(hour + 1)]
    }

    /// To the nearest five minutes.
    static func figure(_ minutes: Double) -> String {
        let shown = shownMinutes(minutes)
        return shown < 5 ? "<\u{a0}5" : String(shown)
    }

    static func shownMinutes(_ minutes: Double) -> Int { Int((minutes / 5).rounded()) * 5 }
}

/// A week of hours in which the office is usually open, with the waits that are known.
struct WeekGrid {
    struct Cell: Equatable {
        var weekday: Weekday
        var hour: Int
        var minutes: Double
    }

    /// Those on which the office opens.
    let weekdays: [Weekday]
    let hours: [Int]
    /// The shortest wait first.
    let known: [Cell]
    private let open: [Weekday: Set<Int>]

    init(_ week: WaitWeek, of service: ServiceID?, _ openings: OpeningHours) {
        let open = openings.weekdays.mapValues { spans in
            Set(spans.flatMap { $0.lowerBound.minutes / 60..<($0.upperBound.minutes + 59) / 60 })
        }
        self.open = open
        weekdays = Weekday.allCases.filter { open[$0]?.isEmpty == false }
        let all = open.values.reduce(into: Set<Int>()) { $0.formUnion($1) }
        hours = all.min().map { Array($0...(all.max() ?? $0)) } ?? []
        known = weekdays.flatMap { weekday in
            (open[weekday] ?? []).sorted().compactMap { hour in
                week.minutes(weekday, hour, of: service).map {
                    Cell(weekday: weekday, hour: hour, minutes: $0)
                }
            }
        }
        .sorted { $0.minutes < $1.minutes }
    }

    var isKnown: Bool { !known.isEmpty }

    func isOpen(_ weekday: Weekday, _ hour: Int) -> Bool {
        open[weekday]?.contains(hour) ?? false
    }

    subscript(weekday: Weekday, hour: Int) -> Double? {
        known.first { $0.weekday == weekday && $0.hour == hour }?.minutes
    }
}

extension OfficeWords {
    /// The day of the week alone.
    fileprivate func name(of weekday: Weekday) -> String {
        let monday = Day(ordinal: 4)
        let offset = Weekday.allCases.firstIndex(of: weekday) ?? 0
        return names?.values(of: monday + offset)["weekday"] ?? weekday.rawValue
    }

    fileprivate func wait(_ minutes: Double) -> String {
        let shown = QuietPage.shownMinutes(minutes)
        return shown < 5
            ? self[.quietUnder, ["minutes": "5"]]
            : self[.quietAbout, ["minutes": String(shown)]]
    }
}
