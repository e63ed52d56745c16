/// The names of all texts on screens; every language file has each of them.
package enum TextKey: String, TextName {
    // Bars: what the keys do, now.
    case keysBack, keysLarger, keysSmaller, keysReadAloud, keysWithSpeech, keysHelp, keysEnter
    case keysConfirm, keysAnyKey

    // Welcome.
    case welcomeQuestion, welcomeQuestionBoth, welcomeDue, welcomeLanguage, welcomeMore
    case waitingNone, waitingOne, waitingMany

    // What to do.
    case taskQuestion, taskAppointment, taskBook, taskFreed, taskChange, taskDraw, taskHave

    // What for.
    case serviceQuestion, serviceGone, serviceMore, serviceWaitingOne, serviceWaitingMany
    case serviceWait, serviceWaitUpTo, serviceWaitLong, serviceWaitUnknown, serviceWaitTooLate
    case serviceWaits, numberWait, numberWaitUpTo, numberWaitLong, numberWaitUnknown
    case numberWaitTooLate, lateTitle, lateWhy, lateNumber

    // One moment.
    case momentIssuing, momentLookingUp, momentTimes, momentWorking, momentSlow, momentSlowWhere

    // The number.
    case numberTitle, numberBooked, numberBookedNow, numberLate, numberClaim, numberClaimCode
    case numberOrder, numberBoard
    case aheadNone, aheadOne, aheadMany, aheadUnknown, aheadAsOf

    // The paper.
    case printRunning, printDone, printTrouble, printUnknown, printNoPaper, printValid
    case printRemember, printCode, printerOutNow, printerOutBooking, codeTitle, codeHow

    // No number.
    case closedNow, closedNext, closedWhere, stoppedNow, stoppedWhere, noNumberNow
    case noNumberWhere, whenToday, whenTomorrow, whenDay

    // What is otherwise today.
    case todayOpens, todayCloses, todayTicketsFrom, todayTicketsUntil, todayNoService
    case todayFull, todayLate, todayServiceOff, todayServiceWhere
    case todayLonger, todayFewCounters, todayPhotoBooth, todayCardPayment, todayCashPayment
    case todayComputers, todayLift, todayNoise

    // A number already.
    case entryQuestion, entryHint, entryNotFound, entryNotFoundWhere, chooseQuestion, chooseMore
    case visitTitle, visitHandBack, visitReprint, stateCalled, stateCalledSomewhere
    case stateServing, stateServingSomewhere, stateParked, stateMissed, stateAtDesk, stateBooked
    case stateFinished, stateMerged, stateLeft, stateEnded, handBackQuestion
    case handBackConsequence, handBackAppointment
    case handBackYes, handBackNo, handBackDone, handBackNotDone, handBackNotDoneWhere
    case visitBack, stateParkedBack, stateMissedBack, backDone, backNotDone, backNotDoneWhere
    case codeUnknown, codeWhere, codeQuestion, codeHint
    case codeNone, codeNoneAlone, codeNoneAloneWhere, codeOtherDay, codeComeThen
    case codeOver, codeShort, codeClosed, codeClosedThen, codeClosedWhere, codeHere
    case codeCancelled, codeWait, codeOff

    // An appointment.
    case checkInQuestion, checkInScan, checkInCode, checkInNoCode, checkInAgain, checkInClaim
    case documentsQuestion, documentsAll, documentsMissing, documentsAsk, documentsAskWhy
    case documentsAnyway, claimQuestion, claimNobody, claimNobodyWhere

    // Booking.
    case freedQuestion, personsQuestion, personsOne, personsMany, bookingWhen, bookingFirst
    case bookingTimesOne
    case bookingTimesMany, bookingAddService, bookingOtherTime, bookingMoreDays
    case bookingMoreTimes, bookingNoTimes, bookingNoTimesWhere, bookingTaken, bookingConfirm
    case bookingYes, bookingYesPhone, bookingFinish, bookingNoConnection
    case bookingGone, bookingNoConnectionWhere, bookingRefused, bookingRefusedWhere, phoneQuestion
    case phoneHint, phoneShort
    case bookedTitle, bookedCode, bookedChange, bookedRemember

    // Move or cancel.
    case moveConfirm, moveYes, changeQuestion, changeHint, changeShort, manageTitle, manageMove
    case manageCancel
    case manageOver, manageUnknown, manageWhere, cancelQuestion, cancelYes, cancelNo, cancelDone
    case cancelNotDone, cancelNotDoneWhere

    // Still there?
    case idleQuestion, idleMany, idleOne, idleAnyKey

    // Help.
    case helpTitle, helpChoose, helpType, helpBack, helpMore, helpLarger, helpSpeech, helpPerson
    case helpCall, helpCalled, helpNotCalled

    // Speech.
    case spokenChoice

    // Staff.
    case pinTitle, pinHint, pinWrong, pinWait, pinNotSet, staffTitle, staffConnected, staffAway
    case staffOwnNumbers, staffNoNumbers, staffPrinterReady, staffPrinterFolder
    case staffPrinterTrouble, staffLeave, staffList, listTitle, listAsOf, listOwnOnly, listEmpty
    case listWaited, listCheckedIn, listExpected, listMore, noticeFolder, noticeNoDefault
    case noticeNoCUPS, noticeNoQueue, noticeQueueSilent, noticeNobodyKnows, noticeSetAside
    case noticeRevoked, noticeFork
    case noticeUpdate, noticeHubTooOld, noticeStaleHub, noticeRefused, noticeNotAHub
    case noticeUntrusted, noticeDisk, noticeGone, noticeUnsent, noticeClock, printerMediaEmpty
    case printerMediaLow, printerMediaJam, printerMediaNeeded, printerCoverOpen, printerDoorOpen
    case printerPaused, printerOffline, printerShutdown, printerNotAccepting, printerAborted
    case printerBusy, printerTimedOut, printerUnreachable, printerFormatNotSupported
    case printerDocumentUnprintable, printerOther, printerTicketsLeft, printerLastFailed
    case remedyPaper, remedyLow, remedyJam, remedyCover, remedyPower, remedyTest, remedyHelp
    case staffPrinter, staffReprint, staffTestPage, staffPaperChanged, staffPaperNoted
    case staffRecentTitle, staffRecentEmpty, staffPaperRunning, staffPaperPrinted
    case staffPaperFailed
    case staffPaperUnknown, noticeSpeech, smallNow, smallNeeded

    // Desk.
    case deskCounter, deskWaiting, deskWaitingOne, deskHoldingNobody, deskCalled, deskServing
    case deskOthers, deskColumnNumber, deskColumnService, deskColumnKind, deskColumnLeft,
        deskColumnWaited
    case deskWalkIn, deskMaybeCalled, deskAppointment, deskClaim, deskEmpty, deskHiddenAbove
    case deskHiddenBelow, deskNext, deskAgain, deskAppear, deskMissed, deskFinish, deskQuit
    case deskFinishAndNext, deskPark, deskPutBack, deskUndo, deskParkWhy
    case deskDoneParked, deskDonePutBack, deskDoneUndone, deskRefusedUndo
    case deskWorking, deskStale, deskNoConnection, deskStarting, deskNoAnswer, deskClosed
    case deskQuitHolding, deskCallFirst, deskCalledFirst, deskServingFirst, deskDoneCalled
    case deskDoneAgain, deskDoneAgainSoon, deskDoneAppeared, deskDoneMissed, deskDoneFinished
    case deskDoneNobody, deskRefusedBusy, deskRefusedChanged, deskRefusedMissed
    case deskRefusedOther, deskPrinter, deskPaperUnclear
    case deskTransfer, deskCall, deskBack, deskPriority, deskNoPriority, deskLeft, deskCancel
    case deskReopen, deskDraw, deskPause, deskWork, deskHelp, deskGoThere, deskHelpDone
    case deskPauseHow, deskNoHelp, deskNothingToReopen, deskChooseFirst, deskPaused
    case deskHelpCalled, deskHelpKiosk, deskHelpTaken, deskColumnUrgency, deskPickDraw
    case deskPickTransfer, deskPickDrawHint, deskPickHint, deskParkedTitle, deskMissedTitle
    case deskAtDeskTitle, deskExpectedTitle, deskParkPhoto, deskParkPayment, deskParkPapers
    case deskParkOther, deskUrgencyLate, deskUrgencySoon, deskUrgencyCalm
    case deskReasonLateAppointment, deskReasonPriority, deskReasonTransferred, deskReasonReturned
    case deskReasonDueAppointment, deskReasonEarly, deskReasonOverTarget, deskReasonWithinTarget
    case deskDoneTransferred, deskDoneLeft, deskDonePriority, deskDoneNoPriority, deskDoneBack
    case deskDoneCancelled, deskDoneReopened, deskDonePauseBegun, deskDoneWorking, deskDoneHelp
    case deskDoneHelpTaken, deskDoneHelpDone, deskDoneDrawn, deskDoneTakenBack
    case deskRefusedTurn, deskRefusedHelpTaken, deskRefusedHelpOver, deskRefusedTickets
    case deskRefusedReopen, deskRefusedClosed

    // Appointments at the front desk.
    case frontTitle, frontAppointment, frontCount, frontEmpty, frontDue, frontHere, frontMissed
    case frontBring
    case frontLate, frontFreed, frontClosedThen, frontNoConnection
    case frontCancelledState, frontCode, frontService, frontNoService, frontName, frontPhone
    case frontWish, frontCallbacksTitle, frontNewCallback, frontNoCallbacks, frontBack
    case frontBook, frontByPhone, frontByCode, frontCheckIn, frontMove, frontCancel, frontCodes
    case frontCallbacks, frontDay, frontToday, frontField, frontSave, frontChoose, frontPersons
    case frontAdd, frontTimes, frontTake, frontNumber, frontNumberHint, frontNoNumber
    case frontMatch, frontNew, frontDone, frontCancelSure, frontNotPossible, frontTaken
    case frontDoneBooked, frontDoneMoved, frontDoneCancelled, frontDoneCheckedIn, frontPrint
    case frontNoPrinter, frontDonePrinted, frontNotPrinted, frontOtherDay, frontPhoneDigits
    case frontRefusedClosed, frontRefusedService, frontRefusedOffice
    case frontAccess, frontAccessTitle, frontAccessHint, frontAccessMissed, frontPromised
    case frontHour
    case channelWeb, channelKiosk, channelPhone, channelDesk

    // Board.
    case boardTitle, boardSoon, boardCounter, boardNew, boardBefore, boardEmpty, boardDue,
        boardStale
    case boardNoData, boardSpoken, boardSound, boardSoundTrouble, boardEnter, boardEnterHint
    case boardEnterKey, boardEnterWrong, boardEnterDone

    // Calendar.
    case dayName, dayTime, weekdayMonday, weekdayTuesday, weekdayWednesday, weekdayThursday
    case weekdayFriday, weekdaySaturday, weekdaySunday, monthJanuary, monthFebruary, monthMarch
    case monthApril, monthMay, monthJune, monthJuly, monthAugust, monthSeptember, monthOctober
    case monthNovember, monthDecember
}
