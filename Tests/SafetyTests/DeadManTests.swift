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
    case resume(Int64)
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
      case .resume(let time): deadMan.resume(at: time)
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
      // that came to nothing
      ([running, .disarm(20_000), .both(from: 20_250, through: 21_000), .resume(21_000)], 21_000, .active),
      ([running, .disarm(20_000), .disarm(20_100), .resume(60_000)], 60_000, .halted),
      ([running, .resume(20_000)], 20_000, .active),
      ([.disarm(0), .both(from: 0, through: 1_000), .resume(1_000)], 1_000, .active),
      ([.disarm(0), .monitor(from: 0, through: 1_000), .resume(1_000)], 900_000, .frozen),
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
          level: .frozen, allowsEntries: true,
          cause: .silent([DeadMan.Silence(.monitor, 3_500), DeadMan.Silence(.controller, 3_500)])))
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

  // MARK: Blind

  /// Both beat all the time, every 250 ms; the watch is asked as the trader asks it.
  private func reading(
    at end: Int64, blind: [DeadMan.Watched: ClosedRange<Int64>], rearmedAt: Int64? = nil
  ) -> DeadMan.Reading {
    var deadMan = DeadMan(now: 0)
    for time in stride(from: Int64(0), through: end, by: 250) {
      if let rearmedAt, time == rearmedAt { deadMan.rearm(at: time) }
      for who in DeadMan.Watched.allCases {
        // What it lacks was published when its blindness begins.
        let blindness = blind[who].flatMap { range in
          range.contains(time) && time - range.lowerBound >= 3_000
            ? BlindWatch.Blindness(
              since: range.lowerBound, beatsSince: 0, lack: .events(last: 1, head: 2)) : nil
        }
        deadMan.beat(who, at: time, blindness: blindness)
      }
    }
    return deadMan.reading(at: end)
  }

  @Test(
    arguments: [
      ([.monitor: 20_000...900_000], 22_750, .active), ([.monitor: 20_000...900_000], 23_000, .frozen),
      ([.monitor: 20_000...900_000], 29_750, .frozen), ([.monitor: 20_000...900_000], 30_000, .reducing),
      ([.monitor: 20_000...900_000], 300_000, .reducing),
      ([.controller: 20_000...900_000], 23_000, .frozen), ([.controller: 20_000...900_000], 300_000, .frozen),
      ([.monitor: 20_000...900_000, .controller: 21_000...900_000], 50_750, .reducing),
      ([.monitor: 20_000...900_000, .controller: 21_000...900_000], 51_000, .halted),
      // It hears again: frozen clears after ten seconds of good beats, reducing does not.
      ([.monitor: 20_000...25_750], 35_750, .frozen), ([.monitor: 20_000...25_750], 36_000, .active),
      ([.monitor: 20_000...31_750], 300_000, .reducing),
    ] as [([DeadMan.Watched: ClosedRange<Int64>], Int64, SafetyLevel)])
  func `blind counts as silent, with the same times`(
    blind: [DeadMan.Watched: ClosedRange<Int64>], time: Int64, expected: SafetyLevel
  ) {
    #expect(reading(at: time, blind: blind).level == expected)
  }

  @Test func `a re-arm does not make a blind monitor see, and the reading says what it lacks`() {
    let blind = [DeadMan.Watched.monitor: Int64(20_000)...900_000]
    #expect(reading(at: 40_000, blind: blind, rearmedAt: 40_000).level == .reducing)
    #expect(
      reading(at: 25_000, blind: blind).cause
        == .silent([DeadMan.Silence(.monitor, 5_000, lack: .events(last: 1, head: 2))]))
  }

  @Test func `a blind beat is none where both are awaited`() {
    var deadMan = DeadMan(now: 0)
    let blindness = BlindWatch.Blindness(since: 0, beatsSince: 0, lack: .position)
    for time in stride(from: Int64(60_000), through: 90_000, by: 250) {
      deadMan.beat(.monitor, at: time, blindness: blindness)
      deadMan.beat(.controller, at: time)
    }
    #expect(deadMan.reading(at: 90_000).cause == .awaiting([.monitor]))
    #expect(!deadMan.reading(at: 90_000).allowsEntries)
    deadMan.beat(.monitor, at: 90_100)
    #expect(deadMan.reading(at: 90_100).level == .active)
  }

  /// What one process covers, read off its whole history: for each of its beats since when it lacks what was published
  /// three seconds before, or `nil`.
  private func referenceBlindness(_ beats: [(time: Int64, position: Int64)], published: [Int64]) -> [Int64?] {
    var since: [Int64?] = []
    // When each event was last covered.
    var had = Array(repeating: Int64.min, count: published.count)
    for (index, beat) in beats.enumerated() {
      // The events that it lacks, each missing since it was published or since the last beat that had it.
      var first = Int64.max
      for event in Int(beat.position)..<published.count where published[event] <= beat.time {
        first = min(first, max(published[event], had[event]))
      }
      since.append(first < .max && beat.time - first >= 3_000 ? first : nil)
      for event in 0..<Int(beat.position) { had[event] = beats[index].time }
    }
    return since
  }

  @Test(arguments: 1...20) func `any history of quotes, beats and deafness gives what the rules give`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var published: [Int64] = []
    var next: Int64 = 0
    while next < 60_000 {
      published.append(next)
      next += Int.random(in: 0..<20, using: &random) == 0 ? Int64.random(in: 1...120, using: &random) * 100 : 100
    }
    func history() -> [(time: Int64, position: Int64)] {
      var beats: [(time: Int64, position: Int64)] = []
      var (deafUntil, position): (Int64, Int64) = (0, 0)
      for time in stride(from: Int64(50), through: 60_000, by: 250) {
        if time >= deafUntil {
          position = Int64(published.filter { $0 <= time }.count)
          if Int.random(in: 0..<60, using: &random) == 0 {
            deafUntil = time + Int64.random(in: 1...700, using: &random) * 50
            // It has lost a part of what it had, as after a restart, or nothing.
            position = max(0, position - Int64.random(in: -20...40, using: &random).clamped)
          }
        }
        beats.append((time, position))
      }
      return beats
    }
    let histories = [DeadMan.Watched.monitor: history(), .controller: history()]
    let expected = histories.mapValues { referenceBlindness($0, published: published) }
    var watch = BlindWatch(epoch: 1)
    var (judged, model) = (DeadMan(now: 0), DeadMan(now: 0))
    var event = 0
    for index in histories[.monitor]!.indices {
      for who in DeadMan.Watched.allCases {
        let beat = histories[who]![index]
        while event < published.count, published[event] <= beat.time {
          event += 1
          watch.published(Int64(event), at: published[event - 1])
        }
        let role: Role = who == .monitor ? .monitor : .controller
        let found = watch.hear(
          role, life: 1, HeardPosition(sequence: beat.position, epoch: 1), at: beat.time)
        let since = expected[who]![index]
        #expect(found?.since == since, "the \(who.rawValue) at \(beat.time)")
        judged.beat(who, at: beat.time, blindness: found)
        // The model knows silence only: a blind one's last word is what it lacks.
        model.beat(
          who, at: beat.time,
          blindness: since.map { BlindWatch.Blindness(since: $0, beatsSince: 0, lack: .position) })
        #expect(judged.reading(at: beat.time).level == model.reading(at: beat.time).level)
      }
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

extension Int64 {
  fileprivate var clamped: Int64 { Swift.max(0, self) }
}
