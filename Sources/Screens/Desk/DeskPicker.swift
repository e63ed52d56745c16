import Lobby

/// A choice that the clerk makes in place of the list: for whom a number is, or where a visit goes.
struct DeskPicker: Equatable, Sendable {
    enum Purpose: Equatable, Sendable {
        /// A number for somebody who is here.
        case draw
        case transfer(VisitID, Label)
    }

    enum Choice: Equatable, Sendable {
        case service(ServiceID)
        case counter(Int)
    }

    let purpose: Purpose
    let choices: [Choice]
    private(set) var index = 0
    private(set) var persons = 1
    private(set) var isPriority = false

    static let mostPersons = 20

    init(drawingFrom office: Office) {
        purpose = .draw
        choices = office.services.all.map { .service($0.id) }
    }

    /// First the counters, by whose numbers they are chosen, then the services.
    init(transferring visit: VisitID, _ label: Label, from own: Int, in office: Office) {
        purpose = .transfer(visit, label)
        choices =
            office.counters.map(\.number).filter { $0 != own }.map { .counter($0) }
            + office.services.all.map { .service($0.id) }
    }

    /// What a key makes of it.
    enum Outcome: Equatable {
        case goesOn
        case cancelled
        case chosen(Choice)
    }

    mutating func press(_ key: Key) -> Outcome {
        switch key {
        case .up: index = max(0, index - 1)
        case .down: index = min(choices.count - 1, index + 1)
        case .right where purpose == .draw: persons = min(Self.mostPersons, persons + 1)
        case .left where purpose == .draw: persons = max(1, persons - 1)
        case .enter: return choices.indices.contains(index) ? .chosen(choices[index]) : .cancelled
        case .escape, .backspace: return .cancelled
        case .character("v") where purpose == .draw: isPriority.toggle()
        case .character(let character):
            guard let digit = character.wholeNumberValue, let place = place(of: digit) else {
                break
            }
            return .chosen(choices[place])
        default: break
        }
        return .goesOn
    }

    /// A counter by its number, a service by its place in the list.
    private func place(of digit: Int) -> Int? {
        if purpose == .draw { return choices.indices.contains(digit - 1) ? digit - 1 : nil }
        return choices.firstIndex(of: .counter(digit))
    }

    /// The effect of a choice.
    func effect(of choice: Choice) -> DeskDialogue.Effect? {
        switch (purpose, choice) {
        case (.draw, .service(let service)):
            .draw(service, persons: persons, isPriority: isPriority)
        case (.transfer(let visit, _), .service(let service)):
            .transfer(visit, service: service, counter: nil)
        case (.transfer(let visit, _), .counter(let counter)):
            .transfer(visit, service: nil, counter: counter)
        case (.draw, .counter): nil
        }
    }
}
