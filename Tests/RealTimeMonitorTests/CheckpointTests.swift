import Domain
import Foundation
import RealTimeMonitor
import Testing

@Suite struct CheckpointTests {
  @Test(arguments: [21, 22, 23] as [UInt64])
  func `a monitor restored at any point says what the other says`(seed: UInt64) throws {
    var bot = SimulatedBot(seed: seed)
    var points = SplitMix64(seed: seed &* 31)
    var through = RealTimeMonitor(profile: profile, settings: MonitorSettings())
    var restored = through
    var effects = 0
    for _ in 0..<700 {
      for input in bot.nextMinute() {
        if points.next() % 400 == 0 {
          restored = try JSONDecoder().decode(RealTimeMonitor.self, from: JSONEncoder().encode(restored))
        }
        let expected = through.receive(input)
        let actual = restored.receive(input)
        effects += expected.count
        #expect(actual == expected)
      }
    }
    #expect(effects > 200)
  }

  @Test func `equal inputs give equal effects`() {
    func run() -> [Effect] {
      var bot = SimulatedBot(seed: 5)
      var monitor = RealTimeMonitor(profile: profile, settings: MonitorSettings())
      var effects: [Effect] = []
      for _ in 0..<500 { for input in bot.nextMinute() { effects += monitor.receive(input) } }
      return effects
    }
    #expect(run() == run())
  }

  @Test func `the checkpoint of a busy monitor stays small`() throws {
    var bot = SimulatedBot(seed: 6)
    var monitor = RealTimeMonitor(profile: profile, settings: MonitorSettings())
    func size() throws -> Int { try JSONEncoder().encode(monitor).count }
    for _ in 0..<2000 { for input in bot.nextMinute() { _ = monitor.receive(input) } }
    let early = try size()
    for _ in 0..<3000 { for input in bot.nextMinute() { _ = monitor.receive(input) } }
    let late = try size()
    #expect(late < early * 3 / 2)
  }

  @Test func `settings that are not set are written as null, so that their names can be found`() throws {
    let text = String(decoding: try JSONEncoder().encode(MonitorSettings()), as: UTF8.self)
    for key in ["\"haltsAt\":null", "\"winRate\":null", "\"drawdown\":null"] { #expect(text.contains(key)) }
    #expect(try JSONDecoder().decode(MonitorSettings.self, from: Data(text.utf8)) == MonitorSettings())
  }
}
