import Domain

/// What a condition looks like at one instant.
enum Judgement {
  /// The alert is due, if it does not stand already.
  case breached(measured: Double, threshold: Double, text: String)
  /// Neither due nor over: what stands stays.
  case between
  /// The alert is over, if it stands.
  case calm(measured: Figure, text: String)
}

/// The alerts that stand. Each is raised once, and cleared with the number under which it was raised.
struct AlertBoard: Hashable, Sendable, Codable {
  struct Standing: Hashable, Sendable, Codable {
    var alert: Alert
    /// The highest level that this alert has asked the trader for.
    var stop: SafetyLevel?
    /// After a re-arm: the value from which a stop is asked for again.
    var stopsAgainAt: Double?
    /// The level that was re-armed then: a higher one is asked for at its own threshold. Absent in a checkpoint of before.
    var rearmedLevel: SafetyLevel?
    var lastMeasured: Double
  }

  /// The highest use of margin that is told, per cent: an account without equity has this much. What is asked for again
  /// after a re-arm never lies above it.
  static let mostMargin = 10_000.0

  /// Oldest first.
  private(set) var standing: [Standing] = []
  private(set) var lastNumber: Int64 = 0
  /// The standing kinds as bits, for the look at every quote.
  private var raisedKinds: UInt32 = 0

  /// Whether an alert of the kind stands, for any session.
  func isRaised(_ kind: Alert.Kind) -> Bool {
    raisedKinds & kind.bit != 0
  }

  private func index(_ kind: Alert.Kind, _ session: TradingSession?) -> Int? {
    guard isRaised(kind) else { return nil }
    let bit = kind.bit
    return standing.firstIndex { $0.alert.kind.bit == bit && $0.alert.session == session }
  }

  mutating func judge(
    _ kind: Alert.Kind, session: TradingSession? = nil, as judgement: Judgement, effects: inout [Effect]
  ) {
    switch (judgement, index(kind, session)) {
    case (.breached(let measured, let threshold, let text), .none):
      lastNumber += 1
      let alert = Alert(
        number: lastNumber, kind: kind, phase: .raised, measured: .value(measured), threshold: threshold,
        session: session, text: text)
      standing.append(Standing(alert: alert, lastMeasured: measured))
      raisedKinds |= kind.bit
      effects.append(.publish(.alert(alert)))
    case (.breached(let measured, _, _), .some(let index)):
      standing[index].lastMeasured = measured
    case (.calm(let measured, let text), .some(let index)):
      var alert = standing.remove(at: index).alert
      raisedKinds = standing.reduce(0) { $0 | $1.alert.kind.bit }
      alert.phase = .cleared
      alert.measured = measured
      alert.text = text
      effects.append(.publish(.alert(alert)))
    case (.calm, .none), (.between, _): break
    }
  }

  /// Takes over the numbers of alerts that others believe to stand.
  ///
  /// - Parameters:
  ///   - told: the alerts that others believe to stand.
  ///   - highest: the highest number that was ever told.
  /// - Returns: those of them that do not stand, cleared, and those that stand and were not told.
  mutating func agree(with told: [Alert], above highest: Int64, because text: String) -> [Alert] {
    var over = told
    var news: [Alert] = []
    lastNumber = highest
    for index in standing.indices {
      let own = standing[index].alert
      if let known = over.firstIndex(where: { $0.kind.bit == own.kind.bit && $0.session == own.session }) {
        standing[index].alert = over.remove(at: known)
      } else {
        lastNumber += 1
        standing[index].alert.number = lastNumber
        news.append(standing[index].alert)
      }
    }
    let cleared = over.map { alert in
      var cleared = alert
      cleared.phase = .cleared
      cleared.text = text
      return cleared
    }
    return cleared + news
  }

  /// Notes the stop that a standing limit now asks for.
  /// - Returns: whether it is a new demand.
  mutating func demandStop(_ level: SafetyLevel, by kind: Alert.Kind, measured: Double) -> Bool {
    guard let index = index(kind, nil) else { return false }
    if let again = standing[index].stopsAgainAt, measured < again, level <= standing[index].rearmedLevel ?? .halted {
      return false
    }
    if let asked = standing[index].stop, asked >= level { return false }
    standing[index].stop = level
    standing[index].stopsAgainAt = nil
    standing[index].rearmedLevel = nil
    return true
  }

  /// A person has re-armed to `level` although limits stand: each may ask for the same again once it has grown by the
  /// margin, and for more at its own threshold.
  mutating func rearmed(to level: SafetyLevel, marginPercent: Double) {
    for index in standing.indices {
      guard let asked = standing[index].stop, asked > level else { continue }
      standing[index].stop = nil
      let again = standing[index].lastMeasured * (1 + marginPercent / 100)
      standing[index].stopsAgainAt = standing[index].alert.kind == .marginLimit ? min(again, Self.mostMargin) : again
      standing[index].rearmedLevel = asked
    }
  }
}

extension Alert.Kind {
  /// A bit of its own for each kind.
  fileprivate var bit: UInt32 {
    switch self {
    case .drawdownLimit: 1
    case .dailyLossLimit: 1 << 1
    case .exposureLimit: 1 << 2
    case .orderRejectLimit: 1 << 3
    case .orderRateLimit: 1 << 4
    case .spreadLimit: 1 << 5
    case .staleFeed: 1 << 6
    case .marginLimit: 1 << 7
    case .unknownInput: 1 << 8
    case .lossRateChanged: 1 << 9
    case .profitChanged: 1 << 10
    case .drawdownAboveExpectation: 1 << 11
    case .winRateFell: 1 << 12
    case .profitFactorBelowTarget: 1 << 13
    case .sessionLosing: 1 << 14
    }
  }
}
