import Foundation
import Hub
import HubStore
import Lobby

/// The state of the queue in the form that the model city published as open data.
struct StatusEntry {
    let text: String

    /// - Parameters:
    ///   - view: The queue.
    ///   - office: Whose it is.
    ///   - forecast: How long somebody waits who comes now.
    init(_ view: StatusView, of office: Office, forecast: Forecast?) {
        let wait = Self.minutes(view, office, forecast).map(String.init) ?? ""
        let called = view.calls.first?.label.description ?? ""
        text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <eintrag><personenzahl>\(view.waiting)</personenzahl>\
            <ticketnummer>\(called)</ticketnummer>\
            <wartezeit>\(wait)</wartezeit>\
            <zeitstempel>\(Self.stamp(view.asOf, office))</zeitstempel></eintrag>

            """
    }

    /// The middle of what is forecast, in the mean over the services that are given now.
    private static func minutes(
        _ view: StatusView,
        _ office: Office,
        _ forecast: Forecast?
    ) -> Int? {
        guard view.waiting >= StatusView.fewestShown, let forecast else { return nil }
        let given = office.services.all.filter {
            view.gives($0.id, of: office, forecast: forecast)
        }
        // A mean over the others would be a wait that nobody gets.
        guard forecast.tooLate.isDisjoint(with: given.map(\.id)) else { return nil }
        let middles = given.compactMap { forecast.newcomers[$0.id]?.middle }
        guard !middles.isEmpty else { return nil }
        return Int((middles.reduce(0, +) / Double(middles.count)).rounded())
    }

    /// `26.10.2014 10:44:22`, by the office's clock.
    private static func stamp(_ instant: Instant, _ office: Office) -> String {
        let day = office.time.date(at: instant).civil
        let seconds = instant.milliseconds / 1000 % 60
        return "\(padded(day.day, 2)).\(padded(day.month, 2)).\(day.year) "
            + "\(office.time.timeOfDay(at: instant)):\(padded(Int(seconds), 2))"
    }
}
