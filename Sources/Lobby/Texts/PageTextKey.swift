/// The names of all texts on web pages and in mails; every language's file has each of them.
package enum PageTextKey: String, TextName {
    case pageSkip, pageLanguages, pagePhone, pageStart, pageProblem

    case homeTitle, homeIntro, homeBook, homeChange, homeOff, homeOtherWays

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
    case appointmentTitle, appointmentBring, appointmentCode, appointmentCodeHint, appointmentQr
    case appointmentChangeCode, appointmentCalendar, appointmentMove, appointmentCancel
    case appointmentCancelledTitle, appointmentAgain, appointmentHereTitle, appointmentOverTitle
    case appointmentBookedNote, appointmentMovedNote

    case cancelTitle, cancelYes, cancelNo

    case moveTitle, moveQuestion, moveYes, moveNo

    case codeTitle, codeIntro, codeCheckIn, codeChange, codeNext, codeUnknown

    case refusedUnknownTitle, refusedUnknown, refusedPageTitle, refusedPage, refusedTooManyTitle
    case refusedTooMany, refusedFailedTitle, refusedFailed, refusedServiceTitle, refusedService

    case ticketTitle, ticketOthers, ticketAheadNone, ticketAheadOne, ticketAheadMany
    case ticketBooked, ticketBookedNow, ticketLate, ticketClaim
    case ticketWait, ticketWaitUpTo, ticketWaitLong, ticketWaitUnknown, ticketOrder, ticketBoard
    case ticketCalled, ticketCalledAt, ticketServing, ticketParked, ticketMissedBack, ticketMissed
    case ticketAtDesk, ticketFinished, ticketLeft, ticketNotServed, ticketEnded
    case ticketReload, ticketPause, ticketFollow, ticketStale, ticketUnknownTitle, ticketUnknown
    case ticketLeave, leaveTitle, leaveText, leaveYes, leaveNo

    case closuresName, closuresClosed, closuresHoliday

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
        case .ticketBookedNow, .ticketLate, .ticketClaim, .ticketCalledAt, .ticketMissedBack:
            ["time"]
        case .ticketWait: ["asOf", "from", "to"]
        case .ticketWaitUpTo: ["asOf", "to"]
        case .ticketWaitLong: ["asOf", "time"]
        case .ticketCalled, .ticketServing: ["counter"]
        case .ticketNotServed: ["phone"]
        case .closuresName, .closuresClosed, .closuresHoliday: ["office"]
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
        default: []
        }
    }
}
