/// The names of all texts on web pages and in mails; every language's file has each of them.
package enum PageTextKey: String, TextName {
    case pageSkip, pageLanguages, pagePhone, pageStart, pageProblem

    case homeTitle, homeIntro, homeBook, homeChange, homeOff, homeOtherWays

    case statusTitle, statusAsOf, statusReload, statusPause, statusResume, statusPaused, statusLost
    case statusBack, statusOpen, statusOpenUntil, statusClosed, statusNoNumbers, statusHeld
    case statusHoliday, statusReason, statusEarly, statusNext, statusWaits, statusWaitsHint
    case statusHardly, statusWait, statusWaitUpTo, statusLong, statusTooLate, statusUnknown
    case statusNotToday
    case statusCount, statusFree, statusFreeNone, statusFreeTimes, statusCalls, statusCall
    case statusNoCalls, statusBooking, statusQuiet, statusQuietHint, statusQuietLink, statusShare
    case statusYesterday, statusOnDay

    case quietTitle, quietIntro, quietIntroDay, quietNothing, quietBest, quietBestHour, quietUnder,
        quietAbout
    case quietTable, quietCaption, quietHour, quietSpan, quietFew, quietOff, quietLegend
    case quietChart, quietChartText, quietChartBest, quietService, quietAll, quietShow, quietBack

    case holidayNewYear, holidayEpiphany, holidayWomensDay, holidayGoodFriday, holidayEasterSunday
    case holidayEasterMonday, holidayLabourDay, holidayAscension, holidayWhitSunday
    case holidayWhitMonday, holidayCorpusChristi, holidayAssumption, holidayChildrensDay
    case holidayUnity, holidayReformation, holidayAllSaints, holidayRepentance, holidayChristmas
    case holidaySecondChristmas

    case servicesTitle, servicesIntro, servicesNone, servicesOne, servicesMany, servicesNext
    case servicesNothing, servicesTooMany, serviceGone

    case daysTitle, daysFirst, daysHint, daysOne, daysMany, daysNothing, daysBack

    case timesTitle, timesMorning, timesAfternoon, timesNothing

    case contactTitle, contactMail, contactMailHint, contactPhone, contactPhoneHint
    case contactPrivacy, contactSend, contactBadMail, contactBadPhone

    case sentTitle, sentText, sentNothing

    case takenTitle, takenText

    case limitTitle, limitText

    case appointmentHeldTitle, appointmentHeldText, appointmentExpiredText, appointmentConfirm
    case appointmentClosedNote
    case appointmentTitle, appointmentBring, appointmentCode, appointmentCodeHint, appointmentQr
    case appointmentChangeCode, appointmentCalendar, appointmentMove, appointmentCancel
    case appointmentCancelledTitle, appointmentAgain, appointmentHereTitle, appointmentOverTitle
    case appointmentBookedNote, appointmentMovedNote

    case cancelTitle, cancelYes, cancelNo

    case moveTitle, moveQuestion, moveYes, moveNo

    case codeTitle, codeIntro, codeCheckIn, codeChange, codeNext, codeUnknown

    case refusedUnknownTitle, refusedUnknown, refusedPageTitle, refusedPage, refusedTooManyTitle
    case refusedTooMany, refusedFailedTitle, refusedFailed, refusedServiceTitle, refusedService
    case refusedTimeTitle, refusedTime

    case ticketTitle, ticketOthers, ticketAheadNone, ticketAheadOne, ticketAheadMany
    case ticketBooked, ticketBookedNow, ticketLate, ticketClaim
    case ticketWait, ticketWaitUpTo, ticketWaitLong, ticketWaitTooLate, ticketWaitUnknown
    case ticketOrder, ticketBoard, ticketBreak, ticketOver
    case ticketCalled, ticketCalledAt, ticketServing, ticketParked, ticketMissedBack, ticketMissed
    case ticketAtDesk, ticketFinished, ticketSentOn, ticketLeft, ticketNotServed, ticketEnded
    case ticketReload, ticketPause, ticketFollow, ticketStale, ticketUnknownTitle, ticketUnknown
    case ticketLeave, leaveTitle, leaveText, leaveYes, leaveNo

    case closuresName, closuresClosed, closuresReason

    case mailGreeting, mailSignature, mailConfirmSubject, mailConfirm, mailConfirmLate
    case mailBookedSubject, mailBooked, mailMovedSubject, mailMoved, mailCancelledSubject,
        mailCancelled
    case mailReminderSubject, mailReminder, mailLimitSubject, mailLimit
    case mailCodes, mailQRCode, mailBring
}

extension PageTextKey {
    package var placeholders: Set<String> {
        switch self {
        case .ticketTitle, .leaveTitle: ["label"]
        case .ticketOthers: ["labels"]
        case .ticketAheadMany: ["count"]
        case .ticketBooked: ["from", "time"]
        case .ticketBookedNow, .ticketLate, .ticketClaim, .ticketCalledAt, .ticketMissedBack,
            .ticketWaitTooLate, .ticketBreak:
            ["time"]
        case .ticketWait: ["asOf", "from", "to"]
        case .ticketWaitUpTo: ["asOf", "to"]
        case .ticketWaitLong: ["asOf", "time"]
        case .ticketCalled, .ticketServing: ["counter"]
        case .ticketSentOn: ["name", "place"]
        case .ticketNotServed, .appointmentClosedNote: ["phone"]
        case .closuresName, .closuresClosed: ["office"]
        case .closuresReason: ["office", "reason"]
        case .mailCodes: ["change", "code", "link"]
        case .appointmentQr: ["code"]
        case .servicesMany: ["count"]
        case .daysMany: ["count", "day"]
        case .daysOne, .timesTitle: ["day"]
        case .mailCancelled: ["home", "services", "when"]
        case .mailConfirm: ["link", "services", "until", "when"]
        case .sentText: ["until", "when"]
        case .mailConfirmLate: ["link", "services", "when"]
        case .refusedTooMany: ["minutes", "phone"]
        case .moveQuestion: ["new", "old"]
        case .mailSignature: ["office", "phone"]
        case .servicesTooMany: ["persons", "phone", "services"]
        case .refusedService, .limitText, .homeOff, .daysNothing, .sentNothing, .codeUnknown,
            .refusedUnknown,
            .refusedFailed:
            ["phone"]
        case .servicesIntro: ["services"]
        case .mailBooked, .mailMoved, .mailReminder, .mailLimit: ["services", "when"]
        case .daysFirst, .mailConfirmSubject, .mailBookedSubject, .mailMovedSubject,
            .mailCancelledSubject, .mailReminderSubject:
            ["when"]
        case .statusAsOf, .statusOpenUntil, .statusEarly, .statusLong: ["time"]
        case .statusHoliday: ["holiday"]
        case .statusReason: ["reason"]
        case .statusNext, .statusFree: ["when"]
        case .quietIntroDay: ["from"]
        case .statusWait, .quietIntro, .quietSpan: ["from", "to"]
        case .statusWaitUpTo: ["to"]
        case .statusCount: ["count"]
        case .statusCall: ["counter"]
        case .statusShare: ["day", "share"]
        case .statusOnDay: ["day"]
        case .quietBestHour: ["day", "from", "to", "wait"]
        case .quietUnder, .quietAbout: ["minutes"]
        default: []
        }
    }
}

extension Holiday {
    /// Its name.
    package var text: PageTextKey {
        switch self {
        case .newYear: .holidayNewYear
        case .epiphany: .holidayEpiphany
        case .womensDay: .holidayWomensDay
        case .goodFriday: .holidayGoodFriday
        case .easterSunday: .holidayEasterSunday
        case .easterMonday: .holidayEasterMonday
        case .labourDay: .holidayLabourDay
        case .ascension: .holidayAscension
        case .whitSunday: .holidayWhitSunday
        case .whitMonday: .holidayWhitMonday
        case .corpusChristi: .holidayCorpusChristi
        case .assumption: .holidayAssumption
        case .childrensDay: .holidayChildrensDay
        case .unity: .holidayUnity
        case .reformation: .holidayReformation
        case .allSaints: .holidayAllSaints
        case .repentance: .holidayRepentance
        case .christmas: .holidayChristmas
        case .secondChristmas: .holidaySecondChristmas
        }
    }
}
