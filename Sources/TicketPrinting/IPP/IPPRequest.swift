import CCups

/// A question or order to a printer, before it is put into the form of libcups.
struct IPPRequest {
    enum Value {
        case integer(Int)
        case boolean(Bool)
        case keywords([String])
        case name(String)
        case format(String)
        case uri(String)
        /// One of numbered words, such as the state of a printer.
        case enumerated(Int)
        /// A size in hundredths of millimetres, as `media-col`.
        case mediaSize(width: Int, length: Int)

        static func keyword(_ keyword: String) -> Value { .keywords([keyword]) }
    }

    var operation: ipp_op_t
    /// Attributes of the operation, in the order in which they are sent.
    var attributes: [(name: String, value: Value)] = []
    /// Attributes of the job.
    var jobAttributes: [(name: String, value: Value)] = []
    /// Attributes of the printer, for those who set one up.
    var printerAttributes: [(name: String, value: Value)] = []

    /// The request in the form of libcups; the receiver frees it.
    func make(printerURI: String) -> OpaquePointer? {
        guard let request = ippNewRequest(operation) else { return nil }
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nil, printerURI)
        // The printer's own order: the job's number directly follows the printer.
        for case (let name, .integer(let number)) in attributes {
            ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, name, Int32(number))
        }
        ippAddString(
            request,
            IPP_TAG_OPERATION,
            IPP_TAG_NAME,
            "requesting-user-name",
            nil,
            cupsUser()
        )
        for (name, value) in attributes {
            add(name, value, in: IPP_TAG_OPERATION, to: request)
        }
        for (name, value) in jobAttributes {
            add(name, value, in: IPP_TAG_JOB, to: request)
        }
        for (name, value) in printerAttributes {
            add(name, value, in: IPP_TAG_PRINTER, to: request)
        }
        return request
    }

    private func add(
        _ name: String,
        _ value: Value,
        in group: ipp_tag_t,
        to request: OpaquePointer
    ) {
        switch value {
        case .integer(let number):
            if group == IPP_TAG_JOB {
                ippAddInteger(request, group, IPP_TAG_INTEGER, name, Int32(number))
            }
        case .boolean(let isTrue):
            ippAddBoolean(request, group, name, isTrue ? 1 : 0)
        case .keywords(let keywords):
            guard let first = keywords.first else { return }
            var attribute = ippAddString(request, group, IPP_TAG_KEYWORD, name, nil, first)
            for (position, keyword) in keywords.enumerated().dropFirst() {
                ippSetString(request, &attribute, Int32(position), keyword)
            }
        case .name(let text):
            ippAddString(request, group, IPP_TAG_NAME, name, nil, text)
        case .format(let format):
            ippAddString(request, group, IPP_TAG_MIMETYPE, name, nil, format)
        case .uri(let uri):
            ippAddString(request, group, IPP_TAG_URI, name, nil, uri)
        case .enumerated(let number):
            ippAddInteger(request, group, IPP_TAG_ENUM, name, Int32(number))
        case .mediaSize(let width, let length):
            let size = ippNew()
            ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", Int32(width))
            ippAddInteger(size, IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", Int32(length))
            let media = ippNew()
            ippAddCollection(media, IPP_TAG_ZERO, "media-size", size)
            ippAddCollection(request, group, name, media)
            ippDelete(size)
            ippDelete(media)
        }
    }
}
