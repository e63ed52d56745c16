import Foundation
import HTTPTypes
import Hub
import HubStore
import Hummingbird
import HummingbirdTesting
import Lobby
import Logging
import NIOCore
import TestWorlds

@testable import HubServer

/// An answer of the hub, as a program sees it.
struct Answer {
    var status: Int
    var text: String
    var contentType: String?

    var json: Any? {
        try? JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
    }

    /// A value by its path, `error.code`.
    subscript(path: String) -> Any? {
        path.split(separator: ".").reduce(json) { value, key in
            if let list = value as? [Any], let index = Int(key) {
                return list.indices.contains(index) ? list[index] : nil
            }
            return (value as? [String: Any])?[String(key)]
        }
    }

    var code: String? { self["error.code"] as? String }
    var message: String? { self["error.message"] as? String }
}

/// A hub in process and everybody who may ask it.
struct Asking: Sendable {
    let world: HubWorld
    let secrets: [Device.Role: String]

    init(at start: Instant = at(9), backups: String? = nil) async throws {
        world = try HubWorld(at: start, backups: backups)
        var secrets: [Device.Role: String] = [:]
        for role in Device.Role.devices { secrets[role] = try await world.device(role).1 }
        self.secrets = secrets
    }

    /// Asks with a role's secret, over a status page that nobody has read yet.
    func ask(
        _ method: Endpoint.Method,
        _ path: String,
        _ body: String? = nil,
        as role: Device.Role? = nil,
        key: String? = nil
    ) async throws -> Answer {
        try await ask(
            method,
            path,
            bytes: body.map { Array($0.utf8) },
            secret: role.flatMap { secrets[$0] },
            key: key
        )
    }

    func ask(
        _ method: Endpoint.Method,
        _ path: String,
        bytes: [UInt8]? = nil,
        secret: String?,
        key: String? = nil,
        logger: Logger = quiet
    ) async throws -> Answer {
        // No two things happen at the same instant.
        world.clock.advance(.milliseconds(1))
        var headers = HTTPFields()
        if let secret { headers[.authorization] = "Bearer \(secret)" }
        if let key, let name = HTTPField.Name("Idempotency-Key") { headers[name] = key }
        let hub = HubApplication(hub: world.hub, logger: logger)
        let application = Application(responder: hub.responder(), logger: quiet)
        return try await application.test(.router) { [headers] client in
            try await client.execute(
                uri: path,
                method: method == .get ? .get : .post,
                headers: headers,
                body: bytes.map { ByteBuffer(bytes: $0) }
            ) { response in
                Answer(
                    status: response.status.code,
                    text: String(buffer: response.body),
                    contentType: response.headers[.contentType]
                )
            }
        }
    }
}

extension Endpoint {
    /// The path with the first counter in it.
    var anyPath: String {
        path.replacing("{number}", with: "1")
    }

    var title: String {
        "\(method.rawValue) \(path)"
    }
}
