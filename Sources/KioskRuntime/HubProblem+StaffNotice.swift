package import HubClient
package import Lobby
import Sync

extension HubProblem {
    /// Why a hub that answers does not serve this kiosk, and what staff can do; nil when nobody answers.
    package var staffNotice: StaffNotice? {
        switch self {
        case .unreachable, .slotTaken: nil
        case .untrusted: StaffNotice(.noticeUntrusted)
        case .notAHub: StaffNotice(.noticeNotAHub)
        case .refused(_, "stale_hub", _, _):
            StaffNotice(.noticeStaleHub, ["command": "wartemarke admin restore"])
        case .refused(_, "hub_too_old", _, _): StaffNotice(.noticeHubTooOld)
        case .refused(_, _, let sentence, _):
            switch refusal {
            case .revoked: StaffNotice(.noticeRevoked, ["command": Self.enrolment])
            case .fork: StaffNotice(.noticeFork, ["command": Self.enrolment])
            case .updateNeeded: StaffNotice(.noticeUpdate)
            case nil: StaffNotice(.noticeRefused, ["reason": sentence])
            }
        }
    }

    /// What a refusal means for this device as such; nil for one of a single question.
    var refusal: KioskCore.Refusal? {
        switch self {
        case .refused(401, _, _, _), .refused(403, _, _, _), .refused(410, _, _, _): .revoked
        case .refused(409, "fork", _, _): .fork
        case .refused(426, _, _, _): .updateNeeded
        case .refused, .slotTaken, .unreachable, .notAHub, .untrusted: nil
        }
    }

    private static let enrolment = "wartemarke admin enrol"
}
