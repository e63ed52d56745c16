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
    private let from: String
    private let logger: Logger

    /// Nil for an office that sends no mail.
    package init?(hub: Hub, pages: Pages, logger: Logger) {
        guard let rules = hub.office.mail else { return nil }
        self.hub = hub
        self.pages = pages
        program = MailProgram(rules)
        from = rules.from
        self.logger = logger
    }

    package func run() async throws {
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
            try await program.send(MailMessage(letter, words, from: from, at: hub.now()))
            return nil
        } catch {
            return error.description
        }
    }
}
