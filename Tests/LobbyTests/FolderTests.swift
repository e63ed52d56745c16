import Lobby
import Testing

@Suite struct `The folder of a path` {
    @Test(arguments: [
        ("m", "."), ("", "."), ("hub.sqlite", "."), ("/m", "/"), ("a/b", "a"), ("/a/b/c", "/a/b"),
        ("./m", "."), ("q/", "q"),
    ])
    func `is what stands before its last part`(path: String, expected: String) {
        #expect(folder(of: path) == expected)
    }
}
