extension PrinterReason {
    /// What the printer means, as a sentence for whoever looks after the machines.
    package var finding: String {
        switch self {
        case .mediaEmpty: "It is out of paper."
        case .mediaLow: "Its paper is running low."
        case .mediaJam: "Paper is jammed, or the cutter stands still."
        case .mediaNeeded: "It wants paper that is not in it."
        case .coverOpen: "Its cover is open."
        case .doorOpen: "A door of it is open."
        case .paused: "It is paused."
        case .offline: "It is switched off or offline."
        case .shutdown: "It is shut down."
        case .notAccepting: "It accepts no jobs."
        case .aborted: "It gave up a job."
        case .busy: "It is busy with something else."
        case .timedOut: "It did not finish in time."
        case .unreachable: "It cannot be reached."
        case .formatNotSupported: "It takes no format that tickets can be sent in."
        case .documentUnprintable: "A ticket could not be drawn."
        case .other: "It reports a trouble of its own."
        }
    }

    /// What to do about it.
    package var remedy: String {
        switch self {
        case .mediaEmpty: "Put a new roll in and close the cover."
        case .mediaLow: "Have the next roll ready."
        case .mediaJam:
            "Open it, pull the paper out in the direction it runs, and close it again."
        case .mediaNeeded:
            "Put in the paper that printer.paper in kiosk.yaml names, or change that."
        case .coverOpen, .doorOpen: "Close it."
        case .paused: "Let it go on: press its feed key, or run cupsenable QUEUE."
        case .offline, .shutdown: "Switch it on and see that its cables are in."
        case .notAccepting: "Let it take jobs again: cupsaccept QUEUE, or at the printer itself."
        case .aborted: "Print the test page. If that fails as well, switch it off and on again."
        case .busy: "Wait; if it stays so, see who else prints on it."
        case .timedOut:
            "Print the test page. If it is slow by nature, it is not made for tickets: "
                + "the paper must be out within three seconds."
        case .unreachable:
            "See that it is switched on and in the network, and that its address is right."
        case .formatNotSupported:
            "Tickets go as PWG raster, Apple raster (W8) or PDF, or as ESC/POS to a printer named "
                + "with escpos: or by its address. A CUPS queue must be raw for escpos:, and must not "
                + "be raw otherwise; wartemarke admin printer makes it anew."
        case .documentUnprintable:
            "Run wartemarke check and wartemarke ticket preview: a text is too long, or no font has "
                + "one of its letters."
        case .other: "Look at its display or its own page in a browser."
        }
    }
}
