import Domain
import Safety
import Testing

@Suite struct DeadManTests {
  /// What happens in a row of the table.
  enum Step: Sendable {
    case both(from: Int64, through: Int64)
    case monitor(from: Int64, through: Int64)
    case controller(from: Int64, through: Int64)
    case disarm(Int64)
    case rearm(Int64)
  }

  /// Beats every 250 ms within the steps; then the level asked at `at`.
  private func level(_ steps: [Step], at time: Int64) -> DeadMan.Reading {
    var deadMan = DeadMan(now: 0)
    for step in steps {
      switch step {
      case .both(let from, let through):
        for beat in stride(from: from, through: through, by: 250) {
          deadMan.beat(.monitor, at: beat)
          deadMan.beat(.controller, at: beat)
        }
      case .monitor(let from, let through):
        for beat in stride(from: from, through: through, by: 250) { deadMan.beat(.monitor, at: beat) }
      case .controller(let from, let through):
        for beat in stride(from: from, through: through, by: 250) { deadMan.beat(.controller, at: beat) }
      case .disarm(let time): deadMan.disarm(at: time)
      case .rearm(let time): deadMan.rearm(at: time)
      }
    }
    return deadMan.reading(at: time)
  }

  private static let running = Step.both(from: 0, through: 20_000)

  @Test(
    arguments: [
      // silence of one or both after 20 s of beats
      ([running], 22_999, .active), ([running], 23_000, .frozen), ([running], 29_999, .frozen),
      ([running], 30_000, .reducing), ([running], 49_999, .reducing), ([running], 50_000, .halted),
      ([running, .controller(from: 20_250, through: 22_750)], 22_999, .active),
      ([running, .controller(from: 20_250, through: 23_000)], 23_000, .frozen),
      ([running, .controller(from: 20_250, through: 29_750)], 29_999, .frozen),
      ([running, .controller(from: 20_250, through: 30_000)], 30_000, .reducing),
      ([running, .controller(from: 20_250, through: 90_000)], 90_000, .reducing),
      ([running, .monitor(from: 20_250, through: 23_000)], 23_000, .frozen),
      ([running, .monitor(from: 20_250, through: 900_000)], 900_000, .frozen),
      // return clears frozen after ten good seconds, and only frozen
      ([running, .both(from: 24_000, through: 33_750)], 33_999, .frozen),
      ([running, .both(from: 24_000, through: 34_000)], 34_000, .active),
      ([running, .both(from: 24_000, through: 28_000), .both(from: 31_000, through: 40_750)], 40_999, .frozen),
      ([running, .both(from: 24_000, through: 28_000), .both(from: 31_000, through: 41_000)], 41_000, .active),
      ([running, .both(from: 30_000, through: 900_000)], 900_000, .reducing),
      ([running, .both(from: 50_000, through: 900_000)], 900_000, .halted),
      ([running, .both(from: 49_750, through: 900_000)], 900_000, .reducing),
      // a person re-arms
      ([running, .both(from: 30_000, through: 50_000), .rearm(50_000)], 50_000, .active),
      ([running, .both(from: 30_000, through: 35_000), .rearm(35_000)], 35_000, .frozen),
      ([running, .rearm(31_000)], 31_000, .reducing),
      // before both have beaten
      ([], 900_000, .frozen), ([.monitor(from: 0, through: 5_000)], 900_000, .frozen),
      ([.monitor(from: 0, through: 1_000), .controller(from: 4_000, through: 5_000)], 5_000, .frozen),
      ([.monitor(from: 0, through: 1_000), .controller(from: 3_999, through: 3_999)], 3_999, .active),
      // the second has its first word when the first is silent already
      ([.monitor(from: 0, through: 1_000), .controller(from: 9_000, through: 10_750)], 10_750, .frozen),
      ([.monitor(from: 0, through: 1_000), .controller(from: 9_000, through: 11_000)], 11_000, .reducing),
      ([.monitor(from: 0, through: 1_000), .controller(from: 23_000, through: 23_000)], 23_000, .reducing),
      // a planned down
      ([running, .disarm(20_000)], 900_000, .frozen),
      ([running, .disarm(20_000), .both(from: 20_250, through: 21_000)], 900_000, .frozen),
      ([running, .disarm(31_000)], 900_000, .reducing),
    ] as [([Step], Int64, SafetyLevel)])
  func `silence lowers the level as the table says`(steps: [Step], time: Int64, expected: SafetyLevel) {
    #expect(level(steps, at: time).level == expected)
  }

  @Test func `there are no entries before both have beaten, and afterwards a freeze does not stop them`() {
    #expect(
      level([], at: 0)
        == DeadMan.Reading(
          level: .frozen, allowsEntries: false, cause: .awaiting([.monitor, .controller])))
    #expect(level([.controller(from: 0, through: 0)], at: 10).cause == .awaiting([.monitor]))
    #expect(level([Self.running], at: 20_000) == DeadMan.Reading(level: .active, allowsEntries: true, cause: .beating))
    #expect(
      level([Self.running], at: 23_500)
        == DeadMan.Reading(
          level: .frozen, allowsEntries: true, cause: .silent([.monitor, .controller], 3_500)))
    #expect(!level([Self.running], at: 30_000).allowsEntries)
    #expect(!level([Self.running, .disarm(20_000)], at: 20_001).allowsEntries)
  }

  @Test func `the reading tells how long a recovery takes and what is held`() {
    #expect(level([Self.running, .both(from: 24_000, through: 30_000)], at: 30_000).cause == .recovering(4_000))
    #expect(level([Self.running, .both(from: 32_000, through: 60_000)], at: 60_000).cause == .held)
  }

  /// All times of the histories below are whole steps.
  private static let step: Int64 = 50

  /// The level at every step, read off the silences of the whole history.
  private func reference(monitor: [Int64], controller: [Int64], through end: Int64) -> [Int64: SafetyLevel] {
    /// The silence that ends or lasts at each step: a beat at the very end of a silence does not undo it.
    func silences(_ beats: [Int64]) -> [Int64: (until: Int64, after: Int64)] {
      var result: [Int64: (until: Int64, after: Int64)] = [:]
      var last: Int64?
      var next = 0
      for time in stride(from: 0, through: end, by: Int64.Stride(Self.step)) {
        let until = last.map { time - $0 } ?? 0
        while next < beats.count, beats[next] <= time {
          last = beats[next]
          next += 1
        }
        result[time] = (until, last.map { time - $0 } ?? .max)
      }
      return result
    }
    let (ofMonitor, ofController) = (silences(monitor), silences(controller))
    var levels: [Int64: SafetyLevel] = [:]
    var isArmed = false
    var held = SafetyLevel.active
    var lastSilence: Int64?
    for time in stride(from: 0, through: end, by: Int64.Stride(Self.step)) {
      guard let left = ofMonitor[time], let right = ofController[time] else { continue }
      let wasArmed = isArmed
      isArmed = isArmed || max(left.after, right.after) < .max
      if isArmed {
        let longestLeft = wasArmed ? max(left.until, left.after) : left.after
        let longestRight = wasArmed ? max(right.until, right.after) : right.after
        if longestLeft >= 10_000 { held = max(held, .reducing) }
        if min(longestLeft, longestRight) >= 30_000 { held = .halted }
        if max(longestLeft, longestRight) >= 3_000 { lastSilence = time }
      }
      let isFrozen = lastSilence.map { time - $0 < 10_000 } ?? !isArmed
      levels[time] = isFrozen ? max(held, .frozen) : held
    }
    return levels
  }

  @Test(arguments: 1...40) func `any history of beats gives what the rules give, however often it is asked`(
    seed: UInt64
  ) {
    var random = SplitMix64(seed: seed)
    func history() -> [Int64] {
      var time = Int64.random(in: 0...100, using: &random) * Self.step
      var beats: [Int64] = []
      while time < 60_000 {
        beats.append(time)
        let isSilent = Int.random(in: 0..<40, using: &random) == 0
        time += isSilent ? Int64.random(in: 58...720, using: &random) * Self.step : 250
      }
      return beats
    }
    let (monitor, controller) = (history(), history())
    let merged = (monitor.map { ($0, DeadMan.Watched.monitor) } + controller.map { ($0, .controller) })
      .sorted { $0.0 < $1.0 }
    let expected = reference(monitor: monitor, controller: controller, through: 60_000)
    var lazy = DeadMan(now: 0)
    var eager = DeadMan(now: 0)
    var next = 0
    for now in stride(from: Int64(0), through: 60_000, by: 100) {
      while next < merged.count, merged[next].0 <= now {
        lazy.beat(merged[next].1, at: merged[next].0)
        eager.beat(merged[next].1, at: merged[next].0)
        next += 1
      }
      let reading = eager.reading(at: now)
      #expect(reading.level == expected[now], "at \(now)")
      if now % 5_000 == 0 { #expect(lazy.reading(at: now) == reading) }
    }
  }

  @Test func `a clock that goes back counts as standing still`() {
    var deadMan = DeadMan(now: 0)
    deadMan.beat(.monitor, at: 1_000)
    deadMan.beat(.controller, at: 500)
    #expect(deadMan.reading(at: 0).level == .active)
    #expect(deadMan.reading(at: 3_999).level == .active)
    #expect(deadMan.reading(at: 4_000).level == .frozen)
  }
}
