import Domain
import Foundation
import Safety

/// The units of `deploy/systemd`, an instance of them for each stack under `/var/lib/sotano`.
struct SystemdUnits: StackKeeper {
  static let root = "/var/lib/sotano"

  let name: String

  /// - Throws: `Failure` where the directory is none that the units have.
  init(_ directory: StateDirectory) throws {
    guard let name = Self.name(of: directory.path) else {
      throw Failure(
        .usage,
        "the systemd units keep their stacks in \(Self.root)/NAME, not in \(directory.path); pass --dir "
          + "\(Self.root)/NAME, or another --supervisor")
    }
    self.name = name
  }

  /// The stack's name by its directory; `nil` for a directory that no unit has.
  static func name(of path: String) -> String? {
    guard path.hasPrefix("\(root)/") else { return nil }
    let name = path.dropFirst(root.count + 1)
    let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
    return isPlain && !name.isEmpty && !name.hasPrefix(".") ? String(name) : nil
  }

  private func unit(_ role: Role) -> String { "sotano-\(role.rawValue)@\(name).service" }

  private var stopOnly: String { "sotano-trader-stop-only@\(name).service" }

  func start() async throws {
    // The trader that only stops goes on as it is.
    if try await modules().contains(where: { $0.state == .stopOnly }) {
      _ = try await output(of: "systemctl", ["start"] + Role.allCases.dropFirst().map(unit))
      return
    }
    _ = try? await output(of: "systemctl", ["reset-failed"] + Role.allCases.map(unit))
    _ = try await output(of: "systemctl", ["start", "sotano@\(name).target"])
  }

  func reviveTrader() async throws {
    _ = try await output(of: "systemctl", ["stop", stopOnly])
    _ = try? await output(of: "systemctl", ["reset-failed", unit(.trader)])
    _ = try await output(of: "systemctl", ["start", unit(.trader)])
  }

  func stop() async throws {
    _ = try await output(of: "systemctl", ["stop", "sotano@\(name).target"])
    // The target's end is not its parts' end; each is waited for, the bot first.
    _ = try await output(of: "systemctl", ["stop", stopOnly] + Role.allCases.map(unit))
  }

  func modules() async throws -> [Supervisor.Module] {
    let text = try await output(
      of: "systemctl", ["show", "--property=Id,ActiveState,MainPID,LoadState", stopOnly] + Role.allCases.map(unit))
    return Self.modules(text, name: name)
  }

  /// Reads what `systemctl show` prints: a paragraph a unit, a property a line.
  static func modules(_ text: String, name: String) -> [Supervisor.Module] {
    var stopOnly: Supervisor.Module?
    var modules = text.components(separatedBy: "\n\n").compactMap { paragraph -> Supervisor.Module? in
      var properties: [Substring: Substring] = [:]
      for line in paragraph.split(separator: "\n") {
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 { properties[parts[0]] = parts[1] }
      }
      let isReady = properties["ActiveState"] == "active"
      let pid = properties["MainPID"].flatMap { Int32($0) }.flatMap { $0 == 0 ? nil : $0 }
      if properties["Id"] == "sotano-trader-stop-only@\(name).service" {
        // Between an end and the restart it is activating.
        if isReady || properties["ActiveState"] == "activating" {
          stopOnly = Supervisor.Module(role: .trader, state: .stopOnly, pid: pid, isReady: isReady)
        }
        return nil
      }
      guard properties["LoadState"] == "loaded",
        let role = Role.allCases.first(where: { properties["Id"] == "sotano-\($0.rawValue)@\(name).service" })
      else { return nil }
      let state: Supervisor.Module.State =
        switch properties["ActiveState"] {
        case "active", "activating", "reloading", "deactivating": .up
        case "failed": .failed
        default: .down
        }
      return Supervisor.Module(role: role, state: state, pid: pid, isReady: isReady)
    }
    if let stopOnly, let index = modules.firstIndex(where: { $0.role == .trader }), modules[index].state != .up {
      modules[index] = stopOnly
    }
    return modules
  }
}
