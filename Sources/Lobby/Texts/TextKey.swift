/// The names of all texts on screens; every language file has each of them.
package enum TextKey: String, CaseIterable, Sendable {
    // Bars: what the keys do, now.
    case keysBack = "keys.back"
    case keysLarger = "keys.larger"
    case keysSmaller = "keys.smaller"
    case keysReadAloud = "keys.readAloud"
    case keysWithSpeech = "keys.withSpeech"
    case keysHelp = "keys.help"
    case keysEnter = "keys.enter"
    case keysConfirm = "keys.confirm"
    case keysAnyKey = "keys.anyKey"

    // Welcome.
    case welcomeQuestion = "welcome.question"
    case welcomeQuestionBoth = "welcome.questionBoth"
    case welcomeDue = "welcome.due"
    case welcomeLanguage = "welcome.language"
    case welcomeMore = "welcome.more"
    case waitingNone = "waiting.none"
    case waitingOne = "waiting.one"
    case waitingMany = "waiting.many"

    // What to do.
    case taskQuestion = "task.question"
    case taskAppointment = "task.appointment"
    case taskBook = "task.book"
    case taskChange = "task.change"
    case taskDraw = "task.draw"
    case taskHave = "task.have"

    // What for.
    case serviceQuestion = "service.question"
    case serviceMore = "service.more"
    case serviceWaitingOne = "service.waitingOne"
    case serviceWaitingMany = "service.waitingMany"

    // One moment.
    case momentIssuing = "moment.issuing"
    case momentLookingUp = "moment.lookingUp"
    case momentTimes = "moment.times"
    case momentWorking = "moment.working"
    case momentSlow = "moment.slow"
    case momentSlowWhere = "moment.slowWhere"

    // The number.
    case numberTitle = "number.title"
    case numberBooked = "number.booked"
    case numberLate = "number.late"
    case numberClaim = "number.claim"
    case numberOrder = "number.order"
    case numberBoard = "number.board"
    case aheadNone = "ahead.none"
    case aheadOne = "ahead.one"
    case aheadMany = "ahead.many"
    case aheadUnknown = "ahead.unknown"
    case aheadAsOf = "ahead.asOf"

    // The paper.
    case printRunning = "print.running"
    case printDone = "print.done"
    case printTrouble = "print.trouble"
    case printUnknown = "print.unknown"
    case printNoPaper = "print.noPaper"
    case printValid = "print.valid"
    case printRemember = "print.remember"

    // No number.
    case closedNow = "closed.now"
    case closedNext = "closed.next"
    case closedWhere = "closed.where"
    case stoppedNow = "stopped.now"
    case stoppedWhere = "stopped.where"
    case noNumberNow = "noNumber.now"
    case noNumberWhere = "noNumber.where"
    case whenToday = "when.today"
    case whenTomorrow = "when.tomorrow"
    case whenDay = "when.day"

    // A number already.
    case entryQuestion = "entry.question"
    case entryHint = "entry.hint"
    case entryNotFound = "entry.notFound"
    case entryNotFoundWhere = "entry.notFoundWhere"
    case chooseQuestion = "choose.question"
    case chooseMore = "choose.more"
    case visitTitle = "visit.title"
    case visitHandBack = "visit.handBack"
    case visitReprint = "visit.reprint"
    case stateCalled = "state.called"
    case stateCalledSomewhere = "state.calledSomewhere"
    case stateServing = "state.serving"
    case stateServingSomewhere = "state.servingSomewhere"
    case stateParked = "state.parked"
    case stateMissed = "state.missed"
    case stateAtDesk = "state.atDesk"
    case stateBooked = "state.booked"
    case stateFinished = "state.finished"
    case stateLeft = "state.left"
    case stateEnded = "state.ended"
    case handBackQuestion = "handBack.question"
    case handBackConsequence = "handBack.consequence"
    case handBackYes = "handBack.yes"
    case handBackNo = "handBack.no"
    case handBackDone = "handBack.done"
    case handBackNotDone = "handBack.notDone"
    case handBackNotDoneWhere = "handBack.notDoneWhere"
    case codeUnknown = "code.unknown"
    case codeWhere = "code.where"
    case codeQuestion = "code.question"
    case codeHint = "code.hint"
    case codeNone = "code.none"
    case codeOtherDay = "code.otherDay"
    case codeComeThen = "code.comeThen"
    case codeOver = "code.over"
    case codeHere = "code.here"
    case codeCancelled = "code.cancelled"
    case codeWait = "code.wait"
    case codeOff = "code.off"

    // An appointment.
    case checkInQuestion = "checkIn.question"
    case checkInScan = "checkIn.scan"
    case checkInCode = "checkIn.code"
    case checkInNoCode = "checkIn.noCode"
    case checkInAgain = "checkIn.again"
    case documentsQuestion = "documents.question"
    case documentsAll = "documents.all"
    case documentsMissing = "documents.missing"
    case documentsAsk = "documents.ask"
    case documentsAskWhy = "documents.askWhy"
    case documentsAnyway = "documents.anyway"
    case claimQuestion = "claim.question"
    case claimNobody = "claim.nobody"
    case claimNobodyWhere = "claim.nobodyWhere"

    // Booking.
    case personsQuestion = "persons.question"
    case personsOne = "persons.one"
    case personsMany = "persons.many"
    case bookingWhen = "booking.when"
    case bookingFirst = "booking.first"
    case bookingTimesOne = "booking.timesOne"
    case bookingTimesMany = "booking.timesMany"
    case bookingAddService = "booking.addService"
    case bookingOtherTime = "booking.otherTime"
    case bookingMoreDays = "booking.moreDays"
    case bookingMoreTimes = "booking.moreTimes"
    case bookingNoTimes = "booking.noTimes"
    case bookingNoTimesWhere = "booking.noTimesWhere"
    case bookingTaken = "booking.taken"
    case bookingConfirm = "booking.confirm"
    case bookingYes = "booking.yes"
    case bookingYesPhone = "booking.yesPhone"
    case bookingFinish = "booking.finish"
    case bookingNoConnection = "booking.noConnection"
    case bookingNoConnectionWhere = "booking.noConnectionWhere"
    case bookingRefused = "booking.refused"
    case bookingRefusedWhere = "booking.refusedWhere"
    case phoneQuestion = "phone.question"
    case phoneHint = "phone.hint"
    case bookedTitle = "booked.title"
    case bookedCode = "booked.code"
    case bookedChange = "booked.change"
    case bookedRemember = "booked.remember"

    // Move or cancel.
    case moveConfirm = "move.confirm"
    case moveYes = "move.yes"
    case changeQuestion = "change.question"
    case changeHint = "change.hint"
    case manageTitle = "manage.title"
    case manageMove = "manage.move"
    case manageCancel = "manage.cancel"
    case manageOver = "manage.over"
    case manageUnknown = "manage.unknown"
    case manageWhere = "manage.where"
    case cancelQuestion = "cancel.question"
    case cancelYes = "cancel.yes"
    case cancelNo = "cancel.no"
    case cancelDone = "cancel.done"
    case cancelNotDone = "cancel.notDone"
    case cancelNotDoneWhere = "cancel.notDoneWhere"

    // Still there?
    case idleQuestion = "idle.question"
    case idleMany = "idle.many"
    case idleOne = "idle.one"
    case idleAnyKey = "idle.anyKey"

    // Help.
    case helpTitle = "help.title"
    case helpChoose = "help.choose"
    case helpType = "help.type"
    case helpBack = "help.back"
    case helpMore = "help.more"
    case helpLarger = "help.larger"
    case helpSpeech = "help.speech"
    case helpPerson = "help.person"

    // Speech.
    case spokenChoice = "spoken.choice"

    // Staff.
    case pinTitle = "pin.title"
    case pinHint = "pin.hint"
    case pinWrong = "pin.wrong"
    case pinWait = "pin.wait"
    case pinNotSet = "pin.notSet"
    case staffTitle = "staff.title"
    case staffConnected = "staff.connected"
    case staffAway = "staff.away"
    case staffOwnNumbers = "staff.ownNumbers"
    case staffNoNumbers = "staff.noNumbers"
    case staffPrinterReady = "staff.printerReady"
    case staffPrinterFolder = "staff.printerFolder"
    case staffPrinterTrouble = "staff.printerTrouble"
    case staffLeave = "staff.leave"
    case staffList = "staff.list"
    case listTitle = "list.title"
    case listAsOf = "list.asOf"
    case listOwnOnly = "list.ownOnly"
    case listEmpty = "list.empty"
    case listWaited = "list.waited"
    case listCheckedIn = "list.checkedIn"
    case listExpected = "list.expected"
    case listMore = "list.more"
    case noticeFolder = "notice.folder"
    case noticeNoDefault = "notice.noDefault"
    case noticeNoCUPS = "notice.noCUPS"
    case noticeQueueSilent = "notice.queueSilent"
    case noticeSetAside = "notice.setAside"
    case noticeRevoked = "notice.revoked"
    case noticeFork = "notice.fork"
    case noticeUpdate = "notice.update"
    case noticeHubTooOld = "notice.hubTooOld"
    case noticeStaleHub = "notice.staleHub"
    case noticeRefused = "notice.refused"
    case noticeNotAHub = "notice.notAHub"
    case noticeUntrusted = "notice.untrusted"
    case noticeDisk = "notice.disk"
    case noticeGone = "notice.gone"
    case noticeUnsent = "notice.unsent"
    case noticeClock = "notice.clock"
    case printerMediaEmpty = "printer.mediaEmpty"
    case printerMediaLow = "printer.mediaLow"
    case printerMediaJam = "printer.mediaJam"
    case printerMediaNeeded = "printer.mediaNeeded"
    case printerCoverOpen = "printer.coverOpen"
    case printerDoorOpen = "printer.doorOpen"
    case printerPaused = "printer.paused"
    case printerOffline = "printer.offline"
    case printerShutdown = "printer.shutdown"
    case printerNotAccepting = "printer.notAccepting"
    case printerAborted = "printer.aborted"
    case printerBusy = "printer.busy"
    case printerTimedOut = "printer.timedOut"
    case printerUnreachable = "printer.unreachable"
    case printerFormatNotSupported = "printer.formatNotSupported"
    case printerDocumentUnprintable = "printer.documentUnprintable"
    case printerOther = "printer.other"
    case smallNow = "small.now"
    case smallNeeded = "small.needed"

    // Desk.
    case deskCounter = "desk.counter"
    case deskWaiting = "desk.waiting"
    case deskWaitingOne = "desk.waitingOne"
    case deskHoldingNobody = "desk.holdingNobody"
    case deskCalled = "desk.called"
    case deskServing = "desk.serving"
    case deskOthers = "desk.others"
    case deskColumnNumber = "desk.columnNumber"
    case deskColumnService = "desk.columnService"
    case deskColumnKind = "desk.columnKind"
    case deskColumnWaited = "desk.columnWaited"
    case deskWalkIn = "desk.walkIn"
    case deskMaybeCalled = "desk.maybeCalled"
    case deskAppointment = "desk.appointment"
    case deskEmpty = "desk.empty"
    case deskHiddenAbove = "desk.hiddenAbove"
    case deskHiddenBelow = "desk.hiddenBelow"
    case deskNext = "desk.next"
    case deskAgain = "desk.again"
    case deskAppear = "desk.appear"
    case deskMissed = "desk.missed"
    case deskFinish = "desk.finish"
    case deskQuit = "desk.quit"
    case deskWorking = "desk.working"
    case deskStale = "desk.stale"
    case deskNoConnection = "desk.noConnection"
    case deskStarting = "desk.starting"
    case deskNoAnswer = "desk.noAnswer"
    case deskClosed = "desk.closed"
    case deskQuitHolding = "desk.quitHolding"
    case deskCallFirst = "desk.callFirst"
    case deskCalledFirst = "desk.calledFirst"
    case deskServingFirst = "desk.servingFirst"
    case deskDoneCalled = "desk.doneCalled"
    case deskDoneAgain = "desk.doneAgain"
    case deskDoneAgainSoon = "desk.doneAgainSoon"
    case deskDoneAppeared = "desk.doneAppeared"
    case deskDoneMissed = "desk.doneMissed"
    case deskDoneFinished = "desk.doneFinished"
    case deskDoneNobody = "desk.doneNobody"
    case deskRefusedBusy = "desk.refusedBusy"
    case deskRefusedChanged = "desk.refusedChanged"
    case deskRefusedMissed = "desk.refusedMissed"
    case deskRefusedOther = "desk.refusedOther"

    // Board.
    case boardTitle = "board.title"
    case boardCounter = "board.counter"
    case boardNew = "board.new"
    case boardBefore = "board.before"
    case boardEmpty = "board.empty"
    case boardStale = "board.stale"
    case boardNoData = "board.noData"
    case boardSpoken = "board.spoken"

    // Calendar.
    case dayName = "day.name"
    case dayTime = "day.time"
    case weekdayMonday = "weekday.monday"
    case weekdayTuesday = "weekday.tuesday"
    case weekdayWednesday = "weekday.wednesday"
    case weekdayThursday = "weekday.thursday"
    case weekdayFriday = "weekday.friday"
    case weekdaySaturday = "weekday.saturday"
    case weekdaySunday = "weekday.sunday"
    case monthJanuary = "month.january"
    case monthFebruary = "month.february"
    case monthMarch = "month.march"
    case monthApril = "month.april"
    case monthMay = "month.may"
    case monthJune = "month.june"
    case monthJuly = "month.july"
    case monthAugust = "month.august"
    case monthSeptember = "month.september"
    case monthOctober = "month.october"
    case monthNovember = "month.november"
    case monthDecember = "month.december"

    /// The placeholders the text has to hold, without braces.
    package var placeholders: Set<String> {
        switch self {
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
        case .noticeQueueSilent: ["queue"]
        case .noticeDisk, .noticeGone, .noticeRefused: ["reason"]
        case .noticeClock: ["minutes"]
        case .entryHint:
            ["example"]
        case .spokenChoice:
            ["key", "name"]
        case .printValid, .visitTitle, .handBackQuestion, .handBackDone, .handBackNotDone,
            .deskQuitHolding, .deskCalledFirst, .deskServingFirst, .deskDoneCalled, .deskDoneAgain,
            .deskDoneAgainSoon, .deskDoneAppeared, .deskDoneMissed, .deskDoneFinished,
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
        case .welcomeDue:
            ["times"]
        case .codeCancelled, .bookingFirst, .manageOver, .cancelDone, .cancelNotDone:
            ["when"]
        case .codeWait:
            ["seconds"]
        case .numberBooked:
            ["from", "time"]
        case .numberLate, .numberClaim:
            ["time"]
        case .personsMany, .bookingTimesMany:
            ["count"]
        case .bookingMoreDays, .bookingMoreTimes:
            ["page", "pages"]
        case .bookingNoTimesWhere, .bookingNoConnectionWhere, .bookingRefusedWhere, .manageWhere,
            .cancelNotDoneWhere:
            ["phone"]
        case .bookedCode, .bookedChange:
            ["code"]
        case .dayName:
            ["day", "month", "weekday"]
        case .dayTime:
            ["day", "month", "time", "weekday"]
        default: []
        }
    }
}
