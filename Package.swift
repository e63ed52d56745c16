// swift-tools-version: 6.2
import PackageDescription

/// The settings every Swift target of this package is built with.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(
    name: "HummingbirdTesting",
    package: "hummingbird"
)
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let services = Target.Dependency.product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle"
)
let signals = Target.Dependency.product(
    name: "UnixSignals",
    package: "swift-service-lifecycle"
)
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// A rule or an adapter: a Swift target with the strict settings.
func target(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A suite of tests beside the target of the same name.
func tests(
    _ name: String,
    _ dependencies: [Target.Dependency],
    besides files: [String] = []
) -> Target {
    .testTarget(
        name: name,
        dependencies: dependencies,
        exclude: files,
        swiftSettings: strict
    )
}

let package = Package(
    name: "wartemarke",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle",
            exact: "2.13.0"
        ),
        .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
    ],
    targets: [
        // Rules: no I/O, no clock, no chance.
        target("Lobby", []),
        target("Sync", ["Lobby", crypto, cryptoExtras]),
        target("Screens", ["Lobby", "CFribidi"]),
        target("OfficeFiles", ["Lobby", yams]),

        // C libraries.
        .systemLibrary(name: "CCups"),
        .systemLibrary(name: "CNcurses"),
        .systemLibrary(name: "CSQLite"),
        .target(name: "CFaultDisk", linkerSettings: [.linkedLibrary("sqlite3")]),
        .systemLibrary(name: "CPangoCairo", pkgConfig: "pangocairo"),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode"),
        .systemLibrary(name: "CFribidi", pkgConfig: "fribidi"),

        // Adapters: one library or device each.
        target("CursesTerminal", ["CNcurses", "Screens"]),
        target("TicketPrinting", ["CCups", "CPangoCairo", "CQREncode", "Lobby"]),
        target("Speech", ["Lobby"]),
        target("Statements", ["CSQLite", grdb]),
        target("KioskStore", ["Lobby", "Statements", "Sync", grdb]),
        target("HubStore", ["Lobby", "Statements", "Sync", grdb]),
        target("Hub", ["Lobby", "Sync", "HubStore", crypto, cryptoExtras]),
        target("SignOn", ["Lobby", crypto, httpClient, jwt, nio, nioHTTP]),
        target(
            "HubServer",
            [
                "CPangoCairo", "CQREncode", "Hub", "HubStore", "Lobby", "SignOn", "Sync",
                hummingbird, hummingbirdTLS, logging, mustache, nio, nioSSL, services,
            ]
        ),
        target("HubClient", ["Lobby", "Sync", httpClient, nio, nioHTTP, nioSSL]),
        target("Certificates", ["Lobby", asn1, crypto, x509]),
        target("KioskRuntime", ["HubClient", "KioskStore", "Lobby", "Screens", "Sync"]),

        // Proof and wiring.
        target(
            "Simulation",
            ["CFaultDisk", "Hub", "HubStore", "KioskStore", "Lobby", "Statements", "Sync"]
        ),
        .executableTarget(
            name: "wartemarke",
            dependencies: [
                "CFaultDisk", "Certificates", "CursesTerminal", "Hub", "HubClient", "HubServer",
                "HubStore", "KioskRuntime", "KioskStore", "Lobby", "OfficeFiles", "Screens",
                "SignOn", "Simulation", "Speech", "Statements", "Sync", "TicketPrinting",
                argumentParser,
                httpClient, hummingbird, logging, nio, nioHTTP, services, signals,
            ],
            swiftSettings: strict
        ),

        // Tests, beside the target of the same name; the worlds are what several of them share.
        .target(
            name: "TestWorlds",
            dependencies: [
                "CFaultDisk", "Certificates", "Hub", "HubServer", "HubStore", "Lobby", "Sync",
                hummingbird, logging, services,
            ],
            path: "Tests/TestWorlds",
            swiftSettings: strict
        ),
        tests("CertificatesTests", ["Certificates", "Lobby", "TestWorlds"]),
        tests("CursesTerminalTests", ["CursesTerminal", "Screens"]),
        tests("EndToEndTests", []),
        tests(
            "HubServerTests",
            [
                "Certificates", "Hub", "HubClient", "HubServer", "HubStore", "Lobby", "OfficeFiles",
                "SignOn", "Sync", "TestWorlds", crypto, httpClient, hummingbird,
                hummingbirdTesting, jwt, nio, nioHTTP, nioSSL,
            ]
        ),
        tests("HubStoreTests", ["HubStore", "Lobby", "Sync", "TestWorlds", grdb]),
        tests("HubTests", ["Hub", "HubStore", "Lobby", "Sync", "TestWorlds"]),
        tests(
            "KioskRuntimeTests",
            [
                "Hub", "HubClient", "HubStore", "KioskRuntime", "KioskStore", "Lobby", "Screens",
                "Sync", "TestWorlds", httpClient, nioHTTP, nio,
            ]
        ),
        tests("KioskStoreTests", ["KioskStore", "Lobby", "Sync", "TestWorlds"]),
        tests("LobbyTests", ["Lobby"]),
        tests("OfficeFilesTests", ["Lobby", "OfficeFiles"]),
        tests("ScreensTests", ["Lobby", "Screens"], besides: ["Goldens"]),
        tests("SimulationTests", ["Lobby", "OfficeFiles", "Simulation"]),
        tests("SpeechTests", ["Lobby", "Speech"]),
        tests("SyncTests", ["Lobby", "Sync"]),
        tests("TicketPrintingTests", ["Lobby", "OfficeFiles", "TicketPrinting"]),
        tests("TidyTests", []),
    ]
)
