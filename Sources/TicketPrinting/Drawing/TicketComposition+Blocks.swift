import Lobby

extension TicketComposition {
    /// The white between a QR code and its caption, beside the code's own border.
    private static let captionGap = 2.0
    /// A caption narrower than this goes below its code.
    private static let narrowestCaption = 20.0
    /// Smaller squares of a QR code, and bars, run together on thermal paper; millimetres and dots.
    private static let (smallestModule, smallestModuleDots) = (0.25, 2)
    /// Bars get no wider than this by themselves.
    private static let widestBar = 0.5

    /// Whether the block has anything to show.
    mutating func add(_ block: TicketLayout.Block) throws(TicketDrawingError) -> Bool {
        switch block {
        case .text(let template, let size, let isBold, let align, let languages):
            let paragraphs = paragraphs(template, languages)
            let style = style(size: size, isBold: isBold, align: align, width: available)
            for paragraph in paragraphs {
                bottom = try place(set(paragraph, style), x: margin, y: bottom)
            }
            return !paragraphs.isEmpty
        case .number(let size):
            try addNumber(size: size)
        case .rule(let thickness):
            let thickness = max(1, dots(thickness))
            current.pieces.append(
                .box(x: margin, y: bottom, width: available, height: thickness)
            )
            bottom += thickness
        case .qr(let content, let caption, let size):
            guard let content = TicketText(ticket: ticket).filled(content) else { return false }
            try addCode(content, caption: caption, size: size)
        case .barcode(let content, let height, let width):
            guard let content = TicketText(ticket: ticket).filled(content) else { return false }
            try addBars(content, height: height, width: width)
        case .image(let image, let width, let align):
            try addImage(image, width: width, align: align)
        case .space(let length):
            bottom += dots(length)
        case .cut: break
        }
        return true
    }

    /// The box with the mark of a second paper; nothing on a first one.
    mutating func addReprintMark() throws(TicketDrawingError) {
        guard ticket.isReprint else { return }
        let paragraphs = paragraphs(layout.reprintMark, nil)
        guard !paragraphs.isEmpty else { return }
        let line = max(1, dots(0.5))
        let padding = dots(1)
        let top = bottom
        let style = style(size: 4.5, isBold: true, align: .center, width: available - 4 * line)
        var end = top + line + padding
        for paragraph in paragraphs {
            end = try place(set(paragraph, style), x: margin + 2 * line, y: end)
        }
        let height = end + padding + line - top
        for (x, y, width, height) in [
            (margin, top, available, line), (margin, top + height - line, available, line),
            (margin, top, line, height), (margin + available - line, top, line, height),
        ] {
            current.pieces.append(.box(x: x, y: y, width: width, height: height))
        }
        bottom = top + height + dots(2)
    }

    private mutating func addNumber(size: Double) throws(TicketDrawingError) {
        let label = TicketText.printable(ticket.label)
        if label.isEmpty { throw .noNumber }
        let context = try tools.fonts.context(language: ticket.language)
        func setting(dots: Double) throws(TicketDrawingError) -> TextSetting {
            try TextSetting(
                label,
                in: context,
                style: .init(fonts: layout.fonts, size: dots, isBold: true)
            )
        }
        // Set once at a known size: ink grows in proportion, up to the width or the height.
        let trial = 100.0
        let measured = try setting(dots: trial).ink
        if measured.width <= 0 || measured.height <= 0 { throw .noNumber }
        let scale = min(
            Double(available) / measured.width,
            Double(dots(size)) / measured.height
        )
        let fitted = try setting(dots: trial * scale * 0.995)
        let x = Double(margin) + (Double(available) - fitted.ink.width) / 2 - fitted.ink.left
        current.pieces.append(.text(fitted, x: x, y: Double(bottom) - fitted.ink.top))
        bottom += Int(fitted.ink.height.rounded(.up))
    }

    private var leastModule: Int {
        max(
            Self.smallestModuleDots,
            Self.dots(Self.smallestModule, tools.dotsPerInch)
        )
    }

    private mutating func addCode(
        _ content: String,
        caption: TicketLayout.QRCaption?,
        size: Double
    ) throws(TicketDrawingError) {
        guard let code = QRSymbol(content) else { throw .codeTooLarge(content: content) }
        let module = min(dots(size), available) / code.modules
        if module < leastModule { throw .codeTooLarge(content: content) }
        let side = module * code.modules
        let quiet = module * QRSymbol.quietModules
        let edge = max(margin, quiet)
        let captionWidth = width - margin - edge - side - quiet - dots(Self.captionGap)
        let paragraphs = caption.map { self.paragraphs($0.text, $0.languages) } ?? []

        guard let caption, let first = paragraphs.first, captionWidth >= dots(Self.narrowestCaption)
        else {
            place(code, module: module, x: (width - side) / 2, y: bottom + quiet)
            bottom += side + 2 * quiet
            let style = style(size: caption?.size ?? 0, align: .center, width: available)
            for paragraph in paragraphs {
                bottom = try place(set(paragraph, style), x: margin, y: bottom)
            }
            return
        }
        // In a script from the right the reader finds the code at the right, and the words after it.
        let isTurned = first.words.runsRightToLeft
        let style = style(size: caption.size, width: captionWidth)
        let settings = try paragraphs.map { paragraph throws(TicketDrawingError) in
            try set(paragraph, style)
        }
        let captionHeight = settings.reduce(0) { $0 + $1.height }
        let height = max(side + 2 * quiet, captionHeight)
        place(
            code,
            module: module,
            x: isTurned ? width - edge - side : edge,
            y: bottom + (height - side) / 2
        )
        var top = bottom + (height - captionHeight) / 2
        for setting in settings {
            let x = isTurned ? margin : width - margin - captionWidth
            top = place(setting, x: x, y: top)
        }
        bottom += height
    }

    private mutating func place(_ code: QRSymbol, module: Int, x: Int, y: Int) {
        for row in 0..<code.modules {
            for run in code.darkRuns(row: row) {
                current.pieces.append(
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

    private mutating func addBars(
        _ content: String,
        height: Double,
        width wanted: Double?
    ) throws(TicketDrawingError) {
        guard let code = Code128(content) else { throw .notInCode128(content: content) }
        let room = wanted.map { min(dots($0), available) } ?? available
        var module = min(
            room / code.modules,
            width / (code.modules + 2 * Code128.quietModules)
        )
        if wanted == nil {
            let widest = Self.dots(Self.widestBar, tools.dotsPerInch)
            module = min(module, max(leastModule, widest))
        }
        if module < leastModule { throw .barsTooWide(content: content) }
        let left = (width - code.modules * module) / 2
        let height = max(1, dots(height))
        for bar in code.bars {
            current.pieces.append(
                .box(
                    x: left + bar.lowerBound * module,
                    y: bottom,
                    width: bar.count * module,
                    height: height
                )
            )
        }
        bottom += height
    }

    private mutating func addImage(
        _ image: TicketImage,
        width wanted: Double,
        align: TicketLayout.Alignment
    ) throws(TicketDrawingError) {
        let picture = try tools.images.picture(image, width: min(dots(wanted), available))
        let isTurned = Script.runsRightToLeft(ticket.language)
        let x =
            switch align {
            case .center: (width - picture.width) / 2
            case .start: isTurned ? width - margin - picture.width : margin
            case .end: isTurned ? margin : width - margin - picture.width
            }
        current.pieces.append(.picture(picture, x: x, y: bottom))
        bottom += picture.height
    }
}
