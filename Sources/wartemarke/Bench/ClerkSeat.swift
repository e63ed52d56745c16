import Foundation

/// A clerk who is logged in at the clerks' page and has taken a counter.
struct ClerkSeat {
    let counter: Int
    let cookie: String
    /// Goes with each form of the session.
    let token: String

    /// One clerk logs in at every counter; what is measured does not ask who it is.
    ///
    /// - Throws: ``BenchProblem`` when the page does not let the clerk in.
    static func take(_ counters: some Sequence<Int>, at hub: HubUnderTest) throws -> [ClerkSeat] {
        let first = try hub.account("bench")
        let line = try PlainConnection(port: hub.port)
        func ask(_ method: String, _ path: String, _ cookie: String, _ body: String?) throws {
            let form = HTTPForm(method, path, cookies: cookie, body: body)
            let status = try line.exchange(form).status
            guard status == 303 || status == 200 else {
                throw BenchProblem("\(path) of the clerks' page answers with \(status).")
            }
        }
        func logIn(_ password: String) throws -> (cookie: String, token: String) {
            try ask("POST", "/desk/log-in", "", "name=bench&password=\(password)")
            guard let cookie = line.answer.cookie else {
                throw BenchProblem("Nobody is logged in.")
            }
            try ask("GET", "/desk/password", cookie, nil)
            let page = String(decoding: line.answer.body, as: UTF8.self)
            guard let match = page.firstMatch(of: /name="token" value="([^"]+)"/) else {
                throw BenchProblem("The clerks' page has no form.")
            }
            return (cookie, String(match.1))
        }
        let (cookie, token) = try logIn(first)
        let password = "a-word-\(UUID())"
        try ask("POST", "/desk/password", cookie, "token=\(token)&old=\(first)&new=\(password)")
        return try counters.map { counter in
            let (cookie, token) = try logIn(password)
            try ask("POST", "/desk/place", cookie, "token=\(token)&counter=\(counter)")
            return ClerkSeat(counter: counter, cookie: cookie, token: token)
        }
    }
}
