import Bus
import Foundation
import Testing
import Wire

/// The example in Python hears what we publish and prints the JSON that we print.
@Suite struct TapExampleTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Starts a program by its name; `nil` where it is not there.
  private static func start(_ arguments: [String], _ output: Pipe, _ environment: [String: String] = [:]) throws
    -> Process
  {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// A Python that has both libraries: the one in the path or Debian's.
  private static let python: String? = {
    let check = "import zmq, google.protobuf, shutil, sys; sys.exit(0 if shutil.which('protoc') else 1)"
    return ["python3", "/usr/bin/python3"].first { python in
      guard let process = try? start([python, "-c", check], Pipe()) else { return false }
      process.waitUntilExit()
      return process.terminationStatus == 0
    }
  }()

  @Test(.enabled(if: python != nil, "needs python3 with zmq and protobuf, and protoc"), .timeLimit(.minutes(2)))
  func `the tap in Python prints the JSON that we print`() throws {
    let python = try #require(Self.python)
    let directory = try TemporaryDirectory()
    let endpoint = try directory.endpoint("trader.events")
    let modules = "\(directory.path)/modules"
    try FileManager.default.createDirectory(atPath: modules, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: modules) }
    let contract = Self.root.appendingPathComponent("Sources/Shared/Wire/Protocol")
    let files = try FileManager.default.contentsOfDirectory(atPath: contract.path).filter { $0.hasSuffix(".proto") }
    let compiler = try Self.start(["protoc", "-I", contract.path, "--python_out=\(modules)"] + files, Pipe())
    compiler.waitUntilExit()
    #expect(compiler.terminationStatus == 0)

    var publisher = try Publisher(Context(), bind: endpoint, givesNotice: true)
    let output = Pipe()
    let tap = try Self.start(
      [python, Self.root.appendingPathComponent("examples/tap.py").path, endpoint.path, "incident."], output,
      ["PYTHONPATH": modules])
    defer { tap.terminate() }
    try publisher.awaitSubscription()
    try publisher.publish(Messages.minute(1).encoded())
    let sent = try Messages.incident(2, bytes: 5)
    try publisher.publish(sent.encoded())

    var line = Data()
    while line.last != UInt8(ascii: "\n") {
      let more = output.fileHandleForReading.availableData
      try #require(!more.isEmpty, "the tap ended")
      line += more
    }
    let theirs = try #require(JSONSerialization.jsonObject(with: line) as? NSDictionary)
    let ours = try #require(JSONSerialization.jsonObject(with: Data(sent.jsonLine().utf8)) as? NSDictionary)
    #expect(theirs == ours)
  }
}
