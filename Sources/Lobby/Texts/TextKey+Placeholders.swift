extension TextKey {
    /// The placeholders the text has to hold, without braces.
    package var placeholders: Set<String> {
        switch self {
        case .frontAccessMissed: ["channels"]
        case .frontFreed: ["times"]
        case .taskFreed, .freedQuestion: ["time"]
        case .aheadAsOf:
            ["ahead", "time"]
        case .deskCalled:
            ["calls", "time"]
        case .noticeUnsent, .listCheckedIn:
            ["count", "time"]
        case .smallNeeded:
            ["columns", "height", "rows", "width"]
        case .pinNotSet, .noticeRevoked, .noticeFork, .noticeStaleHub:
            ["command"]
        case .waitingMany, .serviceWaitingMany, .aheadMany, .idleMany, .deskWaiting,
            .deskHiddenAbove, .deskHiddenBelow, .listWaited:
            ["count"]
        case .stateCalled, .stateServing, .deskCounter, .boardCounter:
            ["counter"]
        case .boardSpoken:
            ["counter", "label"]
        case .whenDay:
            ["day", "month", "time", "weekday"]
        case .noticeFolder, .noticeNoDefault, .noticeNoCUPS, .noticeSetAside: ["place"]
        case .noticeNoQueue, .noticeQueueSilent, .noticeNobodyKnows: ["queue"]
        case .noticeDisk, .noticeGone, .noticeRefused, .noticeSpeech: ["reason"]
        case .printerTicketsLeft: ["count"]
        case .printerLastFailed, .staffPaperFailed, .staffPaperUnknown: ["reasons"]
        case .deskPrinter: ["name", "reasons"]
        case .noticeClock: ["minutes"]
        case .entryHint:
            ["example"]
        case .spokenChoice:
            ["key", "name"]
        case .backDone, .backNotDone, .printValid, .codeTitle, .visitTitle, .handBackQuestion,
            .handBackDone,
            .handBackNotDone,
            .deskQuitHolding, .deskCalledFirst, .deskServingFirst, .deskDoneCalled, .deskDoneAgain,
            .deskDoneAgainSoon, .deskDoneAppeared, .deskDoneMissed, .deskDoneFinished,
            .deskDoneParked, .deskDonePutBack, .deskDoneUndone,
            .deskRefusedBusy, .deskRefusedChanged, .deskRefusedMissed:
            ["label"]
        case .entryNotFound:
            ["number"]
        case .serviceMore, .chooseMore, .listMore:
            ["page", "pages"]
        case .closedWhere, .helpPerson:
            ["phone"]
        case .staffPrinterTrouble:
            ["reasons"]
        case .pinWait:
            ["seconds"]
        case .whenToday, .whenTomorrow, .deskAppointment, .deskStale, .boardStale, .listAsOf:
            ["time"]
        case .closedNext:
            ["when"]
        case .todayOpens, .todayCloses, .todayTicketsFrom, .todayTicketsUntil:
            ["time"]
        case .serviceWait:
            ["from", "to"]
        case .numberWait:
            ["asOf", "from", "to"]
        case .serviceWaitUpTo:
            ["to"]
        case .numberWaitUpTo:
            ["asOf", "to"]
        case .numberWaitLong:
            ["asOf", "time"]
        case .numberWaitTooLate, .serviceWaits, .lateWhy, .boardSoon:
            ["time"]
        case .todayNoService, .todayLate:
            ["service"]
        case .welcomeDue:
            ["times"]
        case .codeCancelled, .manageOver, .cancelDone, .cancelNotDone:
            ["when"]
        case .codeClosed:
            ["time"]
        case .codeWait:
            ["seconds"]
        case .numberBooked:
            ["from", "time"]
        case .numberBookedNow, .numberLate, .numberClaim:
            ["time"]
        case .personsMany, .bookingTimesMany:
            ["count"]
        case .bookingMoreDays, .bookingMoreTimes:
            ["page", "pages"]
        case .bookingNoTimesWhere, .bookingNoConnectionWhere, .bookingRefusedWhere, .manageWhere,
            .codeClosedWhere,
            .cancelNotDoneWhere:
            ["phone"]
        case .bookedCode, .bookedChange:
            ["code"]
        case .bookingFirst:
            ["day", "monthNumber", "time"]
        case .dayName:
            ["day", "month", "weekday"]
        case .dayTime:
            ["day", "month", "time", "weekday"]
        case .frontCount:
            ["count", "here"]
        case .frontCode:
            ["digits"]
        case .frontService:
            ["count", "typed"]
        case .frontCancelSure, .frontDoneBooked, .frontDoneMoved, .frontDoneCancelled,
            .frontOtherDay:
            ["when"]
        case .frontTaken:
            ["times"]
        case .frontDoneCheckedIn:
            ["label"]
        case .deskClaim, .deskPaused:
            ["time"]
        case .deskHelpKiosk:
            ["name"]
        case .deskHelpCalled:
            ["places"]
        case .deskPickDraw:
            ["count"]
        case .deskHelpTaken, .deskRefusedHelpTaken:
            ["counter"]
        case .deskPickTransfer, .deskDoneTransferred, .deskDoneLeft, .deskDonePriority,
            .deskDoneNoPriority, .deskDoneBack, .deskDoneCancelled, .deskDoneReopened,
            .deskDoneDrawn, .deskDoneTakenBack, .deskRefusedReopen, .deskRefusedTurn:
            ["label"]
        case .frontNumber:
            ["typed"]
        case .frontNoNumber:
            ["label"]
        case .boardDue:
            ["times"]
        default: []
        }
    }
}
