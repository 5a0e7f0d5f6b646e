import Domain
import Testing

struct ChangeLimitsPropertyTests {
  static let ordered: [Parameter] = [.gridSpacing, .takeProfit, .stopLoss, .lotSize, .maxPositions, .maxSpread]
  static let purposes: [ChangePurpose] = [
    .lowerRisk, .returnToApproved, .byHand, .remedy, .promotion, .rollback, .planted,
  ]

  /// A value near the present one nine times in ten, else anything.
  static func attempt(_ parameter: Parameter, _ now: Configuration, _ random: inout SplitMix64) -> ParameterValue {
    switch parameter {
    case .tradingSessions: return .sessions(SessionSet(rawValue: UInt8.random(in: 0...15, using: &random)))
    case .timeframe: return .timeframe(Timeframe.allCases.randomElement(using: &random) ?? .m1)
    case .entryFilter: return .entryFilter(EntryFilter.allCases.randomElement(using: &random) ?? .none)
    case .gridSpacing, .takeProfit, .stopLoss, .lotSize, .maxPositions, .maxSpread:
      let value = now[parameter]
      let quanta = value.quanta ?? 0
      let width = random.next() % 10 == 0 ? 2_000 : max(1, quanta / 8)
      return value.with(quanta: quanta + Int.random(in: -width...width, using: &random)) ?? value
    }
  }

  /// The design's table, written down a second time: what no accepted change may break.
  static func broken(
    _ parameter: Parameter, from: Configuration, to: Configuration, approved: Configuration, purpose: ChangePurpose,
    sinceLast: Int64?
  ) -> String? {
    let lowersRisk =
      to.worstCase < from.worstCase || (to.maxSpread < from.maxSpread && to.worstCase == from.worstCase)
    if purpose != .rollback, purpose != .lowerRisk, let sinceLast, sinceLast < 3_600_000 { return "cooldown" }
    if purpose == .lowerRisk, !lowersRisk { return "claimed risk" }
    guard let a = from[parameter].quanta, let b = to[parameter].quanta else { return nil }
    if parameter == .timeframe { return abs(a - b) == 1 ? nil : "notch" }
    let home = approved[parameter].quanta ?? 0
    let bounds: ClosedRange<Int> =
      switch parameter {
      case .gridSpacing: 100...500
      case .takeProfit: 50...1000
      case .stopLoss: 100...1500
      case .lotSize: 1...100
      case .maxPositions: 1...20
      default: 1...100
      }
    guard bounds.contains(b) else { return "bounds" }
    let share: Double =
      switch (parameter, b > a) {
      case (.maxPositions, _): 0
      case (.stopLoss, _): 0.05
      case (.lotSize, false): 0.20
      default: 0.10
      }
    let size = Double(abs(b - a))
    let neutral = parameter == .gridSpacing || parameter == .takeProfit
    let undoes = purpose == .rollback && neutral && size <= share * Double(b) + 1e-9
    let fullSize = purpose == .rollback && lowersRisk
    guard size <= max(1, share * Double(a) + 1e-9) || undoes || fullSize else { return "step" }
    let outside = Double(abs(b - home)) > 0.3 * Double(home) + 1e-9
    let nearer = abs(b - home) < abs(a - home) && (b - home) * (a - home) >= 0
    return outside && !lowersRisk && !nearer ? "drift" : nil
  }

  @Test(arguments: 0..<8)
  func `no sequence of accepted changes leaves bounds, step, cooldown or drift`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var (current, approved) = (defaults, defaults)
    var lastChanged: [Parameter: Int64] = [:]
    var now: Int64 = 0
    var accepted = 0
    for _ in 0..<125_000 {
      now += Int64.random(in: 0...900_000, using: &random)
      if random.next() % 2_000 == 0 { approved = current }
      let parameter = Parameter.allCases[Int(random.next() % 9)]
      let purpose = Self.purposes[Int(random.next() % 7)]
      let value = Self.attempt(parameter, current, &random)
      let limits = limits(current, approved: approved, lastChanged: lastChanged)
      guard limits.refusal(parameter, value, purpose, open: now) == nil else { continue }
      let next = with(parameter, value, in: current)
      let rule = Self.broken(
        parameter, from: current, to: next, approved: approved, purpose: purpose,
        sinceLast: lastChanged[parameter].map { now - $0 })
      if let rule {
        Issue.record("\(rule): \(parameter) \(current[parameter]) to \(value) for \(purpose)")
        return
      }
      accepted += 1
      current = next
      lastChanged[parameter] = now
    }
    #expect(accepted > 5_000)
  }

  @Test(arguments: 0..<4)
  func `the next step is always legal, never passes the target and reaches it`(seed: UInt64) {
    var random = SplitMix64(seed: 1_000 + seed)
    for _ in 0..<5_000 {
      let parameter = Parameter.allCases[Int(random.next() % 9)]
      let purpose = Self.purposes[Int(random.next() % 7)]
      var current = defaults
      for ordered in Self.ordered {
        guard let rule = ParameterRules.standard[ordered] else { continue }
        let quanta = Int.random(in: rule.lowest...rule.highest, using: &random)
        if let value = current[ordered].with(quanta: quanta) { current = with(ordered, value, in: current) }
      }
      let approved = random.next() % 2 == 0 ? current : defaults
      let target = Self.attempt(parameter, current, &random)
      guard target != current[parameter] else { continue }
      let reachable =
        switch limits(current, approved: approved).checkTarget(parameter, to: target, purpose: purpose) {
        case .success: true
        case .failure: false
        }
      var steps = 0
      while current[parameter] != target {
        let limits = limits(current, approved: approved)
        guard let step = limits.nextStep(parameter, toward: target, purpose: purpose) else { break }
        if let refusal = limits.refusal(parameter, step, purpose) {
          Issue.record("\(parameter) \(current[parameter]) to \(step) toward \(target): \(refusal)")
          return
        }
        current = with(parameter, step, in: current)
        steps += 1
        if steps > 1_500 { break }
      }
      #expect((current[parameter] == target) == reachable)
    }
  }

  @Test func `twenty to twenty-five pips goes by 22 and 24.2`() {
    var current = defaults
    var way: [String] = []
    while let step = limits(current).nextStep(.gridSpacing, toward: .pips(25), purpose: .byHand) {
      way.append(step.description)
      current.gridSpacing = Pips(tenths: Int32(step.quanta ?? 0))
    }
    #expect(way == ["22", "24.2", "25"])
  }

  @Test func `the next step is the largest legal one`() {
    for spacing in 100...500 {
      let here = with(.gridSpacing, .pips(Pips(tenths: Int32(spacing))))
      let limits = limits(here, approved: here)
      let target = min(500, spacing + spacing * 3 / 10)
      guard target > spacing, let target = here[.gridSpacing].with(quanta: target),
        let step = limits.nextStep(.gridSpacing, toward: target, purpose: .byHand)
      else { continue }
      #expect(limits.refusal(.gridSpacing, step) == nil)
      if step != target, let beyond = step.with(quanta: (step.quanta ?? 0) + 1) {
        #expect(limits.refusal(.gridSpacing, beyond) != nil)
      }
    }
  }
}
