import ArgumentParser
import Foundation
import Runtime
import Safety
import Stack

/// Which stack a command is about.
struct StateOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The stack's state directory.", valueName: "directory"))
  var dir: String?

  func directory() throws -> StateDirectory {
    let directory: StateDirectory
    do {
      directory = Self.settled(try StateDirectory.chosen(dir, environment: ProcessInfo.processInfo.environment))
    } catch {
      throw Failure(.usage, "\(error)")
    }
    guard !directory.path.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) else {
      throw Failure(.usage, "the state directory's name has a line break in it; choose another --dir")
    }
    return directory
  }

  /// By the name that every process and every advice has for it: absolute, and the folder itself where a link leads to it.
  static func settled(_ directory: StateDirectory) -> StateDirectory {
    let path = Advice.absolute(directory.path, from: FileManager.default.currentDirectoryPath)
    var (named, reached) = (stat(), stat())
    guard lstat(path, &named) == 0, named.st_mode & S_IFMT == S_IFLNK, stat(path, &reached) == 0,
      reached.st_mode & S_IFMT == S_IFDIR, let real = realpath(path, nil)
    else { return StateDirectory(path: path) }
    defer { free(real) }
    return StateDirectory(path: String(cString: real))
  }

  /// - Throws: `Failure` with 77 where the directory is another user's.
  func checkOwner() throws {
    let directory = try directory()
    let why: String
    switch DirectoryAccess(directory) {
    case .own, .missing: return
    case .foreign(let owner): why = "it belongs to user \(owner). Run as that user, with sudo -u \(owner)"
    case .closed: why = "run as its owner"
    }
    throw Failure(.noPermission, "\(directory.path) cannot be looked into by user \(NSUserName()): \(why)")
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

/// Whether this user may work in a state directory.
enum DirectoryAccess {
  case own
  case missing
  /// It belongs to the user of that name, or number where the user has none.
  case foreign(owner: String)
  /// This user may not even look whether it is there.
  case closed

  init(_ directory: StateDirectory) {
    var status = stat()
    guard stat(directory.path, &status) == 0 else {
      self = errno == EACCES ? .closed : .missing
      return
    }
    let owner = status.st_uid
    self =
      owner == geteuid()
      ? .own : .foreign(owner: getpwuid(owner).map { String(cString: $0.pointee.pw_name) } ?? "\(owner)")
  }
}

/// The sender of a request and the reason. Both are recorded with the result.
struct PersonOptions: ParsableArguments {
  @Option(name: .customLong("by"), help: ArgumentHelp("Your name, for the record.", valueName: "name"))
  var name: String

  @Option(help: ArgumentHelp("Why, for the record.", valueName: "text"))
  var reason: String

  @Option(help: ArgumentHelp("How long to wait for the answer, in seconds.", valueName: "seconds"))
  var timeout: Double = 10

  func validate() throws {
    try checkText(name, "--by")
    try checkText(reason, "--reason")
    try checkTimeout(timeout)
  }

  var milliseconds: Int64 { Int64(timeout * 1000) }
}

/// Refuses an option that says nothing.
func checkText(_ text: String, _ option: String) throws {
  guard text.contains(where: { !$0.isWhitespace }) else { throw ValidationError("\(option) must not be empty.") }
}

func checkTimeout(_ seconds: Double) throws {
  guard seconds > 0, seconds <= 86_400 else {
    throw ValidationError("--timeout is a number of seconds above 0, at most 86400.")
  }
}
