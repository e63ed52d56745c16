import Foundation
import Hub

/// Reads a body into a value.
///
/// - Throws: ``HubRefusal/badRequest(_:)`` with a sentence that names the place of the mistake.
func read<Value: Decodable>(_ body: [UInt8], as type: Value.Type) throws(HubRefusal) -> Value {
    guard String(validating: body, as: UTF8.self) != nil else {
        throw .badRequest("The body is not valid UTF-8.")
    }
    do {
        return try JSONDecoder().decode(Value.self, from: Data(body))
    } catch let error as DecodingError {
        throw .badRequest(sentence(for: error))
    } catch {
        throw .badRequest("The body is not JSON.")
    }
}

/// Writes a value; keys are sorted so that equal answers are equal bytes.
func write(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}

private func sentence(for error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context):
        "The body lacks \(path(context.codingPath + [key]))."
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
        "In the body, \(path(context.codingPath)) has the wrong type."
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
        "In the body, \(path(context.codingPath)) cannot be read."
    default: "The body is not JSON."
    }
}

private func path(_ keys: [any CodingKey]) -> String {
    let path = keys.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
    return path.isEmpty ? "the whole" : String(path.trimmingPrefix("."))
}
