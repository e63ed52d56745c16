import Foundation
import Lobby

/// Reads errands from their JSON; most of a day's are the same few texts.
struct ErrandsReader {
    private var known: [String: [Errand]] = [:]

    static func text(_ errands: [Errand]) throws -> String {
        String(decoding: try JSONEncoder().encode(errands), as: UTF8.self)
    }

    mutating func read(_ text: String) -> [Errand] {
        if let errands = known[text] { return errands }
        let errands = (try? JSONDecoder().decode([Errand].self, from: Data(text.utf8))) ?? []
        known[text] = errands
        return errands
    }

    mutating func services(_ text: String) -> [ServiceID] {
        read(text).map(\.service)
    }
}
