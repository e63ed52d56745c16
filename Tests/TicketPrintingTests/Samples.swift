import Lobby
import TicketPrinting

/// The paper of most ticket printers.
let roll = TicketPaper(name: "80mm", width: 80, margin: 4, shortest: 60, longest: 200)

/// A layout like the one of walk-in tickets.
let walkIn = TicketLayout(
    name: "walk-in",
    paper: roll,
    fonts: ["Noto Sans", "Noto Naskh Arabic", "DejaVu Sans"],
    reprintMark: LocalizedText(["de": "Zweitdruck", "en": "Second copy"]),
    blocks: [
        .text(LocalizedText(["de": "{office}"]), size: 5, isBold: true, align: .center),
        .space(2),
        .number(size: 20),
        .space(2),
        .text(LocalizedText(["de": "{service}"]), size: 5.5, isBold: true, align: .center),
        .rule(thickness: 0.5),
        .text(
            LocalizedText(["de": "{date}, {time} Uhr", "en": "{date}, {time}"]),
            size: 4,
            isBold: false,
            align: .center
        ),
        .text(
            LocalizedText(["de": "Vor Ihnen: {ahead}", "en": "Before you: {ahead}"]),
            size: 4,
            isBold: false,
            align: .center
        ),
        .qr(
            content: "{link}",
            caption: .init(
                text: LocalizedText(["de": "Ihre Nummer auf dem Handy"]),
                size: 4
            ),
            size: 28
        ),
        .cut(.partial),
    ]
)

let link = "https://warten.musterstadt.de/t/0123456789abcdefghijkl"

let ticket = Ticket(
    language: "de",
    values: [
        .office: "Bürgerbüro Musterstadt", .label: "A 047", .service: "Personalausweis",
        .date: "24. November 2026", .time: "10:43", .ahead: "7", .link: link,
    ],
    day: Day("2026-11-24")
)

let renderer = TicketRenderer(layouts: [walkIn])

extension Ticket {
    func with(_ field: Field, _ value: String?) -> Ticket {
        var ticket = self
        ticket.values[field] = value
        return ticket
    }
}

extension TicketLayout {
    /// The layout with other blocks.
    func with(_ blocks: [Block]) -> TicketLayout {
        var layout = self
        layout.blocks = blocks
        return layout
    }

    /// A block of text in one language, as large as usual.
    static func plain(_ text: String, size: Double = 4) -> Block {
        .text(LocalizedText(["de": text]), size: size, isBold: false, align: .start)
    }
}

extension TicketPage {
    var blackDots: Int {
        bits.reduce(0) { $0 + $1.nonzeroBitCount }
    }

    /// The rows from the first to the last with a black dot.
    var inkedRows: ClosedRange<Int>? {
        let inked = (0..<height).filter { row in
            bits[row * bytesPerRow..<(row + 1) * bytesPerRow].contains { $0 != 0 }
        }
        guard let first = inked.first, let last = inked.last else { return nil }
        return first...last
    }
}
