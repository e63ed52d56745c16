import Foundation
import SwiftASN1
import X509

/// A name or an address that a certificate proves.
struct HostName: Equatable, CustomStringConvertible {
    private static let longestName = 253

    let general: GeneralName

    /// - Parameter text: As people write it: `hub.example`, `10.0.0.7`, `fd00::7`.
    init?(_ text: String) {
        if let bytes = addressBytes(text, AF_INET, 4) ?? addressBytes(text, AF_INET6, 16) {
            general = .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
            return
        }
        let form =
            /[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*/
        guard text.utf8.count <= Self.longestName, text.wholeMatch(of: form) != nil,
            text.contains(where: { $0.isLetter || $0 == "-" })
        else { return nil }
        general = .dnsName(text.lowercased())
    }

    /// What a certificate already names; nil for kinds of names that no hub is called by.
    init?(_ general: GeneralName) {
        switch general {
        case .dnsName, .ipAddress: self.general = general
        default: return nil
        }
    }

    var description: String {
        switch general {
        case .dnsName(let name): name
        case .ipAddress(let address): addressText(Array(address.bytes))
        default: ""
        }
    }
}

private func addressBytes(_ text: String, _ family: Int32, _ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    return inet_pton(family, text, &bytes) == 1 ? bytes : nil
}

private func addressText(_ bytes: [UInt8]) -> String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "" }
    return text.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
}
