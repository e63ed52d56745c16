package import HubClient
import Sync

/// Why a kiosk has no identity.
package enum EnrolmentProblem: Error, Equatable, CustomStringConvertible {
    case noCode
    case codeRefused
    case hubUnreachable
    case hubUntrusted

    package var description: String {
        switch self {
        case .noCode:
            """
            This kiosk is not enrolled at a hub yet. Make a code there with: wartemarke admin enrol \
            --name NAME. Then start the kiosk with --enrol CODE.
            """
        case .codeRefused:
            """
            The hub does not take this code: it is wrong, used, or older than 15 minutes. Make a new \
            one with: wartemarke admin enrol --name NAME.
            """
        case .hubUnreachable:
            """
            The hub does not answer, and this kiosk is not enrolled at it yet. Start the hub, or name \
            another with --hub. The code is still good.
            """
        case .hubUntrusted:
            """
            What answers is not the hub this kiosk trusts, and this kiosk is not enrolled at it yet. \
            Copy ca.pem from the hub's machine again, and see that the hub's certificate is good and \
            names its address. The code is still good.
            """
        }
    }
}

/// Who this device is: by a one-time code if there is one, else as its file says.
///
/// A new code gives a device its right back that was taken away; a used one does no harm to a device
/// that has an identity, so that it may stay in a service's command line. After enrolling, the log
/// begins anew with another letter, because the old one may go on elsewhere.
///
/// - Throws: ``EnrolmentProblem`` when there is no identity after all, ``IdentityProblem`` when it
///   cannot be kept.
package func enrolledIdentity(
    in file: IdentityFile,
    code: String?,
    hub: HubClient
) async throws -> KioskIdentity {
    let known = file.load()
    guard let code else {
        guard let known else { throw EnrolmentProblem.noCode }
        return known
    }
    let answer: EnrolAnswer
    do throws(HubProblem) {
        answer = try await hub.enrol(EnrolRequest(code: code))
    } catch {
        if let known { return known }
        if case .refused = error { throw EnrolmentProblem.codeRefused }
        if case .untrusted = error { throw EnrolmentProblem.hubUntrusted }
        throw EnrolmentProblem.hubUnreachable
    }
    let fresh = KioskIdentity(device: answer.device, secret: answer.secret)
    try file.save(fresh)
    return fresh
}
