import ArgumentParser
import CursesTerminal
import Foundation
import HubClient
import KioskRuntime
import KioskStore
import Lobby
import OfficeFiles
import Screens
import Speech
import TicketPrinting

/// The program in the lobby: visitors draw numbers and look after them.
struct KioskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosk",
        abstract: "Show the visitors' menu in this terminal."
    )

    @Option(help: "The kiosk's file; the office's file lies beside it.")
    var config = Places.kiosk

    @Option(help: "The folder of texts and layouts.")
    var layouts = Places.layouts

    @Option(help: "The hub; overrides the file.")
    var hub: String?

    @Option(help: "A copy of the hub's ca.pem; overrides the file.")
    var authority: String?

    @Option(help: "A one-time code from: wartemarke admin enrol.")
    var enrol: String?

    @Option(help: "The kiosk's own database.")
    var database = Places.kioskDatabase

    @Option(help: ArgumentHelp("\(printerValues); overrides the file."))
    var printer: String?

    @OptionGroup var sound: VoiceOptions

    func run() async throws {
        let office = folder(of: config) + "/office.yaml"
        let report = checkAll(office: office, kiosk: config, layouts: layouts)
        guard report.mistakes.isEmpty, let office = report.office, var settings = report.kiosk
        else { throw end(.configuration, report.description) }
        if let hub { settings.hub = hub }
        if let authority { settings.hubAuthority = authority }
        if let printer { settings.printer = printer }
        try await runKiosk(
            KioskParts(
                office: office,
                settings: settings,
                texts: report.texts ?? [],
                tickets: report.tickets ?? [],
                database: database,
                enrolmentCode: enrol,
                voice: try sound.output()
            )
        )
    }
}

/// What a kiosk is made of.
struct KioskParts: Sendable {
    var office: Office
    var settings: KioskSettings
    var texts: [ScreenTexts]
    var tickets: [TicketLayout]
    var database: String
    var enrolmentCode: String?
    /// Where speech goes; nil for a kiosk that does not speak.
    var voice: SoundOutput?
    /// Lines for staff, shown from the start.
    var notices: [StaffNotice] = []
}

/// Runs the kiosk in this terminal until staff leave it.
func runKiosk(_ parts: KioskParts) async throws {
    let hub = try hubClient(
        parts.settings.hub,
        authority: parts.settings.hubAuthority,
        named: "hubAuthority in kiosk.yaml, or --authority"
    )
    let mailbox = Mailbox<KioskDialogue.Message>()
    var parts = parts
    var silence: SpeechProblem?
    if let voice = parts.voice {
        // A kiosk without its voice still gives numbers.
        let languages = parts.settings.languages
        if let problem = await KioskSpeaker.problem(with: voice, in: languages) {
            silence = problem
            parts.voice = nil
        }
    }
    let engine = try await makeEngine(parts, hub: hub, mailbox: mailbox)
    if let silence { await engine.tell(.speech(silence)) }
    let dialogue = KioskDialogue(
        office: parts.office,
        settings: parts.settings,
        texts: parts.texts,
        speechAvailable: parts.voice != nil
    )
    let speaker = parts.voice.map { voice in
        KioskSpeaker(output: voice) { problem in
            Task { await engine.tell(.speech(problem)) }
        }
    }
    defer { speaker?.say("", in: "") }
    let starting = Task { await engine.start() }
    do {
        try await KioskLoop.run(dialogue, engine: engine, speaker: speaker, mailbox: mailbox)
    } catch {
        starting.cancel()
        await engine.stop()
        throw error
    }
    await engine.stop()
}

private func makeEngine(
    _ parts: KioskParts,
    hub: HubClient,
    mailbox: Mailbox<KioskDialogue.Message>
) async throws -> KioskEngine {
    var notices = parts.notices
    let identityFile = IdentityFile(database: parts.database)
    do {
        try Places.makeFolder(of: parts.database)
        let choice = try PrinterChoice(setting: parts.settings.printer)
        let renderer = TicketRenderer(layouts: parts.tickets)
        var identity = try await enrolledIdentity(
            in: identityFile,
            code: parts.enrolmentCode,
            hub: hub
        )
        let printing = try await opened(choice, parts, renderer, owner: identity.device)
        if let notice = printing.notice { notices.append(notice) }
        let machine = MachineMarks.read().name
        let open: KioskEngine.Reopen = { identity in
            try openKioskFile(
                at: parts.database,
                incarnation: VisitID(at: .machine, chance: (.random(), .random())).description,
                machine: machine,
                identity: &identity,
                file: identityFile
            )
        }
        let (store, setAside) = try open(&identity)
        if let setAside { notices.append(StaffNotice(.noticeSetAside, ["place": setAside])) }
        let start = ContinuousClock.now
        return try KioskEngine(
            office: parts.office,
            texts: parts.texts,
            bookingsPerHour: parts.settings.bookingsPerHour,
            store: store,
            identity: identity,
            identityFile: identityFile,
            hub: hub,
            printer: printing.printer,
            rollLength: parts.settings.rollLength,
            paperLength: { try? renderer.page(for: $0).millimetres },
            picture: { CodePicture($0) },
            notices: notices,
            world: KioskEngine.World(
                now: { .machine },
                elapsed: { ContinuousClock.now - start },
                chance: UInt64.random
            ),
            reopen: open,
            post: { mailbox.post($0) }
        )
    } catch let error as KioskStoreError {
        if case .held = error { throw end(.unavailable, error.description) }
        throw end(.configuration, error.description)
    } catch let error as PrinterChoice.Mistake {
        throw end(.configuration, error.description)
    } catch let error as IdentityProblem {
        throw end(.configuration, error.description)
    } catch let error as EnrolmentProblem {
        let isAway = [.hubUnreachable, .hubUntrusted].contains(error)
        throw end(isAway ? .unavailable : .configuration, error.description)
    } catch is CocoaError {
        throw end(
            .configuration,
            "The folder of \(parts.database) cannot be made or written. "
                + "Name another place with --database."
        )
    }
}

/// The printer, whose jobs carry the name of this kiosk; a visitor stands before it, and waits no
/// longer than three seconds for paper.
private func opened(
    _ choice: PrinterChoice,
    _ parts: KioskParts,
    _ renderer: TicketRenderer,
    owner: String
) async throws -> PrinterChoice.Opened {
    let place = Lobby.folder(of: parts.database)
    return try await choice.open(
        folder: place + "/tickets",
        renderer: renderer,
        owner: JobOwner(owner),
        certificates: place + "/printers",
        limits: .kiosk
    )
}

/// The loop that owns terminal and dialogue: keys and messages in, effects out, one drawing.
@MainActor
enum KioskLoop {
    static func run(
        _ start: KioskDialogue,
        engine: KioskEngine,
        speaker: KioskSpeaker?,
        mailbox: Mailbox<KioskDialogue.Message>
    ) throws {
        var dialogue = start
        try TerminalLoop.run(mailbox: mailbox, wallOffset: { engine.shownOffset }) {
            terminal,
            batch,
            moment in
            var turn = TerminalLoop.Turn()
            var messages = batch.keys.map(KioskDialogue.Message.key) + batch.messages
            if messages.isEmpty { messages = [.tick] }
            for message in messages {
                for effect in dialogue.update(message, at: moment) {
                    switch effect {
                    case .wake(let after): turn.wake = after
                    case .beep: terminal.beep()
                    case .leave: turn.isRunning = false
                    case .speak(let text, let language): speaker?.say(text, in: language)
                    default: engine.submit(effect)
                    }
                }
            }
            terminal.draw(dialogue.screen(size: terminal.size, at: moment).grid)
            return turn
        }
    }
}

extension UInt64 {
    static func random() -> UInt64 {
        random(in: .min ... .max)
    }
}

extension StaffNotice {
    /// Why the kiosk does not speak.
    fileprivate static func speech(_ problem: SpeechProblem) -> StaffNotice {
        StaffNotice(.noticeSpeech, ["reason": problem.description])
    }
}
