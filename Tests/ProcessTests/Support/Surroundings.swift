import Domain
import Foundation

/// What the tests find on this machine.
enum Surroundings {
  /// The root of the sources, for the scripts in `deploy/` and `examples/`.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  private static let environment = ProcessInfo.processInfo.environment

  /// Where the executables are: `SOTANO_BIN`, else beside the test bundle.
  static let binaries =
    environment["SOTANO_BIN"].flatMap { $0.isEmpty ? nil : $0 } ?? Bundle.main.bundleURL.path

  /// The script that keeps the processes, `deploy/supervise`.
  static let supervise = "\(root)/deploy/supervise"

  /// Why the processes cannot be run here; `nil` where they can.
  static let obstacle: String? = {
    let programs = (["sotano"] + Role.allCases.map(\.rawValue)).map { "\(binaries)/\($0)" } + [supervise]
    // A folder that was named on purpose and lacks something is a failure, not a reason to skip.
    guard environment["SOTANO_BIN"] == nil else { return nil }
    return programs.first { !FileManager.default.isExecutableFile(atPath: $0) }.map { "\($0) is not built" }
  }()

  private static let shared = environment["SOTANO_SHARED"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(root)/../shared"

  /// Real minute bars of a year.
  static let year = "\(shared)/data/m1/EURUSD_M1_2022.csv.gz"
  static let hasYear = FileManager.default.fileExists(atPath: year)

  /// Every real quote of two weeks.
  static let ticks = "\(shared)/data/tick/EURUSD_tick_2014-05-oanda.csv.gz"
  static let hasTicks = FileManager.default.fileExists(atPath: ticks)

  /// Whether there is time for runs of many minutes: `SOTANO_LONG=1`.
  static let hasTime = environment["SOTANO_LONG"] == "1"

  /// A Python that has pyzmq and protobuf.
  static let python = environment["SOTANO_PYTHON"] ?? ""

  static let hasPython = FileManager.default.isExecutableFile(atPath: python)
}

/// What was asked for did not come true in time, or a program did not do what it had to.
struct Unmet: Error, CustomStringConvertible {
  var description: String
}
