import Foundation
import Lobby
import Sync
import Testing

@Suite struct `A kiosk's printer` {
    private let low = PrinterReport(isReady: true, reasons: [.mediaLow], ticketsLeft: 40)

    @Test func `is told in the hello, and not once more after it`() throws {
        var core = KioskCore(memory: KioskMemory(incarnation: "one"))
        #expect(core.step(.printerChanged(low), at: moment(.zero), chance: 0) == [])
        let effects = core.step(.started, at: moment(.zero), chance: 0)
        guard case .hello(let hello)? = effects.first else {
            Issue.record("\(effects)")
            return
        }
        #expect(hello.printerReport == low)
        #expect(hello.printer == "media-low")
        let greeted = core.step(.helloAnswered(answer), at: moment(.zero), chance: 0)
        #expect(!greeted.contains { if case .send = $0 { true } else { false } })
    }

    @Test func `is told at once when it changes, without an event, and once`() {
        var core = connected()
        let sending = [KioskCore.Effect.send(after: 0, most: KioskCore.mostAtOnce)]
        #expect(core.step(.printerChanged(low), at: moment(.zero), chance: 0) == sending)
        // While that is on its way it changes again.
        let well = PrinterReport(isReady: true, reasons: [])
        #expect(core.step(.printerChanged(well), at: moment(.zero), chance: 0) == [])
        let told = EventsAnswer(haveSeq: 0, haveHead: "", epoch: 1, day: today)
        let next = core.step(.eventsAnswered(told), at: moment(.zero), chance: 0)
        #expect(next == [.acknowledge(0, day: today)] + sending)
        let last = core.step(.eventsAnswered(told), at: moment(.zero), chance: 0)
        #expect(last == [.acknowledge(0, day: today)])
    }

    @Test func `is unknown in the messages of an older kiosk, which are read all the same`() throws
    {
        let hello = """
            {"incarnation":"one","protocol":1,"lastSeq":0,"head":"","epochSeen":1,"highest":{},
            "clock":0,"printer":"ready"}
            """
        let request = try JSONDecoder().decode(HelloRequest.self, from: Data(hello.utf8))
        #expect(request.printerReport == nil)
        let events = #"{"incarnation":"one","epoch":1,"events":[]}"#
        let sent = try JSONDecoder().decode(EventsRequest.self, from: Data(events.utf8))
        #expect(sent.printer == nil)
    }

    @Test func `may have reasons that only a newer kiosk knows`() throws {
        let text = #"{"isReady":false,"reasons":["paper-dance","media-empty"]}"#
        let report = try JSONDecoder().decode(PrinterReport.self, from: Data(text.utf8))
        #expect(report.known == [.other, .mediaEmpty])
        #expect(report.needsSomebody)
    }

    @Test func `leaves a visit unclear only where it should have answered`() {
        #expect(PaperDetails(.printed, isReprint: false).isUnclear == false)
        #expect(PaperDetails(.unknown([.unreachable]), isReprint: false).isUnclear == true)
        #expect(PaperDetails(.unknown([]), isReprint: false).isUnclear == nil)
        #expect(PaperDetails(.notPrinted([.mediaEmpty]), isReprint: true).isUnclear == nil)
    }

    private var answer: HelloAnswer {
        HelloAnswer(
            epoch: 1,
            haveSeq: 0,
            haveHead: "",
            letter: "K",
            spareLetter: "L",
            day: today,
            now: instant,
            staffPIN: nil
        )
    }

    private func connected() -> KioskCore {
        var core = KioskCore(memory: KioskMemory(incarnation: "one"))
        _ = core.step(.started, at: moment(.zero), chance: 0)
        _ = core.step(.helloAnswered(answer), at: moment(.zero), chance: 0)
        return core
    }
}
