import HubClient
import KioskStore
import Lobby
import Screens
import Sync

// What visitors say in the middle of their visit; the hub decides.
extension KioskEngine {
    /// A parked or missed visitor is there.
    func comeBack(_ found: FoundVisit) {
        guard core.link == .greeted else { return post(.cameBack(found, false)) }
        let secret = identity.secret
        run { [hub, post] in
            for _ in 1...2 {
                do throws(HubProblem) {
                    try await hub.comeBack(found.id, secret: secret)
                    return await self.cameBack(found)
                } catch {
                    guard error == .unreachable else { break }
                }
            }
            post(.cameBack(found, false))
        }
    }

    private func cameBack(_ found: FoundVisit) {
        var found = found
        // The changes will tell in a moment; until then it counts as it will.
        let waiting = (try? store.waitingVisits()) ?? []
        if var visit = (try? store.visit(found.id))?.visit {
            visit.state = .waiting
            if found.state == .parked { visit.standing = .returned }
            found.ahead = office.numbersAhead(of: visit, among: waiting, at: wall)
        }
        found.state = .waiting
        post(.cameBack(found, true))
    }

    /// Somebody should come to this kiosk.
    func callHelp() {
        guard core.link == .greeted else { return post(.helpCalled(false)) }
        let secret = identity.secret
        run { [hub, post] in
            do throws(HubProblem) {
                try await hub.callHelp(secret: secret)
                post(.helpCalled(true))
            } catch {
                post(.helpCalled(false))
            }
        }
    }
}
