import CCups

/// Why a question got no answer.
enum IPPFailure: Error {
    /// No connection: the question was never sent.
    case unreachable
    /// The connection died after the question had begun: it may have been heard.
    case broken
    /// The server wants to know who asks, and this user is not enough.
    case forbidden
    /// Another certificate than the one that this printer showed the first time.
    case untrusted
}

/// Asks a printer or a CUPS server; every call blocks.
///
/// Each question has a connection of its own. libcups mends a connection that died behind the
/// caller's back, with a time-out of thirty seconds and without a word; here a dead link has to show.
struct IPPLink {
    /// A printer that says nothing for so long has no more to say.
    static let longestSilence: Duration = .seconds(3)

    /// A connection on which the server asked who we are is used once more.
    private static let mostTries = 2

    let address: IPPAddress
    let connectLimit: Duration
    /// How long the other side may say nothing.
    var silence = longestSilence
    /// Which printers are believed to be who they say inside TLS.
    var trust = PrinterTrust(folder: nil)

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
        if address.isEncrypted, !trust.accepts(http, host: address.host) { throw .untrusted }
        httpSetTimeout(http, silence / .seconds(1), nil, nil)
        for _ in 1...Self.mostTries {
            if let answer = try answer(request, document, on: http) { return answer }
        }
        throw .forbidden
    }

    /// The answer; nil when libcups now knows how to say who asks.
    ///
    /// A CUPS server on this machine believes the kernel's word for who is at the other end.
    private func answer(
        _ request: IPPRequest,
        _ document: [UInt8]?,
        on http: OpaquePointer
    ) throws(IPPFailure) -> IPPAnswer? {
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
            if let written, written != HTTP_STATUS_CONTINUE, written != HTTP_STATUS_UNAUTHORIZED {
                throw .broken
            }
        }
        // A printer may answer before it has heard all, "busy" for example.
        if let answer = cupsGetResponse(http, address.resource) { return IPPAnswer(answer) }
        switch httpGetStatus(http) {
        case HTTP_STATUS_UNAUTHORIZED: return nil
        case HTTP_STATUS_CUPS_AUTHORIZATION_CANCELED, HTTP_STATUS_FORBIDDEN: throw .forbidden
        default: throw .broken
        }
    }
}
