import Foundation
import Lobby
import Testing

@Suite struct `Labels` {
    @Test(arguments: [
        ("A 047", "A", 47), ("a47", "A", 47), ("A  7", "A", 7), ("AK 012", "AK", 12),
        ("t1", "T", 1), ("aKl 1000", "AKL", 1000), ("H 999999", "H", 999_999),
    ])
    func `are read as people type them`(text: String, series: String, number: Int) {
        #expect(Label(text) == Label(series: series, number: number))
    }

    @Test(arguments: [
        "", "A", "47", "A 0", "A 000", "ABCDE 1", "A 1000000", "A -1", "A +1", "A 1 ", " A 1",
        "A 4 7", "Ä 1", "ß 1", "ﬁ 1", "A ٤", "A\t1", "A1B", "🅰️ 1",
    ])
    func `in any other form are not read`(text: String) {
        #expect(Label(text) == nil)
    }

    @Test(arguments: [(1, "A 001"), (47, "A 047"), (999, "A 999"), (1000, "A 1000")])
    func `have three digits, and more when needed`(number: Int, text: String) {
        let label = Label(series: "A", number: number)
        #expect(label.description == text)
        #expect(Label(text) == label)
    }

    @Test func `sort by series, then by number`() {
        let labels = ["AK 2", "B 1", "A 10", "A 9"].compactMap { Label($0) }
        #expect(labels.sorted().map(\.description) == ["A 009", "A 010", "AK 002", "B 001"])
    }

    @Test func `travel as text`() throws {
        let sent = try JSONEncoder().encode([Label(series: "A", number: 47)])
        #expect(String(decoding: sent, as: UTF8.self) == #"["A 047"]"#)
        #expect(try JSONDecoder().decode([Label].self, from: sent).first?.number == 47)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Label].self, from: Data(#"["A"]"#.utf8))
        }
    }

    @Test func `of a kiosk end with letters that no queue has`() {
        #expect(Set(Label.secondLetters).isDisjoint(with: "ABCDEFGHT".map(String.init)))
        #expect(Set(Label.secondLetters).count == Label.secondLetters.count)
    }
}

@Suite struct `Ids of visits` {
    @Test func `are UUIDs of version 7`() throws {
        let id = VisitID(at: Instant(milliseconds: 0x0191_2345_6789), chance: (.max, .max))
        #expect(id.description == "01912345-6789-7fff-bfff-ffffffffffff")
        #expect(UUID(uuidString: id.description) != nil)
        let other = VisitID(at: Instant(milliseconds: 0x0191_2345_6789), chance: (0, 0))
        #expect(other.description == "01912345-6789-7000-8000-000000000000")
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `are written as they are read`(seed: UInt64) throws {
        var chance = SeededChance(seed: seed)
        let words = (chance.next(), chance.next())
        for id in [
            VisitID(at: at("08:30"), chance: words), VisitID(high: words.0, low: words.1),
        ] {
            #expect(VisitID(id.description) == id)
            #expect(VisitID(id.description.uppercased()) == id)
            #expect(UUID(uuidString: id.description)?.uuidString.lowercased() == id.description)
            #expect(VisitID(data: id.data) == id)
        }
    }

    @Test func `sort by the time of their making`() {
        var chance = SeededChance(seed: 7)
        let ids = (0..<1000).map { step in
            VisitID(
                at: at("08:00") + .milliseconds(step),
                chance: (chance.next(), chance.next())
            )
        }
        #expect(ids.shuffled(using: &chance).sorted() == ids)
        #expect(ids.map(\.description).sorted() == ids.map(\.description))
    }

    @Test(arguments: [
        "", "01912345-6789-7fff-bfff-fffffffffff", "01912345-6789-7fff-bfff-fffffffffffff",
        "0191234506789-7fff-bfff-ffffffffffff", "g1912345-6789-7fff-bfff-ffffffffffff",
        "01912345-6789-7fff-bfff-ffffffffff-f", "01912345-6789-7fff-bfff-fffffffffffé",
    ])
    func `in any other form are not read`(text: String) {
        #expect(VisitID(text) == nil)
    }
}
