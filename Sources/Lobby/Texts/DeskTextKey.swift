/// The texts of the clerk's desk page in one language, read from `layouts/desk/<language>.yaml`.
package typealias DeskTexts = Texts<DeskTextKey>

/// The names of all texts of the clerk's desk page; every language's file has each of them.
package enum DeskTextKey: String, TextName {
    case logInTitle, logInName, logInPassword, logInDo, logInWrong, logInPause, logInAgain
    case logInProvider, logInPasswordHint, logInPasswordsOff, logInNoProvider, logInBadProvider
    case logInNotBegun, logInNoRole, logInNameTaken, logInDone, logInGoOn
    case passwordTitle, passwordIntro, passwordOld, passwordNew, passwordDo, passwordWrongOld
    case passwordTooShort, passwordTooLong, passwordHoldsName, passwordFewDifferent, passwordSame
    case passwordChange

    case placeTitle, placeCounter, placeServices, placeServicesHint, placeDo, placeUnknown
    case placeTaken

    case workTitle, workLogOut, workOtherCounter, workReload, workStale, workWorking, workNoAnswer
    case workClosed, workSkip, workKeys, workKeysSwitch, workSelected, workHeld, workChooseRow
    case workNoKey

    case nowTitle, nowNobody, nowCalled, nowServing, nowAlso, nowPaused, nowNote
    case doNext, doAgain, doAppear, doMissed, doPutBack, doFinish, doFinishAndNext, doPark
    case parkPhoto, parkPayment, parkPapers, parkOther
    case doUndo, doReopen, doPause, doWork, doWorkAndNext, doHelp, pauseMinutes

    case moreTitle, moreTransfer, moreToService, moreToCounter, moreAnyCounter, moreSameService
    case moreNote, moreSaveNote, moreAdd, moreAddPerson, moreAddWhat, moreMerge, moreMergeLabel
    case moreDraw, moreDrawService, moreElsewhere, moreRedirect, moreAbout, moreBack, morePersons
    case morePriority

    case waitingTitle, waitingNobody, waitingElsewhere, waitingOnlyThere, waitingNumber
    case waitingService, waitingKind, waitingFor
    case waitingWhy, waitingActions, waitingNextIs, waitingMoved, waitingMinutes
    case waitingLeft, waitingLong, nowLastTickets, nowLastTicketOne, nowLastTicketsMany
    case kindWalkIn, kindAppointment, kindClaim, persons, maybeCalled, onlyHere
    case rowCall, rowPriority, rowNoPriority, rowLeft, rowMore
    case reasonLateAppointment, reasonPriority, reasonTransferred, reasonReturned
    case reasonDueAppointment, reasonEarly, reasonOverTarget, reasonWithinTarget
    case urgencyLate, urgencySoon, urgencyCalm

    case othersTitle, othersCalled, othersServing, othersPause
    case parkedTitle, parkedBack, parkedCall, missedTitle, missedBack, atDeskTitle, atDeskAdmit
    case atDeskCancel
    case expectedTitle, expectedDue, expectedCheckIn, expectedMatch, freedTitle, accessMissed
    case helpTitle, helpCounter, helpKiosk, helpTake, helpTaken, helpDone

    case saidCalled, saidAgain, saidAppeared, saidMissed, saidPutBack, saidFinished, saidParked
    case saidTransferred, saidBack, saidAdmitted, saidCancelled, saidLeft, saidPriority
    case saidNoPriority, saidAdded, saidNoted, saidMerged, saidReopened, saidUndone, saidNobody
    case saidPaused, saidWorking, saidHelp, saidHelpTaken, saidHelpDone, saidDrawn, saidCheckedIn
    case saidMatched
    case saidRedirected, refusedRedirect, saidReprint
    case trainingTitle, trainingHint, trainingDo, trainingMark, trainingCome, trainingClear
    case saidTrainingCame, saidTrainingOver
    case rowReprint, paperRunning, paperPrinted, paperNotPrinted, paperUnknown, paperLost
    case printersTitle, kioskPrinter, paperUnclear

    case todayTitle, todayIntro, todayUsual, todayOpen, todayClosed, todayDrawn, todayHours
    case todayHoursHint, todayOpens, todayCloses, todayTickets, todayFrom, todayUntil, todayQuota
    case todayStop, todayLast, todayServices, todayServicesHint, todayCounters, todayCountersHint
    case todayNotices, todayNoticesHint, todaySave, todayBack, todayToCounter, todaySaved
    case todaySavedUsual, todayChangedMeanwhile, todayMisfits, todayNoReach, todayBadField
    case todayClosedDay, todayOrder, todayBadQuota, todayIntroTraining, todaySavedTraining
    case todaySavedBut, todaySavedClosed, todaySavedOpensLater, todaySavedNoCounter

    case overviewTitle, overviewAsOf, overviewForecast, overviewVisits, overviewCame
    case overviewWaiting, overviewFinished, overviewMissed, overviewWalkIns
    case overviewAppointments, overviewAll, overviewAccess, overviewPromised
    case channelWeb, channelKiosk, channelPhone, channelDesk
    case peopleTitle, peopleAdd, peopleAddDo, peopleRole, peopleKind, peopleAccounts, peopleFirst
    case peopleChange, peopleChangeHint, peopleRemove, peopleDevices, peopleRevoke
    case peoplePassword, peopleRemoved, peopleRevoked, peopleKnown, peopleOwn, peopleGone
    case peopleBadName
    case roleClerk, roleLead, roleHead, roleAdministrator, roleAuditor
    case roleKiosk, roleDesk, roleBoard, roleProgram
    case auditTitle, auditIntro, auditEmpty, auditAt, auditWho, auditAct, auditNewer, auditOlder
    case auditProvider, auditAccount, auditProvided, auditRevoked, auditPlanned, auditUsual
    case auditOpens, auditCloses, auditFrom, auditUntil, auditQuota, auditStopped, auditService
    case auditCounters, auditNoCounter, auditNotice
    case refusedTitle, refusedPage, refusedBack, refusedFailed

    case refusedBusy, refusedChanged, refusedUndo, refusedReopen, refusedClosed, refusedTickets,
        refusedNote
    case refusedStopped, refusedNotBefore, refusedFull, refusedTooLate, refusedSameLabel
    case refusedTransfer, refusedLabel, refusedNoLabel, refusedRight, refusedOther, refusedAdd
    case refusedPlace
    case refusedTooLong, refusedHelpTaken, refusedHelpOver, saidTakenBack
    case stateWaiting, stateCalled, stateServing, stateParked, stateMissed, stateEnded, stateAtDesk

    package var placeholders: Set<String> {
        switch self {
        case .logInPause: ["seconds"]
        case .placeCounter, .workTitle, .onlyHere, .othersCalled, .othersServing, .helpCounter,
            .helpTaken, .refusedPlace, .refusedHelpTaken:
            ["counter"]
        case .othersPause: ["counter", "time"]
        case .workStale, .nowServing, .nowPaused, .kindAppointment, .kindClaim, .saidPaused:
            ["time"]
        case .nowCalled: ["count", "time"]
        case .pauseMinutes, .waitingMinutes, .persons, .waitingTitle, .waitingElsewhere: ["count"]
        case .waitingNextIs: ["label", "reason"]
        case .waitingLeft: ["wait"]
        case .nowLastTickets: ["services"]
        case .nowLastTicketOne: ["service", "time"]
        case .nowLastTicketsMany: ["count", "time"]
        case .workNoKey: ["key"]
        case .refusedNotBefore: ["time"]
        case .saidMerged: ["label", "other"]
        case .nowAlso, .doUndo, .doReopen, .saidCalled, .saidAgain, .saidAppeared, .saidMissed,
            .saidPutBack, .saidFinished, .saidParked, .saidTransferred, .saidBack, .saidAdmitted,
            .saidCancelled, .saidLeft, .saidPriority, .saidNoPriority, .saidAdded, .saidNoted,
            .saidReopened, .saidUndone, .saidDrawn, .saidCheckedIn, .saidReprint,
            .saidMatched, .expectedMatch,
            .paperRunning, .paperPrinted, .paperLost, .refusedBusy,
            .refusedReopen, .refusedLabel, .refusedSameLabel, .workHeld, .moreAbout, .saidTakenBack:
            ["label"]
        case .waitingOnlyThere: ["label", "counter", "minutes"]
        case .accessMissed: ["channels"]
        case .saidRedirected: ["label", "name", "place"]
        case .paperNotPrinted, .paperUnknown: ["label", "reasons"]
        case .kioskPrinter: ["name", "reasons"]
        case .refusedChanged: ["label", "state"]
        case .helpKiosk, .logInNoRole, .logInNameTaken: ["name"]
        case .todayDrawn, .todayMisfits, .todayBadQuota: ["count"]
        case .todayBadField: ["field"]
        case .todaySavedOpensLater, .auditOpens, .auditCloses, .auditFrom, .auditUntil: ["time"]
        case .passwordTooShort, .passwordTooLong, .auditQuota: ["count"]
        case .auditAccount, .auditProvided, .auditRevoked: ["name", "role"]
        case .auditService: ["service"]
        case .auditCounters: ["counters"]
        case .auditNotice: ["notice"]
        case .workSelected: ["row", "index", "count"]
        case .overviewAsOf: ["time"]
        case .overviewForecast: ["percent"]
        case .peoplePassword: ["name", "password"]
        case .peopleRemoved, .peopleRevoked: ["name"]
        default: []
        }
    }
}
