import AdaptiveController
import Domain
import Foundation
import MarketFeeds
import RealTimeMonitor
import Safety
import Stack
import Testing

@testable import sotano

/// What a person asks `up` for becomes a manifest, or a sentence that says what to do.
@Suite struct RunPlanTests {
  private func failure(_ plan: RunPlan) -> Failure? {
    do {
      _ = try plan.result()
      return nil
    } catch {
      return error as? Failure
    }
  }

  @Test func `without data the market is synthetic EURUSD in real time`() throws {
    let planned = try RunPlan().result()
    let manifest = planned.manifest
    #expect(
      planned.notices.map(\.description) == ["synthetic quotes (seed 1): results say nothing about a real market"])
    #expect(manifest.symbol.name == "EURUSD")
    #expect(manifest.pace == .times(1))
    #expect(manifest.feed == .synthetic(seed: 1, minutes: nil))
    #expect(manifest.feed.text.contains("SYNTHETIC"))
  }

  @Test(arguments: ["0", "-1", "nan", "inf", "fast", "", "0x10", "1e6", "x0x10"])
  func `a pace that is none is refused`(text: String) {
    #expect(failure(RunPlan(pace: text))?.code == .usage)
  }

  @Test func `max is lockstep and a number is that many times real time`() throws {
    #expect(try RunPlan.pace("max") == .lockstep)
    #expect(try RunPlan.pace("600") == .times(600))
    #expect(try RunPlan.pace("x2.5") == .times(2.5))
  }

  @Test(arguments: ["0x14", "inf", "nan", "1e99", "", "20 pips", "2,5"])
  func `a value that is no decimal number is refused`(text: String) {
    #expect(throws: ParameterParsingError.self) { try ParameterValue(parsing: text, for: .gridSpacing) }
  }

  @Test func `starting parameters replace the profile's`() throws {
    let planned = try RunPlan(parameters: ["gridSpacing=22.5", "tradingSessions=london+newYork"]).result()
    let manifest = planned.manifest
    let settings = planned.settings
    #expect(manifest.configuration.gridSpacing == Pips(tenths: 225))
    #expect(manifest.configuration.tradingSessions.description == "london+newYork")
    #expect(settings.contains("gridSpacing: \"22.5\""))
  }

  @Test func `hourly bars are called coarse, and silence is then what is longer than a bar`() throws {
    let path = NSTemporaryDirectory() + "EURUSD_hourly_\(UInt32.random(in: 0...UInt32.max)).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let rows = (10..<13).map { "2017-01-03 \($0):00:00,1.04,1.05,1.03,1.04,100\n" }.joined()
    try Data("Time,Open,High,Low,Close,Volume\n\(rows)".utf8).write(to: URL(fileURLWithPath: path))
    let planned = try RunPlan(data: [path]).result()
    #expect(planned.notices.contains { $0.description.contains("fills are coarse") })
    #expect(planned.manifest.settings.monitor.limits.staleFeed.raisesAt == 60)
  }

  @Test func `a misspelt parameter is refused with the nearest name`() {
    let failure = failure(RunPlan(parameters: ["gridSpacin=22"]))
    #expect(failure?.code == .usage)
    #expect(failure?.description.contains("did you mean gridSpacing?") == true)
  }

  @Test func `a starting value outside its bounds is refused with them`() {
    let failure = failure(RunPlan(parameters: ["gridSpacing=5000"]))
    #expect(failure?.code == .usage)
    #expect(failure?.description.contains("out of bounds for EURUSD") == true)
  }

  @Test func `a planted change is read from its three parts`() throws {
    let manifest = try RunPlan(plant: "stopLoss=38@300").result().manifest
    let expected = PlantedChange(parameter: .stopLoss, target: .pips(Pips(tenths: 380)), afterTrades: 300)
    #expect(manifest.settings.controller.plantedChange == expected)
  }

  @Test(arguments: ["stopLoss=38", "stopLoss@300", "stopLoss=38@", "stopLoss=38@0", "stop=38@300"])
  func `a planted change without one of its parts is refused`(text: String) {
    #expect(failure(RunPlan(plant: text))?.code == .usage)
  }

  @Test func `a file that is not there ends with 66, one that is no table with 65`() throws {
    #expect(failure(RunPlan(data: ["/nowhere/EURUSD.csv"]))?.code == .noInput)
    let path = "\(NSTemporaryDirectory())EURUSD_\(UInt32.random(in: 0...UInt32.max)).csv"
    try "once upon a time\n".write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let failure = failure(RunPlan(data: [path]))
    #expect(failure?.code == .dataError)
    #expect(failure?.description.contains("\(path):1:1: unknown form") == true)
  }

  @Test func `everything that is wrong with a configuration is told with its place`() throws {
    let path = "\(NSTemporaryDirectory())sotano-\(UInt32.random(in: 0...UInt32.max)).yaml"
    try "bto: grid\nparameters:\n  gridSpacing: wide\n".write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let failure = failure(RunPlan(configurationFile: path))
    #expect(failure?.code == .configuration)
    #expect(failure?.description.contains("\(path):1:1: unknown key bto; did you mean bot?") == true)
    #expect(failure?.description.contains("\(path):3:16: parameters.gridSpacing") == true)
  }

  @Test func `an unknown symbol is refused with the known ones`() {
    #expect(failure(RunPlan(symbol: "EURUSDX"))?.description.contains("did you mean EURUSD?") == true)
  }
}
