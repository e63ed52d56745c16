import Foundation
import HubStore

/// The description of the API in OpenAPI 3.1, made from its endpoints.
///
/// - Parameters:
///   - endpoints: What is described.
///   - names: The schemas that these need; nil for all.
/// - Returns: JSON.
/// - Throws: Nothing that happens.
func openAPIDocument(
    of endpoints: [Endpoint] = Endpoint.all,
    schemas names: Set<String>? = nil
) throws -> String {
    var paths: [String: [String: Any]] = [:]
    for endpoint in endpoints {
        paths[endpoint.path, default: [:]][endpoint.method.rawValue.lowercased()] =
            operation(endpoint)
    }
    let document: [String: Any] = [
        "openapi": "3.1.0",
        "info": [
            "title": "Wartemarke", "version": "1",
            "description": "The queue of a citizens' office. Instants are RFC 3339 in UTC, except "
                + "in kiosk messages, where they are milliseconds since 1970.",
        ],
        "paths": paths,
        "components": [
            "schemas": schemas.filter { names?.contains($0.key) ?? true },
            "securitySchemes": ["bearer": ["type": "http", "scheme": "bearer"]],
        ],
    ]
    let data = try JSONSerialization.data(
        withJSONObject: document,
        options: [.sortedKeys, .withoutEscapingSlashes]
    )
    return String(decoding: data, as: UTF8.self)
}

private func operation(_ endpoint: Endpoint) -> [String: Any] {
    var operation: [String: Any] = [
        "summary": endpoint.summary, "parameters": parameters(endpoint),
        "responses": responses(endpoint),
    ]
    operation["description"] = endpoint.details
    if let roles = endpoint.roles {
        operation["security"] = [["bearer": [] as [String]]]
        operation["description"] =
            "For tokens of the role " + roles.map(\.rawValue).sorted().joined(separator: " or ")
            + "."
    }
    if let takes = endpoint.takes {
        operation["requestBody"] = [
            "required": true, "content": ["application/json": ["schema": reference(takes)]],
        ]
    }
    return operation
}

private func parameters(_ endpoint: Endpoint) -> [[String: Any]] {
    let inPath = endpoint.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { part in
        [
            "name": String(part.dropFirst().dropLast()), "in": "path", "required": true,
            "schema": ["type": "integer"],
        ] as [String: Any]
    }
    let inQuery = endpoint.query.map { name in
        let schema: [String: Any] =
            endpoint.handle == nil ? ["type": "string"] : ["type": "integer", "minimum": 0]
        return ["name": name, "in": "query", "schema": schema] as [String: Any]
    }
    guard endpoint.method == .post, !endpoint.path.hasPrefix("/api/v1/kiosk") else {
        return inPath + inQuery
    }
    let key: [String: Any] = [
        "name": "Idempotency-Key", "in": "header",
        "schema": ["type": "string", "minLength": 1, "maxLength": 200],
        "description": "A repeated request with the same key gets the first one's answer.",
    ]
    return inPath + inQuery + [key]
}

private func responses(_ endpoint: Endpoint) -> [String: Any] {
    var success: [String: Any] = ["description": "Done."]
    if let gives = endpoint.gives {
        success["content"] = [endpoint.type: ["schema": reference(gives)]]
    } else if endpoint.type != "application/json" {
        success["content"] = [endpoint.type: ["schema": ["type": "string"]]]
    }
    var responses: [String: Any] = [
        String(endpoint.status): success,
        "default": [
            "description": "Refused: a code for programs, a sentence for people.",
            "content": ["application/json": ["schema": reference("Error")]],
        ],
    ]
    if endpoint.handle == nil {
        responses["304"] = ["description": "The reader has it already (If-None-Match)."]
    }
    if endpoint.path.hasSuffix("/next") {
        responses["204"] = ["description": "Nobody waits for this counter."]
    }
    return responses
}

private func reference(_ schema: String) -> [String: Any] {
    ["$ref": "#/components/schemas/\(schema)"]
}
