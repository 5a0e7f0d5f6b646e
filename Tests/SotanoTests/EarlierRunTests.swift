import Domain
import Foundation
import RealTimeMonitor
import Safety
import Stack
import Testing

@testable import sotano

@Suite struct EarlierRunTests {
  private let stack: TemporaryStack
  private let directory: StateDirectory

  init() throws {
    stack = try TemporaryStack()
    directory = StateDirectory(path: stack.directory)
    try directory.prepare()
  }

  private func leave(_ manifest: RunManifest) throws {
    try manifest.encoded().write(to: URL(fileURLWithPath: "\(directory.path)/\(RunManifest.fileName)"))
    try Data().write(to: URL(fileURLWithPath: directory.journal(of: .trader)))
  }

  @Test func `the same call is the same run`() throws {
    let manifest = try RunPlan(pace: "60", plant: "stopLoss=38@300").result().manifest
    try leave(manifest)
    #expect(EarlierRun(directory).differences(from: manifest).isEmpty)
  }

  @Test func `another call is told apart by what differs`() throws {
    try leave(try RunPlan(pace: "60").result().manifest)
    let other = try RunPlan(pace: "max", seed: 7, parameters: ["gridSpacing=22"]).result().manifest
    let differences = EarlierRun(directory).differences(from: other)
    #expect(differences.contains("pace 60, not max"))
    #expect(differences.contains { $0.hasPrefix("data SYNTHETIC market, seed 1") })
    #expect(differences.contains { $0.hasPrefix("gridSpacing ") && $0.hasSuffix(", not 22") }, "\(differences)")
  }

  @Test func `another setting is named by its path, with the value that is stored`() throws {
    let stored = try RunPlan().result().manifest
    try leave(stored)
    var other = stored
    other.settings.monitor.recentTrades += 1
    let count = stored.settings.monitor.recentTrades
    #expect(EarlierRun(directory).differences(from: other) == ["monitor.recentTrades \(count), not \(count + 1)"])
  }

  @Test func `a run is put away whole, but the stops that hold stay`() throws {
    try leave(try RunPlan().result().manifest)
    let trip = Trip(id: "operator-1", level: .halted, reason: "test", source: "Ana", time: 1)
    try Latch(directory: directory.latch).record(trip)
    let target = try EarlierRun(directory).moveAway(now: Date(timeIntervalSince1970: 1_700_000_000))
    #expect(target == "\(directory.path)/archive/20231114T221320Z")
    #expect(FileManager.default.fileExists(atPath: "\(target)/run.json"))
    #expect(FileManager.default.fileExists(atPath: "\(target)/journals/trader.sqlite"))
    #expect(!EarlierRun(directory).hasJournals)
    #expect(Latch(directory: directory.latch).read().level == .halted)
  }
}
