import Lobby
import Screens
import Testing

struct RandomWalkTests {
    /// Whatever is pressed and answered, there is a screen with words, and every way out works.
    @Test(arguments: [1, 2, 4] as [UInt64])
    func `ten thousand keys leave no screen empty`(seed: UInt64) throws {
        var chance = Chance(state: seed)
        var visitor = try Visitor(
            office: seed.isMultiple(of: 2) ? .exampleWithBooking : .example,
            speech: seed.isMultiple(of: 2)
        )
        let sizes = [
            Size(width: 60, height: 20), Size(width: 40, height: 12), Size(width: 3, height: 3),
        ]
        for step in 0..<10_000 {
            visitor.wait(.milliseconds(chance.pick([1, 10, 30, 40, 600, 600, 600, 1500, 20_000])))
            visitor.send(.key(chance.pick(keys)))
            if chance.next() % 4 == 0 { visitor.answerSomething(&chance) }
            let size = step % 100 == 0 ? Size(width: 200, height: 60) : sizes[step % sizes.count]
            let screen = visitor.dialogue.screen(size: size, at: visitor.moment)
            try #require(screen.grid.size == size)
            try #require(!screen.spoken.isEmpty)
            if size.holds(.smallest) {
                let inner = screen.grid.lines.dropFirst().dropLast()
                try #require(inner.contains { !$0.isEmpty }, "empty after \(step) keys")
            }
        }
        visitor.wait(.seconds(200))
        #expect(visitor.shows("Bitte wählen Sie Ihre Sprache."))
        #expect(visitor.effects.contains { if case .issue = $0 { true } else { false } })
    }
}

private let keys: [Key] =
    "0123456789*#1122x".map { .character($0) } + [
        .enter, .enter, .backspace, .up, .down, .left, .right, .pageUp, .pageDown, .f10, .escape,
        .resize, .other,
    ]

extension Visitor {
    mutating fileprivate func answerSomething(_ chance: inout Chance) {
        let visit = FoundVisit.example(chance.pick(VisitState.allCases), ahead: 2, counter: 1)
        let messages: [KioskDialogue.Message] = [
            .issued(.example(ahead: nil, asOf: moment.wall)), .issueRefused(.noNumber),
            .printed(.example, .printed), .printed(.example, .notPrinted([])), .found([]),
            .found([visit]), .found(Array(repeating: visit, count: 9)),
            .handedBack(.example, true), .pin(.right), .pin(.wrong), .resized,
            .listed(.example(.current)), .listed(StaffList(lines: [], standing: .ownOnly)),
            .code(.expected(.example)), .code(.otherDay(.example)), .code(.unknown),
            .code(.unchecked("123456789")),
            .code(.here(.example, visit)), .code(.wait(seconds: 30)), .code(.off),
            .times(.free(FreeTimes.examples)), .times(.free([])),
            .times(.failed(.noConnection)), .booked(.done(.example)),
            .booked(.taken(nearest: [Visitor.start])), .booked(.failed(.tooMany)),
            .managed(.found(.example)), .managed(.over(.example)), .managed(.unknown),
            .appointmentCancelled(true), .appointmentCancelled(false),
        ]
        send(chance.pick(messages))
        send(.lobby(.example))
    }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
private struct Chance {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int(next() % UInt64(values.count))]
    }
}
