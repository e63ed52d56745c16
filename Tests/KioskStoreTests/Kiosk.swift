import KioskStore
import Lobby
import Sync
import TestWorlds

/// A kiosk's file in a folder of its own, and the visitors in front of it.
struct Kiosk {
    let folder: TemporaryFolder
    let store: KioskDatabase
    var path: String { folder.file("kiosk.sqlite") }

    init(letter: String? = "K") throws {
        folder = try TemporaryFolder()
        store = try KioskDatabase(
            path: folder.file("kiosk.sqlite"),
            newIncarnation: "first",
            letter: letter
        )
    }

    /// The file as another start of the program finds it when this one is killed now.
    func afterCrash(_ name: String) throws -> KioskDatabase {
        try KioskDatabase(
            path: try folder.copyOfDatabase(at: path, named: name + ".sqlite"),
            newIncarnation: "second",
            letter: "X"
        )
    }
}

func someDraw(_ number: Int, at now: Instant = at(9), letter: String = "A") -> KioskCore.Draw {
    KioskCore.Draw(
        visit: VisitID(high: 7, low: UInt64(number)),
        service: "passport",
        letter: letter,
        language: "de",
        key: "1000\(number)",
        at: now
    )
}

func someTicket(_ label: Label) -> Ticket {
    Ticket(language: "de", values: [.label: label.description])
}

extension KioskDatabase {
    @discardableResult
    func issueOwn(_ number: Int, at now: Instant = at(9)) throws -> Issued {
        try issue(
            someDraw(number, at: now),
            from: .own(series: "AK"),
            clockOffset: 0,
            ticket: someTicket
        )
    }

    @discardableResult
    func issueHubs(_ number: Int, at now: Instant = at(9)) throws -> Issued {
        try issue(
            someDraw(number, at: now),
            from: .hub(
                DayLabel(day: tuesday, label: Label(series: "A", number: number))
            ),
            clockOffset: 0,
            ticket: someTicket
        )
    }
}

func hello(
    haveSeq: Int = 0,
    day: Day = tuesday,
    letter: String = "K",
    epoch: Int = 1
) -> HelloAnswer {
    HelloAnswer(
        epoch: epoch,
        haveSeq: haveSeq,
        haveHead: "",
        letter: letter,
        spareLetter: "L",
        day: day,
        now: at(9),
        staffPIN: nil
    )
}

func news(_ visits: [Visit], cursor: Int, resync: Bool = false, day: Day = tuesday) -> ChangesAnswer
{
    ChangesAnswer(
        epoch: 1,
        cursor: cursor,
        resync: resync,
        day: day,
        now: at(9),
        changes: visits.map { VisitChange($0, key: "2000\($0.label.number)") }
    )
}

/// A visit that only the hub can know of.
func elsewhere(_ number: Int, state: VisitState = .waiting, arrived: Instant = at(9)) -> Visit {
    Visit(
        id: VisitID(high: 8, low: UInt64(number)),
        label: Label(series: "A", number: number),
        service: "passport",
        state: state,
        arrived: arrived
    )
}
