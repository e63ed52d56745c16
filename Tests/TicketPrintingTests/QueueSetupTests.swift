import Foundation
import Lobby
import Testing

@testable import TicketPrinting

@Suite struct `The address of a new queue` {
    @Test(arguments: [
        ("ipp://10.0.0.9/ipp/print", "ipp://10.0.0.9/ipp/print?contimeout=2"),
        ("socket://10.0.0.9:9100", "socket://10.0.0.9:9100/?contimeout=2"),
        ("socket://10.0.0.9/?contimeout=5", "socket://10.0.0.9/?contimeout=5"),
        (
            "ipp://10.0.0.9/ipp/print?encryption=required",
            "ipp://10.0.0.9/ipp/print?encryption=required&contimeout=2"
        ),
        ("usb://EPSON/TM-T88?serial=1", "usb://EPSON/TM-T88?serial=1"),
    ])
    func `has a limit for reaching the printer`(device: String, address: String) {
        #expect(QueueSetup.patient(device) == address)
    }

    @Test(arguments: ["", "printer", "ipp:", "ipp://a b"])
    func `is refused when it is none`(device: String) async {
        #expect(QueueSetup.patient(device) == nil)
        await #expect(throws: QueueSetup.Problem.badDevice(device)) {
            try await QueueSetup(server: "/nowhere").make("lobby", for: device)
        }
    }

    @Test func `is named in the kiosk's file with what its printer takes`() {
        #expect(QueueSetup.setting(queue: "lobby", device: "ipps://a/ipp/print") == "lobby")
        #expect(QueueSetup.setting(queue: "lobby", device: "usb://a/b") == "escpos:lobby")
    }
}

@Suite struct `A kiosk's patience` {
    @Test func `is three seconds for the paper, and some time to take the ticket back`() {
        #expect(PrintLimits.kiosk.waiting == .seconds(3))
        #expect(PrintLimits.kiosk.trouble < PrintLimits.kiosk.waiting)
        #expect(PrintLimits.kiosk.cancelling > .zero)
    }
}

extension `Real printing` {
    @Suite struct `A queue that is set up` {
        @Test func `prints, gives failed jobs up, and does not wait for its printer`() async throws
        {
            try await PrintLab.run { lab in
                let setup = QueueSetup(server: lab.server)
                let device = lab.address(of: .scripted)
                try await setup.make("lobby", for: device)
                let queues = try await setup.find().queues
                #expect(queues.contains("lobby"))
                let printer = QueuePrinter(name: "lobby", server: lab.server, renderer: renderer)
                let details = await printer.details()
                #expect(!details.isRaw && details.condition.isReady)
                #expect(details.formats.contains("image/pwg-raster"))
                #expect(await printer.print(ticket) == .printed)
                let settings = try String(
                    contentsOfFile: lab.folder + "/etc/printers.conf",
                    encoding: .utf8
                )
                #expect(settings.contains("DeviceURI \(device)?contimeout=2"))
                let queue = settings.components(separatedBy: "<Printer lobby>").last ?? ""
                #expect(queue.prefix(while: { $0 != "<" }).contains("ErrorPolicy abort-job"))
            }
        }

        @Test func `is taken away when its printer could not be asked`() async throws {
            try await PrintLab.run { lab in
                let device = "ipp://127.0.0.1:1/ipp/print"
                var setup = QueueSetup(server: lab.server)
                setup.askingTime = .seconds(2)
                await #expect(throws: QueueSetup.Problem.staysRaw(device: device)) {
                    try await setup.make("lobby", for: device)
                }
                let queues = try await setup.find().queues
                #expect(!queues.contains("lobby"))
            }
        }

        @Test func `for a receipt printer is raw, and its tickets arrive`() async throws {
            try await PrintLab.run { lab in
                let setup = QueueSetup(server: lab.server)
                try await setup.make("receipts", for: "file:///dev/null")
                let printer = QueuePrinter(
                    name: "receipts",
                    language: .receipt,
                    server: lab.server,
                    renderer: renderer
                )
                #expect(await printer.print(ticket) == .unknown([]))
            }
        }

        @Test func `needs a server, and a name that can be one`() async {
            let setup = QueueSetup(server: "/nowhere")
            await #expect(throws: QueueSetup.Problem.noServer) { try await setup.find() }
            await #expect(throws: QueueSetup.Problem.noServer) {
                try await setup.make("lobby", for: "ipp://127.0.0.1:1/ipp/print")
            }
            await #expect(throws: QueueSetup.Problem.badName("the lobby")) {
                try await setup.make("the lobby", for: "ipp://127.0.0.1:1/ipp/print")
            }
        }
    }
}
