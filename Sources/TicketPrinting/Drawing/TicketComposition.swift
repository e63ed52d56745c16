import CPangoCairo
import Lobby

/// A ticket measured and placed: every piece has its spot, and each paper its length.
///
/// All is measured before anything is drawn, so that a page is long enough or there is a fault, and
/// nothing is cut off in silence. Lengths are dots.
struct TicketComposition {
    enum Piece {
        case text(TextSetting, x: Double, y: Double)
        case box(x: Int, y: Int, width: Int, height: Int)
        case picture(DotPicture, x: Int, y: Int)
    }

    /// One piece of paper.
    struct Section {
        var pieces: [Piece] = []
        var height = 0
        var cut: TicketLayout.Cut?

        func draw(on cairo: OpaquePointer) throws(TicketDrawingError) {
            for piece in pieces {
                switch piece {
                case .text(let setting, let x, let y):
                    setting.draw(on: cairo, x: x, y: y)
                case .box(let x, let y, let width, let height):
                    cairo_rectangle(cairo, Double(x), Double(y), Double(width), Double(height))
                    cairo_fill(cairo)
                case .picture(let picture, let x, let y):
                    try picture.draw(on: cairo, x: x, y: y)
                }
            }
        }
    }

    /// What did not work out; `block` is its place in the layout, nil for the whole paper.
    struct Fault: Equatable {
        var block: Int?
        var error: TicketDrawingError
    }

    /// What a composition is made with.
    struct Tools {
        var dotsPerInch: Int
        var fonts: TextContexts
        var images: ImageBook
        /// Whether a word that has to be broken is a fault.
        var isStrict = false
    }

    /// On a sheet everything is set smaller until it fits, but not below this share of its size.
    static let smallestShare = 0.5
    /// The steps it gets smaller by are at least this large.
    private static let largestStep = 0.96

    let width: Int
    let margin: Int
    let layout: TicketLayout
    let ticket: Ticket
    let tools: Tools
    /// How large everything is, against the sizes in the layout.
    let scale: Double
    private(set) var sections: [Section] = []
    private(set) var faults: [Fault] = []
    var current = Section()
    /// Where the next block begins.
    var bottom: Int

    /// The ticket on its paper; throws the first fault.
    static func fitting(
        _ ticket: Ticket,
        layout: TicketLayout,
        tools: Tools
    ) throws(TicketDrawingError) -> TicketComposition {
        let composition = smaller(ticket, layout: layout, tools: tools)
        if let fault = composition.faults.first { throw fault.error }
        return composition
    }

    /// The ticket on its paper, on a sheet as small as it has to be.
    static func smaller(
        _ ticket: Ticket,
        layout: TicketLayout,
        tools: Tools
    ) -> TicketComposition {
        var share = 1.0
        while true {
            let composition = TicketComposition(
                ticket,
                layout: layout,
                tools: tools,
                share: share
            )
            guard layout.paper.isSheet, share > smallestShare,
                let needed = composition.faults.compactMap(\.error.neededLength).max()
            else { return composition }
            let step = min(largestStep, layout.paper.longest / Double(needed))
            share = max(smallestShare, share * step)
        }
    }

    private init(_ ticket: Ticket, layout: TicketLayout, tools: Tools, share: Double) {
        self.layout = layout
        self.ticket = ticket
        self.tools = tools
        scale = layout.paper.scale * share
        width = Self.dots(layout.paper.width, tools.dotsPerInch)
        margin = Self.dots(layout.paper.margin, tools.dotsPerInch)
        bottom = margin
        guard available > 0 else {
            faults = [Fault(block: nil, error: .marginsTooWide(name: layout.paper.name))]
            return
        }
        attempt(block: nil) { composition throws(TicketDrawingError) in
            try composition.addReprintMark()
        }
        addBlocks()
    }

    /// Millimetres as whole dots, by the rule of PWG raster: hundredths, cut.
    static func dots(_ millimetres: Double, _ dotsPerInch: Int) -> Int {
        Int((millimetres * 100).rounded()) * dotsPerInch / 2540
    }

    /// A length of the layout on this paper.
    func dots(_ millimetres: Double) -> Int {
        Self.dots(millimetres * scale, tools.dotsPerInch)
    }

    var available: Int { width - 2 * margin }

    private mutating func addBlocks() {
        var isOpen = true
        var hasContent = false
        var isAfterGap = false
        for (number, block) in layout.blocks.enumerated() {
            // A block that is left out takes the space below it along.
            if isAfterGap, case .space = block { continue }
            if case .cut(let cut) = block {
                if isOpen { end(with: cut) }
                (isOpen, hasContent, isAfterGap) = (false, false, true)
                continue
            }
            var isShown = false
            attempt(block: number) { composition throws(TicketDrawingError) in
                if !isOpen { try composition.begin() }
                isShown = try composition.add(block)
            }
            isOpen = true
            isAfterGap = !isShown
            if isShown { hasContent = true }
        }
        // Nothing but a mark is no paper of its own.
        if isOpen, hasContent || sections.isEmpty { end(with: nil) }
    }

    private mutating func attempt(
        block: Int?,
        _ body: (inout TicketComposition) throws(TicketDrawingError) -> Void
    ) {
        do throws(TicketDrawingError) {
            try body(&self)
        } catch {
            faults.append(Fault(block: block, error: error))
        }
    }

    /// Begins the next piece of paper.
    private mutating func begin() throws(TicketDrawingError) {
        current = Section()
        bottom = margin
        try addReprintMark()
    }

    /// Fixes the length of the paper, between the shortest and the longest.
    private mutating func end(with cut: TicketLayout.Cut?) {
        let paper = layout.paper
        let needed = bottom + margin
        if needed > Self.dots(paper.longest, tools.dotsPerInch) {
            let millimetres = (Double(needed) * 25.4 / Double(tools.dotsPerInch)).rounded(.up)
            let error = TicketDrawingError.tooLong(
                name: layout.name,
                needed: Int(millimetres),
                longest: Int(paper.longest)
            )
            faults.append(Fault(block: nil, error: error))
        }
        current.height = max(needed, Self.dots(paper.shortest, tools.dotsPerInch))
        current.cut = cut
        sections.append(current)
    }
}
