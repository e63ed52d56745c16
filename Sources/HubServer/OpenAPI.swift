import Foundation
import HubStore

/// The description of the API in OpenAPI 3.1, made from ``Endpoint/all``.
func openAPIDocument() throws -> String {
    var paths: [String: [String: Any]] = [:]
    for endpoint in Endpoint.all {
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
            "schemas": schemas,
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
        ["name": name, "in": "query", "schema": ["type": "integer", "minimum": 0]] as [String: Any]
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
        success["content"] = ["application/json": ["schema": reference(gives)]]
    }
    var responses: [String: Any] = [
        String(endpoint.status): success,
        "default": [
            "description": "Refused: a code for programs, a sentence for people.",
            "content": ["application/json": ["schema": reference("Error")]],
        ],
    ]
    if endpoint.path.hasSuffix("/next") {
        responses["204"] = ["description": "Nobody waits for this counter."]
    }
    return responses
}

private func reference(_ schema: String) -> [String: Any] {
    ["$ref": "#/components/schemas/\(schema)"]
}
