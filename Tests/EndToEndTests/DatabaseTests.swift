import Foundation
import Testing

extension EndToEnd {
    @Suite struct `A database's path that was mistyped` {
        @Test func `is told when a new database was made there, and only then`() async throws {
            try await World.run { world in
                let new = "A new, empty database was made at \(world.hubFile)."
                try await world.startHub()
                let hub = try #require(world.hub)
                #expect(hub.errors.contains(new), "\(hub.errors)")
                await hub.end()
                try await world.startHub()
                #expect(world.hub?.errors.contains(new) == false)

                let other = world.folder + "/other.sqlite"
                for isNew in [true, false] {
                    let made = try await world.wartemarke(
                        "admin",
                        "enrol",
                        "--database",
                        other,
                        "--name",
                        "lobby"
                    )
                    #expect(made.status == 0)
                    #expect(made.errors.contains("A new, empty database was made") == isNew)
                }
            }
        }
    }
}
