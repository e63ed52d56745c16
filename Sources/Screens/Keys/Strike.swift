/// The last key that was struck, so that a held key or a double strike counts once.
struct Strike: Equatable, Sendable {
    /// Two strikes of one key within this time are one.
    static let window: Duration = .milliseconds(500)

    private var key: Key?
    private var at: Duration = .zero
    private var wasOnEntry = false

    /// Takes a key; whether it is only the one before again.
    ///
    /// On an entry screen the same digit may follow quickly, but not when the first strike was on the
    /// choice screen before: then it is one strike that lasted.
    mutating func repeats(_ key: Key, isOnEntry: Bool, at now: Duration) -> Bool {
        let isSame = self.key == key && now - at < Self.window
        let isRepeated = isSame && !(isOnEntry && wasOnEntry)
        self.key = key
        at = now
        if !isSame { wasOnEntry = isOnEntry }
        return isRepeated
    }
}
