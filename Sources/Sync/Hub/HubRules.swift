/// The rules by which the hub takes what kiosks send, as values: the simulation proves that its
/// checkers find a hub with a wrong rule.
package struct HubRules: Sendable {
    /// An appointment that begins later than so long from now is not what somebody is here for who types
    /// its code today.
    package static let earliestClaim: Duration = .seconds(12 * 3600)

    /// Whether what a kiosk says of its log contradicts what the hub has of it.
    package var isFork: @Sendable (HelloRequest, LogHead) -> Bool
    /// Judges an event against the head of its log and the hash known for its number.
    package var judge: @Sendable (KioskEvent, LogHead, String?) -> ChainVerdict
    package var apply: @Sendable (KioskEvent, KioskEventFacts) -> [HubChange]
    package var answer: @Sendable (ReserveRequest, ReserveFacts) -> ReserveVerdict

    package init(
        isFork: @escaping @Sendable (HelloRequest, LogHead) -> Bool = { hello, head in
            // A kiosk that has forgotten events which the hub has is an old image, or a copy.
            hello.lastSeq < head.seq || hello.lastSeq == head.seq && hello.head != head.hash
        },
        judge: @escaping @Sendable (KioskEvent, LogHead, String?) -> ChainVerdict = {
            ChainVerdict(of: $0, after: $1, knownHash: $2)
        },
        apply: @escaping @Sendable (KioskEvent, KioskEventFacts) -> [HubChange] = {
            Sync.apply($0, facts: $1)
        },
        answer: @escaping @Sendable (ReserveRequest, ReserveFacts) -> ReserveVerdict = {
            ReserveVerdict($0, facts: $1)
        }
    ) {
        self.isFork = isFork
        self.judge = judge
        self.apply = apply
        self.answer = answer
    }
}
