/// The names of all texts on web pages and in mails; every language's file has each of them.
package enum PageTextKey: String, TextName {
    case pageSkip = "page.skip"
    case pageLanguages = "page.languages"
    case pagePhone = "page.phone"
    case pageStart = "page.start"
    case pageProblem = "page.problem"

    case homeTitle = "home.title"
    case homeIntro = "home.intro"
    case homeBook = "home.book"
    case homeChange = "home.change"
    case homeOff = "home.off"
    case homeOtherWays = "home.otherWays"

    case servicesTitle = "services.title"
    case servicesIntro = "services.intro"
    case servicesNone = "services.none"
    case servicesOne = "services.one"
    case servicesMany = "services.many"
    case servicesNext = "services.next"
    case servicesNothing = "services.nothing"
    case servicesTooMany = "services.tooMany"

    case daysTitle = "days.title"
    case daysFirst = "days.first"
    case daysHint = "days.hint"
    case daysOne = "days.one"
    case daysMany = "days.many"
    case daysNothing = "days.nothing"
    case daysBack = "days.back"

    case timesTitle = "times.title"
    case timesMorning = "times.morning"
    case timesAfternoon = "times.afternoon"
    case timesNothing = "times.nothing"

    case contactTitle = "contact.title"
    case contactMail = "contact.mail"
    case contactMailHint = "contact.mailHint"
    case contactPhone = "contact.phone"
    case contactPhoneHint = "contact.phoneHint"
    case contactPrivacy = "contact.privacy"
    case contactSend = "contact.send"
    case contactBadMail = "contact.badMail"
    case contactBadPhone = "contact.badPhone"

    case sentTitle = "sent.title"
    case sentText = "sent.text"
    case sentNothing = "sent.nothing"

    case takenTitle = "taken.title"
    case takenText = "taken.text"

    case appointmentHeldTitle = "appointment.heldTitle"
    case appointmentHeldText = "appointment.heldText"
    case appointmentExpiredText = "appointment.expiredText"
    case appointmentConfirm = "appointment.confirm"
    case appointmentTitle = "appointment.title"
    case appointmentBring = "appointment.bring"
    case appointmentCode = "appointment.code"
    case appointmentCodeHint = "appointment.codeHint"
    case appointmentQr = "appointment.qr"
    case appointmentChangeCode = "appointment.changeCode"
    case appointmentCalendar = "appointment.calendar"
    case appointmentMove = "appointment.move"
    case appointmentCancel = "appointment.cancel"
    case appointmentCancelledTitle = "appointment.cancelledTitle"
    case appointmentAgain = "appointment.again"
    case appointmentHereTitle = "appointment.hereTitle"
    case appointmentOverTitle = "appointment.overTitle"
    case appointmentBookedNote = "appointment.bookedNote"
    case appointmentMovedNote = "appointment.movedNote"

    case cancelTitle = "cancel.title"
    case cancelYes = "cancel.yes"
    case cancelNo = "cancel.no"

    case moveTitle = "move.title"
    case moveQuestion = "move.question"
    case moveYes = "move.yes"

    case codeTitle = "code.title"
    case codeIntro = "code.intro"
    case codeCheckIn = "code.checkIn"
    case codeChange = "code.change"
    case codeNext = "code.next"
    case codeUnknown = "code.unknown"

    case refusedUnknownTitle = "refused.unknownTitle"
    case refusedUnknown = "refused.unknown"
    case refusedPageTitle = "refused.pageTitle"
    case refusedPage = "refused.page"
    case refusedTooManyTitle = "refused.tooManyTitle"
    case refusedTooMany = "refused.tooMany"
    case refusedFailedTitle = "refused.failedTitle"
    case refusedFailed = "refused.failed"

    case mailGreeting = "mail.greeting"
    case mailSignature = "mail.signature"
    case mailConfirmSubject = "mail.confirmSubject"
    case mailConfirm = "mail.confirm"
    case mailBookedSubject = "mail.bookedSubject"
    case mailBooked = "mail.booked"
    case mailMovedSubject = "mail.movedSubject"
    case mailMoved = "mail.moved"
    case mailCancelledSubject = "mail.cancelledSubject"
    case mailCancelled = "mail.cancelled"
    case mailReminderSubject = "mail.reminderSubject"
    case mailReminder = "mail.reminder"
    case mailLimitSubject = "mail.limitSubject"
    case mailLimit = "mail.limit"
    case mailCodes = "mail.codes"
    case mailBring = "mail.bring"
}

extension PageTextKey {
    package var placeholders: Set<String> {
        switch self {
        case .mailCodes: ["change", "code", "link"]
        case .appointmentQr: ["code"]
        case .servicesMany: ["count"]
        case .daysMany: ["count", "day"]
        case .daysOne, .timesTitle: ["day"]
        case .mailCancelled: ["home", "services", "when"]
        case .mailConfirm: ["link", "services", "until", "when"]
        case .sentText: ["mail", "until", "when"]
        case .refusedTooMany: ["minutes", "phone"]
        case .moveQuestion: ["new", "old"]
        case .mailSignature: ["office", "phone"]
        case .servicesTooMany: ["persons", "phone", "services"]
        case .pagePhone, .homeOff, .daysNothing, .sentNothing, .codeUnknown, .refusedUnknown,
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
