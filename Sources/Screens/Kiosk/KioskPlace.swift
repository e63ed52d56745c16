import Lobby

/// Where in the talk the visitor is: one case per screen.
enum KioskPlace: Equatable, Sendable {
    case welcome(page: Int)
    case task
    case services(page: Int)
    /// The time until closing may not be enough for another number of the service.
    case lastTicket(ServiceID)
    case issuing(ServiceID)
    case number(IssuedTicket, Paper)
    /// The code of its page, to photograph where no paper came.
    case code(IssuedTicket, CodePicture)
    case refused(IssueRefusal)
    /// Typing a number; `notFound` is the one looked for in vain.
    case typing(String, notFound: String?)
    case lookingUp(LookUp)
    case choosing([FoundVisit], page: Int)
    /// `paper` is what became of a second ticket, once asked for.
    case visit(FoundVisit, paper: Paper?)
    case confirming(FoundVisit)
    case handingBack(FoundVisit)
    case handedBack(Label, isDone: Bool)
    case comingBack(FoundVisit)
    /// Whether the visit waits again.
    case cameBack(FoundVisit, isDone: Bool)
    case unknownCode
    case checkIn(CheckInPlace)
    case booking(BookingPlace)
    case managing(ManagingPlace)
    case pin(String, PINAnswer?)
    case checkingPIN
    case staff
    case listing
    /// Who waits and who is expected; staff only.
    case today(StaffList, page: Int)
    /// How the printer is, and what can be done there; staff only.
    case printer
    /// Which of the last numbers to print again; staff only.
    case recent([FoundVisit])
    /// What became of a paper that staff asked for; nil while it is being printed.
    case staffPaper(StaffPaper, PrintOutcome?)
    /// Staff said that a new roll is in.
    case rollNoted

    /// What is being looked for.
    enum LookUp: Equatable, Sendable {
        case typed(String)
        case scanned
    }

    /// What became of a paper, as far as it is known.
    enum Paper: Equatable, Sendable {
        case running, printed, notPrinted, unknown

        /// No paper came, or perhaps none.
        var isTrouble: Bool { self == .notPrinted || self == .unknown }

        init(_ outcome: PrintOutcome) {
            self =
                switch outcome {
                case .printed: .printed
                case .notPrinted: .notPrinted
                case .unknown: .unknown
                }
        }
    }

    /// Digits are digits here, and nothing else.
    var isEntry: Bool {
        switch self {
        case .typing, .pin, .checkIn(.code), .booking(.phone), .managing(.code),
            .managing(.change):
            true
        default: false
        }
    }

    /// Something to read that ends with any key, or by itself after a while.
    var isResult: Bool {
        switch self {
        case .number, .code, .refused, .handedBack, .cameBack, .managing(.cancelled): true
        default: false
        }
    }

    /// Somebody may be writing a number down, or looking for a telephone: it stays until a key.
    var staysUntilKey: Bool {
        switch self {
        case .number(_, .notPrinted), .number(_, .unknown), .code: true
        default: false
        }
    }

    /// An answer is on its way and no key can hurry it.
    var isWaiting: Bool {
        switch self {
        case .issuing, .lookingUp, .handingBack, .comingBack, .checkingPIN, .listing,
            .checkIn(.checking),
            .booking(.searching), .booking(.working), .managing(.searching), .managing(.working):
            true
        default: false
        }
    }

    /// Something is happening to a visit that another key must not cover.
    var isChangingAVisit: Bool {
        switch self {
        case .issuing, .handingBack, .comingBack, .booking(.working), .managing(.working): true
        default: false
        }
    }

    var isWelcome: Bool {
        if case .welcome = self { true } else { false }
    }
}
