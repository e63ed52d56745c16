import ArgumentParser
import Foundation
import HubClient
import Lobby
import OfficeFiles

/// What desk and board need to talk to the hub.
struct HubOptions: ParsableArguments {
    @Option(help: "The hub.")
    var hub = Places.hub

    @Option(help: "A file with a token from: wartemarke admin token.")
    var tokenFile: String?

    @Option(help: "The office's file, for names and the time zone.")
    var office = Places.office

    @Option(help: "The folder of texts and layouts.")
    var layouts = Places.layouts

    @Option(help: "The language of the screen.")
    var language = "de"

    func client() throws -> HubClient {
        guard isSafeHub(hub) else {
            throw end(
                .configuration,
                "The hub \(hub) is another machine: its address must begin with https://."
            )
        }
        return HubClient(base: hub)
    }

    func token(or usual: String) throws -> String {
        let path = tokenFile ?? usual
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let token = text.split(whereSeparator: \.isWhitespace).last
        else {
            throw end(
                .configuration,
                "\(path) holds no token. Make one: wartemarke admin token --role … --name … > FILE"
            )
        }
        return String(token)
    }

    func texts() throws -> ScreenTexts {
        do {
            let all = try readScreenTexts(in: layouts).get()
            guard let texts = all.first(where: { $0.language == language }) else {
                let known = all.map(\.language).sorted().joined(separator: ", ")
                throw end(.configuration, "There is no language \(language). There are: \(known).")
            }
            return texts
        } catch let mistakes as FileMistakes {
            throw end(.configuration, mistakes.description)
        }
    }
}

extension HubProblem {
    /// Whether asking again cannot help, because the hub refuses what is asked.
    var isFinal: Bool {
        if case .refused(400..<429, _, _, _) = self { true } else { false }
    }

    /// Whether the hub does not let this token in, or not for this.
    var isAboutToken: Bool {
        switch self {
        case .refused(401, _, _, _), .refused(403, _, _, _): true
        case .refused, .unreachable, .notAHub: false
        }
    }

    /// The sentence and the exit code of a command that cannot go on.
    func exit(hub: String) -> ExitCode {
        switch self {
        case .unreachable:
            end(.unavailable, "The hub \(hub) does not answer. Is it running?")
        case .notAHub:
            end(.unavailable, "What answers at \(hub) is not a hub. Check --hub.")
        case .refused(401, _, let sentence, _), .refused(403, _, let sentence, _):
            end(.configuration, sentence)
        case .refused(400..<429, _, let sentence, _):
            // The hub works; what was asked does not fit what is.
            end(.usage, sentence)
        case .refused(_, _, let sentence, _):
            end(.unavailable, sentence)
        }
    }
}
