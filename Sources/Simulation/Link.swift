import Lobby
import HubStore

/// The way between one kiosk and the hub: it loses, holds up, doubles and reorders messages.
///
/// Like an HTTP client it gives each question exactly one outcome: an answer, or none in time. A
/// question given up may still reach the hub later.
final class Link {
    /// How long a message is held up at most, in milliseconds.
    static let longestDelay: Int64 = 90_000

    private(set) var isCut = false
    private let world: World
    private let hub: SimulatedHub
    private let device: Device

    init(world: World, hub: SimulatedHub, device: Device) {
        self.world = world
        self.hub = hub
        self.device = device
        planCut()
    }

    /// Asks the hub; `done` gets nil when no answer came within the limit in milliseconds.
    func ask(_ request: Request, limit: Int64, done: @escaping (Answer?) -> Void) {
        let exchange = Exchange(done)
        world.after(limit) { exchange.end(nil) }
        guard !isCut, !world.strikes(world.weather.drop) else { return fail(exchange) }
        let copies = world.strikes(world.weather.duplicate) ? 2 : 1
        for _ in 0..<copies {
            world.after(delay()) { self.deliver(request, exchange) }
        }
    }

    func mend() {
        isCut = false
    }

    private func deliver(_ request: Request, _ exchange: Exchange) {
        guard !isCut else { return fail(exchange) }
        hub.handle(request, from: device) { answer in
            guard let answer, !self.isCut, !self.world.strikes(self.world.weather.lostAnswer)
            else { return self.fail(exchange) }
            self.world.after(self.delay()) { exchange.end(answer) }
        }
    }

    /// A broken connection shows at once, or only when the time is over.
    private func fail(_ exchange: Exchange) {
        guard world.chance.happens(0.5) else { return }
        world.after(world.chance.between(1, 50)) { exchange.end(nil) }
    }

    private func delay() -> Int64 {
        world.strikes(world.weather.late)
            ? world.chance.skewed(100, Self.longestDelay) : world.chance.between(1, 40)
    }

    private func planCut() {
        guard world.weather.cutFor > 0 else { return }
        world.after(world.chance.between(1, world.weather.wholeFor)) {
            guard !self.world.isHealed else { return }
            self.isCut = true
            self.world.note("\(self.device.name): the link is cut")
            self.world.after(self.world.chance.between(1, self.world.weather.cutFor)) {
                self.isCut = false
                self.world.note("\(self.device.name): the link is whole")
                self.planCut()
            }
        }
    }
}

/// One question and its one outcome.
private final class Exchange {
    private var done: ((Answer?) -> Void)?

    init(_ done: @escaping (Answer?) -> Void) {
        self.done = done
    }

    func end(_ answer: Answer?) {
        let done = self.done
        self.done = nil
        done?(answer)
    }
}
