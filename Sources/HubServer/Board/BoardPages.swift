import Foundation
import Hub
import HubStore
package import Lobby
import Mustache
import Sync

/// What the board in a browser is made of: `board/` in the folder of layouts, texts, and a voice.
package struct BoardPages: Sendable {
    /// Makes a WAV file of an announcement.
    package typealias Voice = @Sendable (Announcement) async throws -> [UInt8]

    enum Template: String, CaseIterable {
        case page, calls, enter
    }

    let layout: BoardLayout
    let style: String
    let script: String
    private let library: MustacheLibrary
    private let allTexts: [ScreenTexts]
    private let texts: ScreenTexts
    private let voice: Voice

    /// Reads the templates.
    ///
    /// - Parameters:
    ///   - layouts: The folder of layouts.
    ///   - layout: What `board.yaml` says.
    ///   - texts: The texts of the screens; the layout's language is among them.
    ///   - voice: Says a call.
    /// - Throws: ``Pages/Problem``, which names the file.
    package init(
        layouts: String,
        layout: BoardLayout,
        texts: [ScreenTexts],
        voice: @escaping Voice
    ) throws(Pages.Problem) {
        let folder = layouts + "/board"
        library = try Pages.library(Template.allCases.map(\.rawValue), in: folder)
        style = try Pages.read("\(folder)/style.css")
        script = try Pages.read("\(folder)/script.js")
        guard let own = texts.first(where: { $0.language == layout.language }) else {
            throw Pages.Problem(
                description: "\(folder)/board.yaml: The language \(layout.language) has no texts. "
                    + "Add screens/\(layout.language).yaml, or name another one."
            )
        }
        self.layout = layout
        self.texts = own
        self.voice = voice
        allTexts = texts
    }

    /// The calls: what a live page gets again and again, so the present time is not in it.
    func calls(
        _ calls: [LatestCall],
        due: [Instant],
        soon: SoonCalled? = nil,
        of office: Office,
        at now: Instant
    ) -> String {
        var values: [String: Any] = [
            "t": words,
            "notices": (office.plan.map { texts.sentences(of: $0, in: office, at: now) } ?? [])
                + layout.notices.map { $0[texts.language] },
            "earlier": calls.dropFirst().enumerated().map { index, call in
                row(call, isShown: index < layout.earlierCalls)
            },
            "hasEarlier": calls.count > 1 && layout.earlierCalls > 0,
        ]
        if let newest = calls.first { values["newest"] = row(newest, isShown: true) }
        if !due.isEmpty {
            let times = due.map { office.time.timeOfDay(at: $0).description }
            values["due"] = texts[.boardDue, ["times": times.joined(separator: ", ")]]
        }
        if let soon {
            let words = texts.words(for: soon, in: office)
            values["soon"] =
                [
                    "title": words.title,
                    "numbers": words.numbers.map { number in
                        [
                            "label": number.label.replacing(" ", with: "\u{a0}"),
                            "wait": number.wait.replacing(" ", with: "\u{a0}"),
                        ]
                    },
                ] as [String: Any]
        }
        return render(.calls, values)
    }

    private func row(_ call: LatestCall, isShown: Bool) -> [String: Any] {
        [
            "label": call.label.description,
            // The two stay on one line.
            "shown": call.label.description.replacing(" ", with: "\u{a0}"),
            "counter": String(call.counter),
            "counterWords": texts[.boardCounter, ["counter": String(call.counter)]],
            "at": String(call.at.milliseconds),
            "isHidden": !isShown,
            "letters": String(min(14, call.label.description.count + String(call.counter).count)),
        ]
    }

    /// The whole page, as it is now.
    func page(_ calls: String, of office: Office, at now: Instant) -> String {
        render(
            .page,
            frame(office).merging(
                [
                    "calls": calls,
                    "time": office.time.timeOfDay(at: now).description,
                    "now": String(now.milliseconds),
                    "zone": office.time.zone.identifier,
                    // The page puts the time in when it comes to that.
                    "stale": texts[.boardStale],
                    "blinks": layout.blinks,
                ]
            ) { $1 }
        )
    }

    /// The page that asks for the key.
    func enter(wasWrong: Bool, of office: Office) -> String {
        render(.enter, frame(office).merging(["wasWrong": wasWrong]) { $1 })
    }

    /// What is said for a call, as a WAV file.
    func sound(of label: Label, to counter: Int) async throws -> [UInt8] {
        try await voice(
            Announcement(of: label, to: counter, as: layout.voice, texts: allTexts)
        )
    }

    /// The gong alone, by which who turned the sound on hears that it is on.
    func gong() async throws -> [UInt8] {
        try await voice(Announcement(hasGong: true, sentences: []))
    }

    private func frame(_ office: Office) -> [String: Any] {
        [
            "t": words, "office": office.name[texts.language], "language": texts.language,
            "direction": texts.isRightToLeft ? "rtl" : "ltr",
        ]
    }

    private var words: [String: String] {
        Dictionary(
            uniqueKeysWithValues: TextKey.allCases.filter { $0.rawValue.hasPrefix("board") }
                .map { ($0.rawValue, texts[$0]) }
        )
    }

    private func render(_ template: Template, _ values: [String: Any]) -> String {
        library.render(values, withTemplate: template.rawValue) ?? ""
    }
}
