import CCups

/// What a printer answered.
final class IPPAnswer {
    private let answer: OpaquePointer

    /// Takes the answer over and frees it in the end.
    init(_ answer: OpaquePointer) {
        self.answer = answer
    }

    deinit { ippDelete(answer) }

    var status: ipp_status_t { ippGetStatusCode(answer) }

    /// The printer did what was asked, perhaps without some attributes it does not know.
    var isGood: Bool { status.rawValue <= IPP_STATUS_OK_EVENTS_COMPLETE.rawValue }

    func integer(_ name: String) -> Int? {
        guard let attribute = find(name) else { return nil }
        return Int(ippGetInteger(attribute, 0))
    }

    func integers(_ name: String) -> [Int] {
        guard let attribute = find(name) else { return [] }
        return (0..<ippGetCount(attribute)).map { Int(ippGetInteger(attribute, $0)) }
    }

    func boolean(_ name: String) -> Bool? {
        guard let attribute = find(name) else { return nil }
        return ippGetBoolean(attribute, 0) != 0
    }

    func strings(_ name: String) -> [String] {
        guard let attribute = find(name) else { return [] }
        return strings(of: attribute)
    }

    /// The values of an attribute in all groups of the answer, one after the other.
    func allStrings(_ name: String) -> [String] {
        var values: [String] = []
        var attribute = find(name)
        while let current = attribute {
            values += strings(of: current)
            attribute = ippFindNextAttribute(answer, name, IPP_TAG_ZERO)
        }
        return values
    }

    /// The printers of an answer that lists printers: the address of each one's device.
    func allPrinters() -> [String: String] {
        var printers: [String: String] = [:]
        var (name, device): (String?, String?)
        var attribute = ippFirstAttribute(answer)
        while true {
            let isInside = attribute.map { ippGetGroupTag($0) == IPP_TAG_PRINTER } ?? false
            if let current = attribute, isInside, let label = ippGetName(current) {
                switch String(cString: label) {
                case "printer-name": name = strings(of: current).first
                case "device-uri": device = strings(of: current).first
                default: break
                }
            } else {
                // A separator: the printer is complete.
                if let name { printers[name] = device ?? "" }
                (name, device) = (nil, nil)
            }
            guard attribute != nil else { return printers }
            attribute = ippNextAttribute(answer)
        }
    }

    /// Dots an inch, where they are the same in both directions.
    func resolutions(_ name: String) -> [Int] {
        guard let attribute = find(name) else { return [] }
        return (0..<ippGetCount(attribute)).compactMap { position in
            var across: Int32 = 0
            var unit = IPP_RES_PER_INCH
            let along = ippGetResolution(attribute, position, &across, &unit)
            guard along == across else { return nil }
            return unit == IPP_RES_PER_CM ? Int((Double(along) * 2.54).rounded()) : Int(along)
        }
    }

    /// The jobs of an answer that lists jobs, in its order.
    func jobs() -> [IPPJob] {
        var jobs: [IPPJob] = []
        var attribute = ippFirstAttribute(answer)
        var isInsideJob = false
        while let current = attribute {
            if ippGetGroupTag(current) == IPP_TAG_JOB, let name = ippGetName(current) {
                if !isInsideJob { jobs.append(IPPJob()) }
                isInsideJob = true
                switch String(cString: name) {
                case "job-id": jobs[jobs.count - 1].id = Int(ippGetInteger(current, 0))
                case "job-state":
                    jobs[jobs.count - 1].state = .init(rawValue: Int(ippGetInteger(current, 0)))
                case "job-name": jobs[jobs.count - 1].name = strings(of: current).first ?? ""
                case "job-state-reasons": jobs[jobs.count - 1].reasons = strings(of: current)
                default: break
                }
            } else {
                // A separator: the next job begins.
                isInsideJob = false
            }
            attribute = ippNextAttribute(answer)
        }
        return jobs
    }

    private func find(_ name: String) -> OpaquePointer? {
        ippFindAttribute(answer, name, IPP_TAG_ZERO)
    }

    private func strings(of attribute: OpaquePointer) -> [String] {
        (0..<ippGetCount(attribute)).compactMap { position in
            ippGetString(attribute, position, nil).map { String(cString: $0) }
        }
    }
}

/// A job as a printer or a queue tells of it.
struct IPPJob: Equatable, Sendable {
    /// The values of `job-state`, RFC 8011 §5.3.7.
    enum State: Int, Sendable {
        case pending = 3
        case held, processing, stopped, cancelled, aborted, completed

        var hasEnded: Bool { rawValue >= State.cancelled.rawValue }
    }

    var id = 0
    var name = ""
    var state: State?
    var reasons: [String] = []
}
