import CursesTerminal
import Lobby
import Screens

/// The loop every screen of this program runs: wait, update, draw, until it is over.
@MainActor
enum TerminalLoop {
    /// What one turn of the loop gives back.
    struct Turn {
        /// When the next turn is due without a key or a message; nil for none.
        var wake: Duration?
        var isRunning = true
    }

    /// Owns the terminal until a turn says it is over, or nobody is at the other end any more.
    ///
    /// `wallOffset` is added to the machine's clock, in milliseconds.
    static func run<Message: Sendable>(
        mailbox: Mailbox<Message>,
        wallOffset: () -> Int64 = { 0 },
        turn: (CursesTerminal, CursesTerminal.Batch<Message>, Moment) -> Turn
    ) throws {
        let terminal: CursesTerminal
        do {
            terminal = try CursesTerminal()
        } catch {
            throw end(.unavailable, error.description)
        }
        defer { terminal.close() }
        let clock = ContinuousClock()
        let begin = clock.now
        var wakeAt: ContinuousClock.Instant? = begin
        while !terminal.isHungUp {
            let batch = terminal.wait(
                for: mailbox,
                atMost: wakeAt.map { max(.zero, $0 - clock.now) }
            )
            let moment = Moment(
                elapsed: clock.now - begin,
                wall: Instant(milliseconds: Instant.machine.milliseconds + wallOffset())
            )
            let turn = turn(terminal, batch, moment)
            if !turn.isRunning { return }
            if let wake = turn.wake { wakeAt = clock.now + wake }
        }
    }
}
