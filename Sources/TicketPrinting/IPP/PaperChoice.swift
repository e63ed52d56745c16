import CCups

/// The paper that a ticket is printed on, in hundredths of millimetres.
struct PaperChoice: Equatable, Sendable {
    var width: Int
    var length: Int
    /// The name to ask for; nil when the printer names no media at all.
    var keyword: String?
    /// Whether the size is one the printer cuts to measure.
    var isCustom = false

    /// A printer rounds its sizes; the margins of a ticket bear this much.
    private static let tolerance = 100

    /// The smallest paper that the ticket fits on; nil when it fits on none.
    ///
    /// The media are the names of `media-supported`, as in PWG 5101.1. Roll paper shows as a pair of
    /// `custom_min_…` and `custom_max_…`.
    init?(forWidth width: Int, length: Int, among media: [String]) {
        guard !media.isEmpty else {
            self.init(width: width, length: length, keyword: nil)
            return
        }
        let sizes = media.compactMap(Self.init(keyword:))
        // A sheet of just that size needs no measure, which some printers want put in by hand.
        let exact = sizes.first {
            !$0.isLimit && abs($0.width - width) <= Self.tolerance
                && (0...Self.tolerance).contains($0.length - length)
        }
        if let exact {
            self = exact
            return
        }
        let least = sizes.first { $0.keyword?.hasPrefix("custom_min") == true }
        let most = sizes.first { $0.keyword?.hasPrefix("custom_max") == true }
        if let least, let most, width + Self.tolerance >= least.width,
            width <= most.width + Self.tolerance, length <= most.length
        {
            let width = min(max(width, least.width), most.width)
            let length = max(length, least.length)
            var name = [CChar](repeating: 0, count: 64)
            pwgFormatSizeName(
                &name,
                name.count,
                "custom",
                "ticket",
                Int32(width),
                Int32(length),
                "mm"
            )
            let keyword = name.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.map { String(cString: $0) }
            }
            self.init(width: width, length: length, keyword: keyword, isCustom: true)
            return
        }
        let fitting = sizes.filter {
            !$0.isLimit && $0.width + Self.tolerance >= width && $0.length >= length
        }
        guard
            let best = fitting.min(by: { ($0.width, $0.length) < ($1.width, $1.length) })
        else { return nil }
        self = best
    }

    /// Whether it is no paper but the end of a range of sizes.
    private var isLimit: Bool {
        // A queue of CUPS calls sizes of its own `custom_` as well.
        keyword?.hasPrefix("custom_min") == true || keyword?.hasPrefix("custom_max") == true
    }

    private init(width: Int, length: Int, keyword: String?, isCustom: Bool = false) {
        self.width = width
        self.length = length
        self.keyword = keyword
        self.isCustom = isCustom
    }

    private init?(keyword: String) {
        guard let media = pwgMediaForPWG(keyword) else { return nil }
        self.init(
            width: Int(media.pointee.width),
            length: Int(media.pointee.length),
            keyword: keyword
        )
    }
}
