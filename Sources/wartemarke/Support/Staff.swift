import ArgumentParser
import Foundation
import HubClient
import Lobby
import OfficeFiles

/// What desk and board need to talk to the hub.
struct HubOptions: ParsableArguments {
    @Option(help: "The hub.")
    var hub = Places.hub

    @Option(help: "A copy of the hub's ca.pem; needed for https://.")
    var authority: String?

    @Option(help: "A file with a token from: wartemarke admin token.")
    var tokenFile: String?

    @Option(help: "The office's file, for names and the time zone.")
    var office = Places.office

    @Option(help: "The folder of texts and layouts.")
    var layouts = Places.layouts

    @Option(help: "The language of the screen.")
    var language = "de"

    func client() throws -> HubClient {
        try hubClient(hub, authority: authority, named: "--authority")
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

/// A client of the hub at this address, or the end with one clear sentence.
///
/// - Parameters:
///   - hub: The address.
///   - authority: The file with the hub's authority; needed for `https://`.
///   - place: Where people name that file, for the sentence.
/// - Returns: A client that has not said anything yet.
/// - Throws: The exit code.
func hubClient(
    _ hub: String,
    authority: String?,
    named place: String
) throws -> HubClient {
    switch unsafety(ofHub: hub, hasAuthority: authority != nil) {
    case .plainElsewhere:
        throw end(
            .configuration,
            "The hub \(hub) is another machine: its address must begin with https://."
        )
    case .noAuthority:
        throw end(
            .configuration,
            "Nothing tells the hub \(hub) from other machines. "
                + "Copy ca.pem from the hub's machine, and name the copy: \(place) FILE."
        )
    case nil: break
    }
    do {
        return HubClient(base: hub, authority: try authority.map(HubAuthority.init(file:)))
    } catch {
        throw end(.configuration, error.description)
    }
}

extension HubProblem {
    /// Whether asking again cannot help, because the hub refuses what is asked or is a wrong one.
    var isFinal: Bool {
        switch self {
        case .refused(400..<429, _, _, _), .slotTaken, .untrusted: true
        case .refused, .unreachable, .notAHub: false
        }
    }

    /// Whether the hub does not let this token in, or not for this.
    var isAboutToken: Bool {
        switch self {
        // The token may do everything but this.
        case .refused(_, "out_of_turn", _, _): false
        case .refused(401, _, _, _), .refused(403, _, _, _): true
        case .refused, .slotTaken, .unreachable, .notAHub, .untrusted: false
        }
    }

    /// The sentence and the exit code of a command that cannot go on.
    func exit(hub: String) -> ExitCode {
        switch self {
        case .unreachable:
            end(
                .unavailable,
                "The hub \(hub) does not answer. Is it running?"
                    + (hub.lowercased().hasPrefix("http:")
                        ? " If it speaks TLS, write https:// and name --authority." : "")
            )
        case .untrusted(let distrust):
            end(
                .unavailable,
                "What answers at \(hub) is not the hub this machine trusts: \(distrust.sentence)"
            )
        case .notAHub:
            end(.unavailable, "What answers at \(hub) is not a hub. Check --hub.")
        case .refused(401, _, let sentence, _), .refused(403, _, let sentence, _):
            end(.configuration, sentence)
        case .slotTaken:
            end(.usage, "The time is not free, and none near it.")
        case .refused(400..<429, _, let sentence, _):
            // The hub works; what was asked does not fit what is.
            end(.usage, sentence)
        case .refused(_, _, let sentence, _):
            end(.unavailable, sentence)
        }
    }
}

extension HubProblem.Distrust {
    /// What a hub could not prove, and what to do about it.
    fileprivate var sentence: String {
        switch self {
        case .certificate:
            """
            its certificate is not of the authority in --authority, or has ended. Copy ca.pem from \
            the hub's machine again, or renew the certificate there: wartemarke admin ca.
            """
        case .name:
            """
            its certificate does not name this address. Make one there that does: \
            wartemarke admin ca --host NAME.
            """
        case .handshake:
            "it does not speak TLS. Start the hub with --certificate and --key."
        }
    }
}
