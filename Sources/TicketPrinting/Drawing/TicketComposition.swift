import CPangoCairo
import Lobby

/// A ticket measured and placed: every piece has its spot, and the page its length.
///
/// All is measured before anything is drawn, so that a page is long enough or an error is thrown,
/// and nothing is cut off in silence. Lengths are dots.
struct TicketComposition {
    private enum Piece {
        case text(TextSetting, x: Double, y: Double)
        case box(x: Int, y: Int, width: Int, height: Int)
    }

    /// The white between a QR code and its caption, beside the code's own border.
    private static let captionGap = 2.0
    /// A caption narrower than this goes below its code.
    private static let narrowestCaption = 20.0
    /// Smaller squares of a QR code run together on thermal paper.
    private static let smallestModule = 2

    let width: Int
    private(set) var height = 0
    let dotsPerInch: Int
    private let layout: TicketLayout
    private let text: TicketText
    private let context: OpaquePointer
    private let margin: Int
    private var pieces: [Piece] = []
    private var bottom: Int

    init(
        _ ticket: Ticket,
        layout: TicketLayout,
        dotsPerInch: Int,
        context: OpaquePointer
    ) throws(TicketDrawingError) {
        self.layout = layout
        self.dotsPerInch = dotsPerInch
        self.context = context
        text = TicketText(ticket: ticket)
        width = Self.dots(layout.width, dotsPerInch)
        margin = Self.dots(layout.margin, dotsPerInch)
        bottom = margin
        guard width - 2 * margin > 0 else { throw .marginsTooWide(name: layout.name) }

        if ticket.isReprint { try addReprintMark() }
        var isAfterGap = false
        for block in layout.blocks {
            // A block that is left out takes the space below it along.
            if isAfterGap, case .space = block { continue }
            isAfterGap = try !add(block)
        }
        try close()
    }

    func draw(on cairo: OpaquePointer) {
        for piece in pieces {
            switch piece {
            case .text(let setting, let x, let y):
                setting.draw(on: cairo, x: x, y: y)
            case .box(let x, let y, let width, let height):
                cairo_rectangle(cairo, Double(x), Double(y), Double(width), Double(height))
                cairo_fill(cairo)
            }
        }
    }

    /// Millimetres as whole dots, by the rule of PWG raster: hundredths, cut.
    static func dots(_ millimetres: Double, _ dotsPerInch: Int) -> Int {
        Int((millimetres * 100).rounded()) * dotsPerInch / 2540
    }

    private func dots(_ millimetres: Double) -> Int {
        Self.dots(millimetres, dotsPerInch)
    }

    private var available: Int { width - 2 * margin }

    /// Whether the block has anything to show.
    private mutating func add(_ block: TicketLayout.Block) throws(TicketDrawingError) -> Bool {
        switch block {
        case .text(let template, let size, let isBold, let align):
            guard let words = text.filled(template) else { return false }
            let style = style(size: size, isBold: isBold, align: align, width: available)
            bottom = try place(setting(words, style), x: margin, y: bottom)
        case .number(let size):
            try addNumber(size: size)
        case .rule(let thickness):
            let thickness = max(1, dots(thickness))
            pieces.append(.box(x: margin, y: bottom, width: available, height: thickness))
            bottom += thickness
        case .qr(let content, let caption, let size):
            guard let content = text.filled(content) else { return false }
            try addCode(content, caption: caption, size: size)
        case .space(let length):
            bottom += dots(length)
        }
        return true
    }

    private mutating func addReprintMark() throws(TicketDrawingError) {
        guard let words = text.filled(layout.reprintMark) else { return }
        let line = max(1, dots(0.5))
        let padding = dots(1)
        let top = bottom
        let style = style(size: 4.5, isBold: true, align: .center, width: available - 4 * line)
        let end = try place(setting(words, style), x: margin + 2 * line, y: top + line + padding)
        let height = end + padding + line - top
        for (x, y, width, height) in [
            (margin, top, available, line), (margin, top + height - line, available, line),
            (margin, top, line, height), (margin + available - line, top, line, height),
        ] {
            pieces.append(.box(x: x, y: y, width: width, height: height))
        }
        bottom = top + height + dots(2)
    }

    private mutating func addNumber(size: Double) throws(TicketDrawingError) {
        let label = TicketText.printable(text.ticket.label)
        if label.isEmpty { throw .noNumber }
        // Set once at a known size: ink grows in proportion, up to the width or the height.
        let trial = 100.0
        let measured = try setting(label, style(dots: trial, isBold: true)).ink
        if measured.width <= 0 || measured.height <= 0 { throw .noNumber }
        let scale = min(
            Double(available) / measured.width,
            Double(dots(size)) / measured.height
        )
        let fitted = try setting(label, style(dots: trial * scale * 0.995, isBold: true))
        let x = Double(margin) + (Double(available) - fitted.ink.width) / 2 - fitted.ink.left
        pieces.append(.text(fitted, x: x, y: Double(bottom) - fitted.ink.top))
        bottom += Int(fitted.ink.height.rounded(.up))
    }

    private mutating func addCode(
        _ content: String,
        caption: TicketLayout.QRCaption?,
        size: Double
    ) throws(TicketDrawingError) {
        guard let code = QRSymbol(content) else { throw .codeTooLarge(content: content) }
        let module = min(dots(size), available) / code.modules
        if module < Self.smallestModule { throw .codeTooLarge(content: content) }
        let side = module * code.modules
        let quiet = module * QRSymbol.quietModules
        let words = caption.flatMap { text.filled($0.text) }

        guard let caption, let words else {
            place(code, module: module, x: (width - side) / 2, y: bottom + quiet)
            bottom += side + 2 * quiet
            return
        }
        let captionX = max(margin, quiet) + side + quiet + dots(Self.captionGap)
        let captionWidth = width - margin - captionX
        if captionWidth < dots(Self.narrowestCaption) {
            place(code, module: module, x: (width - side) / 2, y: bottom + quiet)
            let style = style(size: caption.size, align: .center, width: available)
            bottom = try place(
                setting(words, style),
                x: margin,
                y: bottom + side + 2 * quiet
            )
            return
        }
        let setting = try setting(words, style(size: caption.size, width: captionWidth))
        let captionHeight = Int(setting.logical.height.rounded(.up))
        let height = max(side + 2 * quiet, captionHeight)
        place(code, module: module, x: max(margin, quiet), y: bottom + (height - side) / 2)
        _ = try place(setting, x: captionX, y: bottom + (height - captionHeight) / 2)
        bottom += height
    }

    private mutating func place(_ code: QRSymbol, module: Int, x: Int, y: Int) {
        for row in 0..<code.modules {
            for run in code.darkRuns(row: row) {
                pieces.append(
                    .box(
                        x: x + run.lowerBound * module,
                        y: y + row * module,
                        width: run.count * module,
                        height: module
                    )
                )
            }
        }
    }

    /// Places a text with its top here and answers where it ends, marks above and below included.
    private mutating func place(
        _ setting: TextSetting,
        x: Int,
        y: Int
    ) throws(TicketDrawingError) -> Int {
        let top = min(setting.ink.top, setting.logical.top)
        let end = max(setting.ink.bottom, setting.logical.bottom)
        let left = Double(x) + setting.ink.left
        if left < 0 || left + setting.ink.width > Double(width) {
            throw .tooWide(name: layout.name)
        }
        pieces.append(.text(setting, x: Double(x), y: Double(y) - top))
        return y + Int((end - top).rounded(.up))
    }

    private func setting(
        _ words: String,
        _ style: TextSetting.Style
    ) throws(TicketDrawingError) -> TextSetting {
        try TextSetting(words, in: context, style: style)
    }

    private func style(
        size: Double,
        isBold: Bool = false,
        align: TicketLayout.Alignment = .start,
        width: Int
    ) -> TextSetting.Style {
        .init(
            fonts: layout.fonts,
            size: Double(dotsPerInch) * size / 25.4,
            isBold: isBold,
            align: align,
            width: Double(width)
        )
    }

    private func style(dots: Double, isBold: Bool) -> TextSetting.Style {
        .init(fonts: layout.fonts, size: dots, isBold: isBold)
    }

    /// Fixes the length of the page, between the shortest and the longest.
    private mutating func close() throws(TicketDrawingError) {
        let needed = bottom + margin
        if needed > dots(layout.longest) {
            let millimetres = (Double(needed) * 25.4 / Double(dotsPerInch)).rounded(.up)
            throw .tooLong(
                name: layout.name,
                needed: Int(millimetres),
                longest: Int(layout.longest)
            )
        }
        height = max(needed, dots(layout.shortest))
    }
}
