import AdaptiveController
import Domain
import Foundation
import RealTimeMonitor
import ReferenceBot
import Safety
import Stack

/// A paper stack that exists for rehearsals: a synthetic market that gives it something to close.
struct DrillStack {
  let directory: StateDirectory
  let manifest: RunManifest

  /// Starts one, hands it over, and takes it away with everything it wrote, whatever happens.
  static func with<Result>(
    load: Int, seed: UInt64, _ body: (DrillStack) async throws -> Result
  ) async throws -> Result {
    // Sockets live in it, and their paths have 107 bytes.
    let folder = "/tmp/sotano-drill-\(getpid())"
    let stack = DrillStack(directory: StateDirectory(path: folder), manifest: try manifest(load: load, seed: seed))
    let launch = try Launch(stack.directory, stack.manifest)
    let result: Swift.Result<Result, any Error>
    do {
      try await launch.start(fresh: false)
      result = .success(try await body(stack))
    } catch {
      result = .failure(error)
    }
    try? await launch.supervisor.stop()
    try? FileManager.default.removeItem(atPath: folder)
    return try result.get()
  }

  /// Events of the bus a minute of the synthetic market: four quotes and its end.
  private static let eventsPerMinute = 5.0

  /// Trades come often and cost next to nothing, and nobody but the drill stops the bot.
  private static func manifest(load: Int, seed: UInt64) throws -> RunManifest {
    var plan = RunPlan()
    plan.seed = seed
    plan.parameters = ["gridSpacing=10"]
    plan.pace = "\(max(36_000, Double(load) / eventsPerMinute * 60))"
    var manifest = try plan.result().manifest
    manifest.settings.trader.initialBalance = Money(micros: 1_000_000_000_000)
    manifest.settings.controller.autonomy = .observe
    let never = { (limit: inout HardLimit) in
      limit.freezesAt = nil
      limit.reducesAt = nil
      limit.haltsAt = nil
    }
    never(&manifest.settings.monitor.limits.drawdown)
    never(&manifest.settings.monitor.limits.dailyLoss)
    never(&manifest.settings.monitor.limits.exposure)
    never(&manifest.settings.monitor.limits.orderRate)
    never(&manifest.settings.monitor.limits.margin)
    never(&manifest.settings.monitor.limits.unknownInput)
    return manifest
  }
}
