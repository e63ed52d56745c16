package import Hub
import HubStore
import Lobby
package import Logging
import ServiceLifecycle

/// Sends the mails that are due, one after the other; what fails is tried again.
package struct MailSending: ServiceLifecycle.Service {
    private static let interval: Duration = .seconds(1)

    private let hub: Hub
    private let pages: Pages
    private let program: MailProgram
    private let rules: MailRules
    private let logger: Logger

    /// Nil for an office that sends no mail.
    package init?(hub: Hub, pages: Pages, logger: Logger) {
        guard let rules = hub.office.mail else { return nil }
        self.hub = hub
        self.pages = pages
        program = MailProgram(rules)
        self.rules = rules
        self.logger = logger
    }

    package func run() async throws {
        if !rules.isProgramThere { try await warn() }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await sendDue()
                } catch {
                    logger.error("mail.failed", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func warn() async throws {
        let sentence =
            "There is no mail program \(rules.program[0]), so nothing can be booked on the web and mail "
            + "waits. Install it, or name another one in office.yaml, and start the hub again."
        logger.warning("mail.noProgram", metadata: ["sentence": "\(sentence)"])
        let alarm = Alarm(at: hub.now(), source: "mail", sentence: sentence)
        try await hub.perform { _, store, _ in try store.raise(alarm) }
    }

    /// Sends what is due now.
    package func sendDue() async throws {
        let isDue = try await hub.read { _, store, now in
            try !store.dueMails(at: now, most: 1).isEmpty
        }
        guard isDue else { return }
        for letter in try await hub.perform({ try $0.lettersDue(in: $1, at: $2) }) {
            let problem = await send(letter)
            if let problem {
                logger.warning(
                    "mail.waits",
                    metadata: ["kind": "\(letter.mail.kind)", "problem": "\(problem)"]
                )
            }
            try await hub.perform {
                try $0.settle(letter.mail, problem: problem, in: $1, at: $2)
            }
        }
    }

    private func send(_ letter: Letter) async -> String? {
        let language = letter.mail.language ?? letter.appointment.language
        let texts = pages.texts(language) ?? pages.texts("de")
        guard let texts = texts ?? pages.languages.first else { return "There are no texts." }
        let words = OfficeWords(hub.office, texts, pages)
        do {
            try await program.send(MailMessage(letter, words, from: rules.from, at: hub.now()))
            return nil
        } catch {
            return error.description
        }
    }
}
