import Glibc
import HubServer
import Logging

/// How many files and connections this process may have open at once.
enum OpenFiles {
    /// What a hub has open beside its connections: databases, backups, printers, programs it starts.
    private static let others = 512
    private static let fewestConnections = 64

    /// Raises the limit that the shell or the service manager set, as far as the system lets it.
    ///
    /// - Parameters:
    ///   - listeners: How many listeners share the files.
    ///   - logger: Learns when there are too few, and what helps.
    /// - Returns: How many connections each listener may have, so that files are left for the rest.
    static func connections(listeners: Int, logger: Logger) -> Int {
        let most = HubApplication.Limit.connections
        let wanted = listeners * most + others
        let allowed = raise(to: wanted)
        guard allowed < wanted else { return most }
        logger.warning(
            "hub.fewFiles",
            metadata: [
                "allowed": "\(allowed)",
                "wanted": "\(wanted)",
                "remedy": .string(
                    "Let the hub open more files: LimitNOFILE=\(wanted) in its unit, or "
                        + "ulimit -n \(wanted). Until then it takes fewer connections at once."
                ),
            ]
        )
        return max(fewestConnections, (allowed - others) / listeners)
    }

    /// - Returns: How many are allowed now.
    @discardableResult
    static func raise(to wanted: Int) -> Int {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return wanted }
        if limit.rlim_cur < rlim_t(wanted) {
            limit.rlim_cur = min(rlim_t(wanted), limit.rlim_max)
            _ = setrlimit(resource, &limit)
            _ = getrlimit(resource, &limit)
        }
        return Int(clamping: limit.rlim_cur)
    }
}
