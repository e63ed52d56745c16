import Lobby

/// Lays a page out in a window: bars at the edges, the rest from top to bottom with as much air as
/// there is.
struct PageLayout {
    /// Texts are no wider than this, however wide the window.
    private static let widestText = 74
    /// From this width on there is a margin.
    private static let marginFrom = 50
    /// Rows that a label's shape takes at least.
    private static let labelRows = 4
    /// Lines that a footnote takes at most.
    private static let footnoteRows = 3

    /// How tightly things stand; from loose to tight.
    private struct Density {
        var betweenChoices: Int
        var hasGaps: Bool
        var hasLead: Bool
        var hasBigKeys = false
        /// What is at least this important is shown.
        var showing: Page.Importance
    }

    private let page: Page
    private let size: Size
    private let margin: Int
    private let width: Int

    init(_ page: Page, size: Size) {
        self.page = page
        self.size = size
        margin = max(
            size.width < Self.marginFrom ? 1 : 3,
            (size.width - Self.widestText) / 2
        )
        width = max(1, size.width - 2 * margin)
    }

    func grid() -> Grid {
        var canvas = Canvas(size: size, isRightToLeft: page.isRightToLeft)
        let last = size.height - 1
        drawBars(on: &canvas)
        let footnote = footnote(rows: last - 1)
        let bottom = last - footnote.count
        for (index, line) in footnote.enumerated() {
            canvas.text(line, row: bottom + index, column: margin, width: width, style: .dim)
        }
        let density = density(rows: bottom - 1)
        var row = density.hasLead ? 2 : 1
        for block in blocks(density) {
            let height = height(of: block, density)
            if row + height <= bottom { draw(block, at: row, density, on: &canvas) }
            row += height
        }
        return canvas.grid
    }

    // MARK: Room

    /// As many lines of the footnote as there is room for beside what should be shown.
    private func footnote(rows: Int) -> [String] {
        guard let text = page.footnote else { return [] }
        let lines = wrapped(text, to: width)
        let tight = Density(betweenChoices: 0, hasGaps: false, hasLead: false, showing: .should)
        let room = max(1, min(Self.footnoteRows, rows - height(tight)))
        guard lines.count > room else { return lines }
        return lines.prefix(room - 1) + [shortened("\(lines[room - 1]) …", to: width)]
    }

    private func height(_ density: Density) -> Int {
        blocks(density).reduce(density.hasLead ? 1 : 0) { $0 + height(of: $1, density) }
    }

    private func density(rows: Int) -> Density {
        var tries: [Density] = []
        if page.isLarge {
            tries.append(
                Density(
                    betweenChoices: 1,
                    hasGaps: true,
                    hasLead: true,
                    hasBigKeys: true,
                    showing: .may
                )
            )
            tries.append(
                Density(betweenChoices: 2, hasGaps: true, hasLead: true, showing: .should)
            )
        }
        tries += [
            Density(betweenChoices: 1, hasGaps: true, hasLead: true, showing: .may),
            Density(betweenChoices: 0, hasGaps: true, hasLead: true, showing: .may),
            Density(betweenChoices: 0, hasGaps: true, hasLead: false, showing: .should),
            Density(betweenChoices: 0, hasGaps: false, hasLead: true, showing: .should),
            Density(betweenChoices: 0, hasGaps: false, hasLead: false, showing: .should),
            Density(betweenChoices: 0, hasGaps: true, hasLead: false, showing: .must),
        ]
        let tightest = Density(betweenChoices: 0, hasGaps: false, hasLead: false, showing: .must)
        return tries.first { height($0) <= rows } ?? tightest
    }

    /// What is shown, without gaps at the ends or side by side.
    private func blocks(_ density: Density) -> [Page.Block] {
        var blocks: [Page.Block] = []
        // How to use a picture that is not there is nothing to read.
        let showing = lacksPicture ? .must : density.showing
        for item in page.items where item.importance >= showing {
            if item.block == .gap, blocks.last == .gap || blocks.isEmpty || !density.hasGaps {
                continue
            }
            blocks.append(item.block)
        }
        if blocks.last == .gap { blocks.removeLast() }
        return blocks
    }

    private func height(of block: Page.Block, _ density: Density) -> Int {
        switch block {
        case .heading(let text), .text(let text, _): wrapped(text, to: width).count
        case .choices(let choices, let isPaired):
            choicesHeight(choices, isPaired: isPaired, density)
        case .rows(let rows): rows.count + max(0, rows.count - 1) * density.betweenChoices
        case .label: bigLabel(block)?.height ?? 1
        case .code(let code, let words):
            fits(code) ? (code.side + 1) / 2 : wrapped(words, to: width).count
        case .entry, .rule, .gap: 1
        }
    }

    // MARK: Choices

    private func isInColumns(_ choices: [Page.Choice], _ isPaired: Bool) -> Bool {
        isPaired && !page.isLarge && choices.count > 3 && size.width >= Self.marginFrom
    }

    private func lines(of choice: Page.Choice, _ density: Density, width: Int) -> [String] {
        let room = max(1, width - 5 - (choice.note.map { cellWidth(of: $0) + 2 } ?? 0))
        // Names may take two lines, but not where every row is needed.
        guard density.hasGaps else { return [shortened(choice.name, to: room)] }
        let lines = wrapped(choice.name, to: room)
        guard lines.count > 2 else { return lines }
        return [lines[0], shortened(lines[1...].joined(separator: " "), to: room)]
    }

    private func choicesHeight(_ choices: [Page.Choice], isPaired: Bool, _ density: Density) -> Int
    {
        if isInColumns(choices, isPaired) {
            let rows = (choices.count + 1) / 2
            return rows + (rows - 1) * density.betweenChoices
        }
        let heights = choices.map { choiceHeight($0, density) }
        return heights.reduce(0, +) + max(0, choices.count - 1) * density.betweenChoices
    }

    private func choiceHeight(_ choice: Page.Choice, _ density: Density) -> Int {
        density.hasBigKeys
            ? BigText(choice.key).height : lines(of: choice, density, width: width).count
    }

    /// Whether there is room for a code below a heading, between the bars.
    private var lacksPicture: Bool {
        page.items.contains { item in
            if case .code(let code, _) = item.block { !fits(code) } else { false }
        }
    }

    private func fits(_ code: CodePicture) -> Bool {
        code.side <= size.width && (code.side + 1) / 2 + 3 <= size.height
    }

    private func bigLabel(_ block: Page.Block) -> BigText? {
        guard case .label(let label) = block else { return nil }
        let share = page.isLarge ? size.height * 2 / 5 : size.height * 3 / 10
        return BigText.fitting(
            label.description,
            width: width,
            height: max(Self.labelRows, share)
        )
    }

    // MARK: Drawing

    private func draw(
        _ block: Page.Block,
        at row: Int,
        _ density: Density,
        on canvas: inout Canvas
    ) {
        switch block {
        case .heading(let text): drawLines(text, at: row, style: .bold, on: &canvas)
        case .text(let text, let tone):
            drawLines(text, at: row, style: style(of: tone), on: &canvas)
        case .choices(let choices, let isPaired):
            drawChoices(choices, isPaired: isPaired, at: row, density, on: &canvas)
        case .rows(let rows): drawRows(rows, at: row, density, on: &canvas)
        case .label(let label):
            if let big = bigLabel(block) {
                let inset = min(6, max(0, width - big.width))
                canvas.big(big, row: row, column: margin + inset, style: .key)
            } else {
                canvas.text(label.description, row: row, column: margin, style: .key)
            }
        case .code(let code, let words):
            if fits(code) {
                canvas.code(code, row: row)
            } else {
                drawLines(words, at: row, style: .bold, on: &canvas)
            }
        case .entry(let text):
            canvas.text("> \(text)_", row: row, column: margin + 1, width: width, style: .bold)
        case .rule: canvas.rule(row: row, column: margin, width: width)
        case .gap: break
        }
    }

    private func style(of tone: Page.Tone) -> Style {
        switch tone {
        case .plain: page.isLarge ? .bold : .plain
        case .strong: .bold
        case .attention: .attention
        }
    }

    private func drawLines(_ text: String, at row: Int, style: Style, on canvas: inout Canvas) {
        for (index, line) in wrapped(text, to: width).enumerated() {
            canvas.text(line, row: row + index, column: margin, width: width, style: style)
        }
    }

    private func drawChoices(
        _ choices: [Page.Choice],
        isPaired: Bool,
        at start: Int,
        _ density: Density,
        on canvas: inout Canvas
    ) {
        var row = start
        let isInColumns = isInColumns(choices, isPaired)
        let rows = (choices.count + 1) / 2
        for (index, choice) in choices.enumerated() {
            if isInColumns, index == rows { row = start }
            let column = margin + (isInColumns && index >= rows ? width / 2 : 0)
            let room = isInColumns ? width / 2 : width
            let lines = lines(of: choice, density, width: room)
            let isSelected = index == page.selected
            if density.hasBigKeys {
                canvas.big(BigText(choice.key), row: row, column: column + 1, style: .key)
                draw(lines, of: choice, isSelected, at: row + 1, column + 9, room, on: &canvas)
            } else {
                canvas.text(choice.key, row: row, column: column + 1, style: .key)
                draw(lines, of: choice, isSelected, at: row, column + 5, room, on: &canvas)
            }
            row += isInColumns ? 1 : choiceHeight(choice, density)
            row += density.betweenChoices
        }
    }

    private func draw(
        _ lines: [String],
        of choice: Page.Choice,
        _ isSelected: Bool,
        at row: Int,
        _ column: Int,
        _ room: Int,
        on canvas: inout Canvas
    ) {
        let style = isSelected ? Style.reverse : page.isLarge ? .bold : .plain
        for (index, line) in lines.enumerated() {
            let text = isSelected ? " \(line) " : line
            let start = isSelected ? column - 1 : column
            canvas.text(text, row: row + index, column: start, style: style)
        }
        guard let note = choice.note, room == width else { return }
        canvas.textAtEnd(note, row: row, margin: margin, style: .dim)
    }

    private func drawRows(
        _ rows: [Page.Row],
        at start: Int,
        _ density: Density,
        on canvas: inout Canvas
    ) {
        let inset = 2 + (rows.map { cellWidth(of: $0.name) }.max() ?? 0)
        for (index, line) in rows.enumerated() {
            let row = start + index * (1 + density.betweenChoices)
            let room = max(1, width - inset - cellWidth(of: line.note) - 2)
            canvas.text(line.name, row: row, column: margin, style: .key)
            canvas.text(
                shortened(line.text, to: room),
                row: row,
                column: margin + inset,
                style: page.isLarge ? .bold : .plain
            )
            canvas.textAtEnd(line.note, row: row, margin: margin, style: .dim)
        }
    }

    private func drawBars(on canvas: inout Canvas) {
        let last = size.height - 1
        let edge = margin > 1 ? margin - 2 : 1
        canvas.bar(row: 0)
        let room = size.width - 2 * edge - cellWidth(of: page.clock) - 1
        canvas.text(page.title, row: 0, column: edge, width: room, style: .reverse)
        canvas.textAtEnd(page.clock, row: 0, margin: edge, style: .reverse)
        canvas.bar(row: last)
        let end = page.countdown.map { String($0) } ?? ""
        let hintRoom = size.width - 2 * edge - (end.isEmpty ? 0 : cellWidth(of: end) + 1)
        canvas.text(
            hintLine(page.hints, width: hintRoom),
            row: last,
            column: edge,
            width: hintRoom,
            style: .reverse
        )
        canvas.textAtEnd(end, row: last, margin: edge, style: .reverse)
    }
}

/// Hints in one line: closer together where it is short, and then the lightest left out.
func hintLine(_ hints: [Page.Hint], width: Int) -> String {
    var shown = hints
    while !shown.isEmpty {
        for space in [4, 3, 2] {
            let line = shown.map(\.text).joined(separator: String(repeating: " ", count: space))
            if cellWidth(of: line) <= width { return line }
        }
        guard shown.count > 1, let lightest = shown.map(\.weight).min(),
            let index = shown.lastIndex(where: { $0.weight == lightest })
        else { return shortened(shown[0].text, to: width) }
        shown.remove(at: index)
    }
    return ""
}
