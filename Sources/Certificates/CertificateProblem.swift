/// Why there is no authority or no certificate, with what to do about it.
package enum CertificateProblem: Error, Equatable, CustomStringConvertible {
    /// The folder or a file in it cannot be written.
    case notWritable(path: String, reason: String)
    /// One of the authority's two files is there, the other is not.
    case missing(path: String)
    /// One of the authority's files is not what its name says.
    case unreadable(path: String)
    /// The authority's key is not that of its certificate.
    case mismatch(certificate: String, key: String)
    /// The authority is too old to sign anything.
    case ended(path: String)
    /// A certificate cannot name this.
    case notAName(String)

    package var description: String {
        switch self {
        case .notWritable(let path, let reason):
            "\(path) cannot be written: \(reason). Name another folder with --directory."
        case .missing(let path):
            "The authority is not whole: \(path) is not there. \(Self.remedy)"
        case .unreadable(let path):
            "The authority's file \(path) cannot be read. \(Self.remedy)"
        case .mismatch(let certificate, let key):
            "The key \(key) does not belong to \(certificate). \(Self.remedy)"
        case .ended(let path):
            """
            The authority \(path) has ended. Begin a new one in an empty folder with --directory, \
            and copy its ca.pem to every kiosk, desk and board.
            """
        case .notAName(let text):
            "\(text) is neither a host name nor an address. Write --host hub.example or 10.0.0.7."
        }
    }

    private static let remedy = """
        Put the file back from your copy, or begin a new authority in an empty folder with \
        --directory; then every kiosk, desk and board needs the new ca.pem.
        """
}
