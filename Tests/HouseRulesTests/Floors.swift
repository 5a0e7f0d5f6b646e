/// What stands on what. A module uses what is on the floors below its own, and on its own what stands before it.
struct Floors {
  struct Floor {
    var name: String
    /// What decides from its inputs alone uses nothing else.
    var isPure = false
    var modules: [String]
  }

  var floors: [Floor]
  /// The folder of what all processes share, and the last floor that it reaches to.
  var shared = (folder: "Sources/Shared", upTo: "what all processes share")
  /// Arrows that still point up.
  var exceptions: [String: Set<String>] = [:]

  private func place(of module: String) -> (floor: Int, column: Int)? {
    for (number, floor) in floors.enumerated() {
      if let column = floor.modules.firstIndex(of: module) { return (number, column) }
    }
    return nil
  }

  /// Why a module may not use another; `nil` where it may.
  private func objection(to use: String, by module: String) -> String? {
    guard let own = place(of: module), let other = place(of: use), !(exceptions[module]?.contains(use) ?? false) else {
      return nil
    }
    if floors[own.floor].isPure, !floors[other.floor].isPure { return "\(module) is pure and \(use) is not" }
    guard other >= own else { return nil }
    return other.floor == own.floor
      ? "\(use) stands beside \(module), in \(floors[own.floor].name)"
      : "\(use), in \(floors[other.floor].name), stands above \(module), in \(floors[own.floor].name)"
  }

  /// Arrows that point up, in the manifest and in the files, and modules that stand nowhere.
  func findings(_ modules: [Module], manifest: String, _ files: [ProjectFile]) -> [String] {
    let standing = modules.filter { $0.folder.hasPrefix("Sources/") }
    return standing.flatMap { findings($0, manifest) } + unknown(standing, manifest) + files.flatMap(findings(modules))
  }

  private func findings(_ module: Module, _ manifest: String) -> [String] {
    guard let own = place(of: module.name) else {
      return ["\(manifest):\(module.line): \(module.name) stands on no floor"]
    }
    var found = module.uses.compactMap { use in
      objection(to: use.name, by: module.name).map { "\(manifest):\(use.line): \($0)" }
    }
    if module.folder.hasPrefix("\(shared.folder)/"), let top = floors.firstIndex(where: { $0.name == shared.upTo }),
      own.floor > top
    {
      found.append("\(manifest):\(module.line): \(module.name) lies in \(shared.folder) and stands above it")
    }
    return found
  }

  private func unknown(_ modules: [Module], _ manifest: String) -> [String] {
    let names = Set(modules.map(\.name))
    let idle = exceptions.flatMap { module, uses in
      uses.filter { use in !modules.contains { $0.name == module && $0.uses.contains { $0.name == use } } }.map {
        "\(manifest):1: \(module) does not use \($0) any more: no exception is needed"
      }
    }
    return idle.sorted()
      + floors.flatMap(\.modules).filter { !names.contains($0) }.map { "\(manifest):1: there is no module \($0)" }
  }

  private func findings(_ modules: [Module]) -> (ProjectFile) -> [String] {
    { file in
      guard let owner = modules.owner(of: file.path) else { return [] }
      return file.lines.enumerated().compactMap { number, line in
        ImportLine(line).flatMap { objection(to: $0.module, by: owner.name) }.map {
          "\(file.path):\(number + 1): \($0)"
        }
      }
    }
  }
}

extension Floors {
  /// This house, from the ground up.
  static let house = Floors(
    floors: [
      Floor(name: "the domain", isPure: true, modules: ["Domain"]),
      Floor(
        name: "trading and mathematics", isPure: true,
        modules: ["Digests", "GridTrading", "Statistics", "ReferenceStatistics"]),
      Floor(
        name: "what all processes share", modules: ["Wire", "Safety", "Bus", "Journal", "Settings", "Runtime"]),
      Floor(
        name: "the cores", isPure: true,
        modules: [
          "ReferenceBot", "StopOnly", "RealTimeMonitor", "ExperimentEngine", "AdaptiveController", "LiveOptimizer",
        ]),
      Floor(name: "the bot's own half", modules: ["MarketFeeds", "TraderRuntime"]),
      Floor(name: "all rooms together", modules: ["Stack"]),
      Floor(name: "whole runs, pure", isPure: true, modules: ["Evaluation", "Study"]),
      Floor(name: "whole runs", modules: ["Simulation"]),
      Floor(
        name: "the processes", modules: ["trader", "monitor", "experimenter", "controller", "optimizer", "watchdog"]),
      Floor(name: "the command line", modules: ["sotano"]),
    ])
}
