import ArgumentParser
import Domain
import Foundation
import Safety
import Stack

/// Which stack a command is about.
struct StateOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The stack's state directory.", valueName: "directory"))
  var dir: String?

  func directory() throws -> StateDirectory {
    let directory: StateDirectory
    do {
      directory = try StateDirectory.chosen(dir, environment: ProcessInfo.processInfo.environment)
    } catch {
      throw Failure(.usage, "\(error)")
    }
    guard !directory.path.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) else {
      throw Failure(.usage, "the state directory's name has a line break in it; choose another --dir")
    }
    return directory
  }

  /// The run that the directory holds.
  func manifest() throws -> RunManifest {
    let directory = try directory()
    do {
      return try RunManifest(reading: "\(directory.path)/\(RunManifest.fileName)")
    } catch {
      switch error {
      case .missing: throw Failure(.noInput, "there is no stack in \(directory.path); start one with `sotano up`")
      case .unreadable(let path, let reason): throw Failure(.dataError, "\(path) cannot be read: \(reason)")
      }
    }
  }
}
