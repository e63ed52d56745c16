/// Something that cannot happen to a visit in its state.
package struct ImpossibleTransition: Error, Equatable, CustomStringConvertible {
    /// The state; nil when there is no visit yet.
    package let state: VisitState?
    package let happening: Happening

    package var description: String {
        "A visit that is \(state?.rawValue ?? "not there yet") cannot \(happening.rawValue)."
    }
}

/// The state a visit is in after something happened to it.
///
/// The one table of a visit's life: whatever is not in it is an error. ``Happening/undo`` is not:
/// it leads back to where the visit was.
///
/// - Throws: ``ImpossibleTransition``, which names the state and what was tried.
package func transition(
    from state: VisitState?,
    by happening: Happening
) throws(ImpossibleTransition) -> VisitState {
    if let next = begin(state, happening) ?? wait(state, happening) ?? serve(state, happening)
        ?? end(state, happening)
    {
        return next
    }
    throw ImpossibleTransition(state: state, happening: happening)
}

private func begin(_ state: VisitState?, _ happening: Happening) -> VisitState? {
    switch (state, happening) {
    case (nil, .hold): .held
    case (nil, .book), (.held, .confirm), (.booked, .move): .booked
    case (nil, .draw), (.booked, .checkIn): .waiting
    case (.cancelled, .checkIn): .atDesk
    case (.held, .expire): .expired
    default: nil
    }
}

private func wait(_ state: VisitState?, _ happening: Happening) -> VisitState? {
    switch (state, happening) {
    case (.waiting, .call), (.called, .callAgain): .called
    case (.called, .putBack), (.parked, .resume), (.serving, .transfer): .waiting
    case (.missed, .reinstate), (.atDesk, .admit): .waiting
    case (.called, .miss): .missed
    case (.waiting, .handBack), (.waiting, .abandon), (.parked, .handBack): .left
    case (.waiting, .merge): .merged
    default: nil
    }
}

private func serve(_ state: VisitState?, _ happening: Happening) -> VisitState? {
    switch (state, happening) {
    case (.called, .appear), (.finished, .reopen): .serving
    case (.serving, .park): .parked
    case (.serving, .finish), (.called, .redirect), (.serving, .redirect): .finished
    default: nil
    }
}

private func end(_ state: VisitState?, _ happening: Happening) -> VisitState? {
    switch (state, happening) {
    case (.held, .cancel), (.booked, .cancel), (.waiting, .cancel), (.parked, .cancel),
        (.atDesk, .cancel):
        .cancelled
    case (.held, .close): .expired
    case (.booked, .close): .missed
    case (.waiting, .close), (.called, .close), (.atDesk, .close): .notServed
    case (.serving, .close), (.parked, .close): .finished
    case (let state?, _) where happening.keepsState && !state.isEnded: state
    default: nil
    }
}
