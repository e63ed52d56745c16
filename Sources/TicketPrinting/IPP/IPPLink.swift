import CCups

/// Why a question got no answer.
enum IPPFailure: Error {
    /// No connection: the question was never sent.
    case unreachable
    /// The connection died after the question had begun: it may have been heard.
    case broken
}

/// Asks a printer or a CUPS server; every call blocks.
///
/// Each question has a connection of its own. libcups mends a connection that died behind the
/// caller's back, with a time-out of thirty seconds and without a word; here a dead link has to show.
struct IPPLink {
    /// A printer that says nothing for so long has no more to say.
    static let longestSilence: Duration = .seconds(3)

    let address: IPPAddress
    let connectLimit: Duration

    /// Sends the request, with a document where there is one, and waits for the answer.
    ///
    /// A printer that refuses has answered: see ``IPPAnswer/status``.
    func ask(
        _ request: IPPRequest,
        document: [UInt8]? = nil
    ) throws(IPPFailure) -> IPPAnswer {
        // The usual answer of libcups to "who are you?" is a prompt on the terminal.
        cupsSetPasswordCB2({ _, _, _, _, _ in nil }, nil)
        let http = httpConnect2(
            address.host,
            Int32(address.port),
            nil,
            AF_UNSPEC,
            address.isEncrypted ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED,
            1,
            Int32(connectLimit / .milliseconds(1)),
            nil
        )
        guard let http else { throw .unreachable }
        defer { httpClose(http) }
        httpSetTimeout(http, Self.longestSilence / .seconds(1), nil, nil)

        guard let message = request.make(printerURI: address.printerURI) else { throw .unreachable }
        defer { ippDelete(message) }
        let length = ippLength(message) + (document?.count ?? 0)
        let status = cupsSendRequest(http, message, address.resource, length)
        if status == HTTP_STATUS_CONTINUE, let document {
            let written = document.withUnsafeBytes { bytes in
                bytes.baseAddress.map {
                    cupsWriteRequestData(
                        http,
                        $0.assumingMemoryBound(to: CChar.self),
                        bytes.count
                    )
                }
            }
            if let written, written != HTTP_STATUS_CONTINUE { throw .broken }
        }
        // A printer may answer before it has heard all, "busy" for example.
        guard let answer = cupsGetResponse(http, address.resource) else { throw .broken }
        return IPPAnswer(answer)
    }
}
