// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
  // Generic types are made from what the compiler knows and not by a search through every conformance of every library:
  // a fifth of the time that a process takes to start.
  .unsafeFlags(
    ["-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors"], .when(configuration: .release)),
]

let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let realModule: Target.Dependency = .product(name: "RealModule", package: "swift-numerics")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")

/// A pure core or another library: no executable, nothing outside the package sees it.
func library(_ name: String, _ path: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: strict)
}

/// A pure core. Tests play years of quotes through them, so that debug builds optimise them too; what checks for overflow
/// stays.
func core(_ name: String, _ path: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(
    name: name, dependencies: dependencies, path: path,
    swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))])
}

/// One process: the thin shell around its core, whose folder lies inside the shell's.
func process(_ name: String, core: [String], _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies + core.map { .target(name: $0) } + [arguments],
    path: "Sources/\(name)", exclude: core, swiftSettings: strict)
}

func benchmark(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, path: "Benchmarks/\(name)", swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "Sotano",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", exact: "1.1.1"),
    .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
  ],
  targets: [
    .systemLibrary(name: "CLibcrypto", path: "Sources/CLibcrypto"),
    .systemLibrary(name: "CScheduling", path: "Sources/CScheduling"),
    .systemLibrary(name: "CZeroMQ", path: "Sources/CZeroMQ"),
    .systemLibrary(name: "CZlib", path: "Sources/CZlib"),

    // Pure.
    core("Domain", "Sources/Shared/Domain", []),
    core("GridTrading", "Sources/GridTrading", ["Domain"]),
    core("Statistics", "Sources/Statistics", [realModule]),
    // What no program calls: methods that the oracles hold ours against, ready for the day that one is wanted.
    core("ReferenceStatistics", "Sources/ReferenceStatistics", ["Statistics", realModule]),
    core("ReferenceBot", "Sources/trader/ReferenceBot", ["Domain", "GridTrading"]),
    core("RealTimeMonitor", "Sources/monitor/RealTimeMonitor", ["Domain", "Statistics"]),
    core("ExperimentEngine", "Sources/experimenter/ExperimentEngine", ["Domain", "GridTrading", "Statistics"]),
    core("AdaptiveController", "Sources/controller/AdaptiveController", ["Domain"]),
    core("LiveOptimizer", "Sources/optimizer/LiveOptimizer", ["Domain"]),
    core(
      "Evaluation", "Sources/Evaluation",
      [
        "AdaptiveController", "Domain", "ExperimentEngine", "GridTrading", "LiveOptimizer", "RealTimeMonitor",
        "ReferenceBot", "Statistics", realModule,
      ]),
    core("StopOnly", "Sources/trader/StopOnly", ["Digests", "Domain"]),
    core("Study", "Sources/Study", ["Domain", "ExperimentEngine", "GridTrading", "Statistics", realModule]),

    // What touches the world.
    library("Digests", "Sources/Shared/Digests", ["CLibcrypto"]),
    library("Wire", "Sources/Shared/Wire", ["Domain", protobuf], exclude: ["Protocol"]),
    library("Bus", "Sources/Shared/Bus", ["CScheduling", "CZeroMQ", "Domain", "Safety", "Wire"]),
    library("Journal", "Sources/Shared/Journal", ["Digests", grdb]),
    library("Safety", "Sources/Shared/Safety", ["Domain"]),
    library("Settings", "Sources/Shared/Settings", ["Domain", yams]),
    library("MarketFeeds", "Sources/trader/MarketFeeds", ["CZlib", "Digests", "Domain"]),
    library("Runtime", "Sources/Shared/Runtime", ["Bus", "Digests", "Domain", "Journal", "Safety", "Wire", arguments]),

    // The bot's own half: its loop, the stops' thread, the stream log, the venue's list.
    library(
      "TraderRuntime", "Sources/trader/TraderRuntime",
      ["Bus", "Digests", "Domain", "Journal", "ReferenceBot", "Runtime", "Safety", "StopOnly", "Wire"]),

    // What all rooms together are: the manifest, everybody's settings, and how one of them starts or is made anew.
    library(
      "Stack", "Sources/Stack",
      [
        "AdaptiveController", "Digests", "Domain", "ExperimentEngine", "GridTrading", "Journal", "LiveOptimizer",
        "RealTimeMonitor", "ReferenceBot", "Runtime", "Safety", "TraderRuntime", "Wire",
      ]),

    library(
      "Simulation", "Sources/Simulation",
      [
        "AdaptiveController", "Domain", "ExperimentEngine", "GridTrading", "LiveOptimizer", "RealTimeMonitor",
        "ReferenceBot", "Runtime", "Safety", "StopOnly", "TraderRuntime", "Wire",
      ]),

    // The processes and the command line.
    process("monitor", core: ["RealTimeMonitor"], ["Domain", "GridTrading", "Runtime", "Stack"]),
    process("experimenter", core: ["ExperimentEngine"], ["Domain", "GridTrading", "Runtime", "Stack"]),
    process("controller", core: ["AdaptiveController"], ["Domain", "GridTrading", "Runtime", "Stack"]),
    process("optimizer", core: ["LiveOptimizer"], ["Domain", "GridTrading", "Runtime", "Stack"]),
    process(
      "trader", core: ["ReferenceBot", "MarketFeeds", "StopOnly", "TraderRuntime"],
      ["Bus", "Domain", "GridTrading", "Journal", "Runtime", "Safety", "Stack", "Wire"]),
    process("watchdog", core: [], ["Domain", "Safety"]),
    process(
      "sotano", core: [],
      [
        "AdaptiveController", "Bus", "Domain", "Evaluation", "ExperimentEngine", "GridTrading", "Journal",
        "MarketFeeds", "RealTimeMonitor", "ReferenceBot", "Runtime", "Safety", "Settings", "Simulation", "Stack",
        "Statistics", "StopOnly", "Study", "TraderRuntime", "Wire", subprocess,
      ]),

    // Benchmarks: the C loops are what ours is measured against, in the same run.
    .target(name: "GridLoop", path: "Benchmarks/GridLoop", cSettings: [.unsafeFlags(["-O3"])]),
    .target(
      name: "BusLoop", path: "Benchmarks/BusLoop", cSettings: [.unsafeFlags(["-O3"])],
      linkerSettings: [.linkedLibrary("zmq")]),
    benchmark("ReplayBenchmark", ["Domain", "GridTrading", "GridLoop", "Measuring"]),
    benchmark("ImportBenchmark", ["CZlib", "Domain", "MarketFeeds"]),
    benchmark("BusBenchmark", ["Bus", "BusLoop", "Measuring", "Safety", "Wire"]),
    benchmark("ExperimentBenchmark", ["Domain", "ExperimentEngine", "Measuring", "Study"]),
    library("Measuring", "Benchmarks/Measuring", []),
    benchmark(
      "EvaluateBenchmark",
      ["AdaptiveController", "Domain", "Evaluation", "GridTrading", "MarketFeeds", "Measuring", "RealTimeMonitor"]),
    benchmark(
      "StopBenchmark",
      [
        "Bus", "Domain", "GridTrading", "Journal", "Measuring", "RealTimeMonitor", "ReferenceBot", "Runtime", "Safety",
        "TraderRuntime", "Wire",
      ]),
    benchmark("JournalBenchmark", ["Journal", "Measuring", "Safety"]),
    benchmark("MemoryBenchmark", ["Measuring"]),

    tests("HouseRulesTests", []),
    tests("DomainTests", ["Domain", "GridTrading"]),
    tests("GridTradingTests", ["Domain", "GridTrading"]),
    tests("StatisticsTests", ["Domain", "ReferenceStatistics", "Statistics", realModule]),
    tests("ReferenceBotTests", ["Domain", "GridTrading", "ReferenceBot"]),
    tests("RealTimeMonitorTests", ["Domain", "RealTimeMonitor", "Statistics"]),
    tests("ExperimentEngineTests", ["Domain", "ExperimentEngine", "GridTrading", "Statistics"]),
    tests("AdaptiveControllerTests", ["AdaptiveController", "Domain"]),
    tests("LiveOptimizerTests", ["Domain", "LiveOptimizer"]),
    tests("StudyTests", ["Domain", "ExperimentEngine", "GridTrading", "MarketFeeds", "Statistics", "Study"]),
    tests("WireTests", ["Domain", "Wire"]),
    tests("BusTests", ["Bus", "CZeroMQ", "Domain", "Safety", "Wire"]),
    tests("JournalTests", ["Digests", "Domain", "Journal", grdb]),
    tests("CrashImageTests", ["Domain", "Journal", grdb, .product(name: "GRDBSQLite", package: "GRDB.swift")]),
    tests("SafetyTests", ["Domain", "Safety"]),
    tests("SettingsTests", ["Domain", "Settings"]),
    tests(
      "TraderTests",
      ["Domain", "GridTrading", "MarketFeeds", "Runtime", "Safety", "Stack", "StopOnly", "TraderRuntime", "trader"]),
    tests("MarketFeedsTests", ["CZlib", "Domain", "MarketFeeds"]),
    tests(
      "SotanoTests",
      [
        "AdaptiveController", "Domain", "Journal", "MarketFeeds", "RealTimeMonitor", "Runtime", "Safety", "Stack",
        "StopOnly", "Wire", "sotano", arguments, subprocess,
      ],
      exclude: ["Golden"]),
    tests(
      "RuntimeTests",
      [
        "AdaptiveController", "Bus", "Domain", "ExperimentEngine", "GridTrading", "Journal", "LiveOptimizer",
        "ReferenceBot", "Runtime", "Safety", "TraderRuntime", "Wire",
      ]),
    tests("SimulationTests", ["Domain", "Simulation", subprocess]),
    tests(
      "ProcessTests",
      [
        "Bus", "Domain", "Journal", "Runtime", "Safety", "Stack", "StopOnly", "TraderRuntime", "Wire", grdb, protobuf,
        subprocess,
      ]),
    library(
      "FuzzedDecoders", "Tests/Fuzz/Decoders",
      [
        "Domain", "GridTrading", "Journal", "MarketFeeds", "Runtime", "Safety", "Settings", "Stack", "TraderRuntime",
        "Wire",
      ]),
    tests("FuzzTests", ["Domain", "FuzzedDecoders"]),
    tests(
      "EvaluationTests",
      [
        "AdaptiveController", "Domain", "Evaluation", "ExperimentEngine", "GridTrading", "LiveOptimizer", "MarketFeeds",
        "RealTimeMonitor", "ReferenceBot",
      ]),
  ],
  swiftLanguageModes: [.v6]
)

// libFuzzer brings its own way of building, see Tests/Fuzz/run.
if Context.environment["SOTANO_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Domain", "FuzzedDecoders", "Journal", "MarketFeeds", "Runtime", "Safety", "Settings", "Stack", "TraderRuntime",
        "Wire",
      ],
      path: "Tests/Fuzz/fuzz", swiftSettings: strict))
}
