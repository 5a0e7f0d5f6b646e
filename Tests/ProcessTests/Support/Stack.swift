import Domain
import Foundation
import Glibc
import Testing

/// One stack of real processes under the real supervisor, in a folder of its own.
struct Stack: Sendable {
  /// Short, removed at the end.
  let folder: String
  /// What `up` is called with.
  let arguments: [String]
  /// What all of its processes find in their environment besides.
  var surroundings: [String: String] = [:]

  var directory: String { "\(folder)/s" }

  /// Hands `body` a stack that has not been started, and takes it down afterwards whatever happens.
  static func with(_ arguments: [String], _ body: (Stack) async throws -> Void) async throws {
    try await inTemporaryFolder { folder in
      let stack = Stack(folder: folder, arguments: arguments)
      do {
        try await body(stack)
      } catch let error as Unmet {
        let status = try? await stack.sotano("status")
        throw Unmet(description: "\(error.description)\n\(status?.output ?? "")\n\(stack.logTails)")
      }
    }
  }

  var environment: [String: String] {
    surroundings.merging(
      ["XDG_CACHE_HOME": "\(folder)/cache", "SOTANO_LIBEXEC": "\(Surroundings.root)/deploy"]) { _, own in own }
  }

  /// Runs one command of `sotano` on this stack, to its end, whatever its exit code.
  func sotano(_ command: String, _ arguments: String...) async throws -> Ended {
    try await sotano(command, arguments)
  }

  func sotano(_ command: String, _ arguments: [String]) async throws -> Ended {
    try await run("\(Surroundings.binaries)/sotano", [command, "--dir", directory] + arguments, environment)
  }

  /// Starts the stack, or starts it again, and returns when every process answers.
  func up() async throws {
    try await up(and: [])
  }

  /// Runs to the end of the data and takes the stack down.
  func upToTheEnd() async throws {
    try await up(and: ["--wait"])
  }

  private func up(and extra: [String]) async throws {
    let ended = try await run(
      "\(Surroundings.binaries)/sotano", ["up", "--dir", directory] + arguments + extra, environment)
    guard ended.code == 0 else { throw Unmet(description: "up ended with \(ended.code): \(ended.complaint)") }
  }

  /// Starts one executable by hand, as nobody should.
  func startByHand(_ role: Role) async throws -> Ended {
    try await run("\(Surroundings.binaries)/\(role.rawValue)", ["--dir", directory], environment)
  }

  @discardableResult
  func supervise(_ command: String, _ module: Role? = nil) async throws -> String {
    try await supervise(command, named: module?.rawValue)
  }

  @discardableResult
  func supervise(_ command: String, named module: String?) async throws -> String {
    let ended = try await run("bash", [Surroundings.supervise, command, directory] + (module.map { [$0] } ?? []))
    guard ended.code == 0 else {
      throw Unmet(description: "supervise \(command) ended with \(ended.code): \(ended.complaint)")
    }
    return ended.output
  }

  func status() async throws -> StackState {
    try await sotano("status", "--json").decoded(StackState.self)
  }

  /// Bytes in the trader's stream, which say how far a run has come without asking anybody.
  var progress: Int {
    var status = stat()
    return stat("\(directory)/stream.log", &status) == 0 ? Int(status.st_size) : 0
  }

  /// The last lines of every log, for a failure.
  private var logTails: String {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/logs")) ?? []
    return names.sorted().map { name in
      let log = FileManager.default.contents(atPath: "\(directory)/logs/\(name)/current") ?? Data()
      let lines = String(decoding: log.suffix(4000), as: UTF8.self).split(separator: "\n").suffix(8)
      return "--- \(name)\n" + lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }
}
