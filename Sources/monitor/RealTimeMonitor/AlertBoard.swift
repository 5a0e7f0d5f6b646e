import Domain

/// The alerts that stand, and the stops that they have asked for.
///
/// Each is raised once, and cleared with the number under which it was raised; at most one of a kind and session stands.
/// A limit asks for a level once, until it is over or a person re-arms.
struct AlertBoard: Hashable, Sendable, Codable {
  private struct Standing: Hashable, Sendable, Codable {
    var alert: Alert
    /// The highest level that this alert has asked the trader for.
    var stop: SafetyLevel?
    /// After a re-arm: the value from which a stop is asked for again.
    var stopsAgainAt: Double?
    /// The level that was re-armed then: a higher one is asked for at its own threshold.
    var rearmedLevel: SafetyLevel?
    var lastMeasured: Double
  }

  /// The highest use of margin that is published, per cent: an account without equity has this much. What is asked for
  /// again after a re-arm never lies above it.
  static let mostMargin = 10_000.0

  /// By how many per cent a standing breach must grow after a re-arm to ask for a stop again.
  private let rearmMarginPercent: Double
  /// Oldest first.
  private var standing: [Standing] = []
  private var lastNumber: Int64 = 0
  /// The standing kinds as bits, for the look at every quote.
  private var raisedKinds: UInt32 = 0
  /// The trader's level, to tell a re-arm from a stop.
  private var level = SafetyLevel.active
  /// Stops that were asked for so far.
  private var lastStop: Int64 = 0

  init(rearmMarginPercent: Double) {
    self.rearmMarginPercent = rearmMarginPercent
  }

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

  // MARK: Stops

  /// Asks the trader for a level, where the standing limit has not asked for it already.
  mutating func demandStop(
    _ level: SafetyLevel, by kind: Alert.Kind, measured: Double, because reason: @autoclosure () -> String, now: Int64,
    effects: inout [Effect]
  ) {
    guard let index = index(kind, nil) else { return }
    if let again = standing[index].stopsAgainAt, measured < again, level <= standing[index].rearmedLevel ?? .halted {
      return
    }
    if let asked = standing[index].stop, asked >= level { return }
    standing[index].stop = level
    standing[index].stopsAgainAt = nil
    standing[index].rearmedLevel = nil
    lastStop += 1
    let role = RealTimeMonitor.role.rawValue
    let id = "\(role)-\(lastStop)"
    effects.append(.send(id: id, .stop(Trip(id: id, level: level, reason: reason(), source: role, time: now))))
  }

  /// Hears the trader's level. A lower one means that a person has re-armed although limits stand: each may ask for the
  /// same again once it has grown by the margin, and for more at its own threshold.
  mutating func hear(_ level: SafetyLevel) {
    defer { self.level = level }
    guard level < self.level else { return }
    for index in standing.indices {
      guard let asked = standing[index].stop, asked > level else { continue }
      standing[index].stop = nil
      let again = standing[index].lastMeasured * (1 + rearmMarginPercent / 100)
      standing[index].stopsAgainAt = standing[index].alert.kind == .marginLimit ? min(again, Self.mostMargin) : again
      standing[index].rearmedLevel = asked
    }
  }

  // MARK: A lost memory

  /// Agrees with what others have heard. The same trades lead to the same alerts, but for those that hung on real time:
  /// what others believe to stand and does not is cleared, and what stands and nobody has heard is raised.
  mutating func goOn(after loss: MemoryLoss) -> [Effect] {
    var told: [Alert] = []
    lastNumber = 0
    for case .alert(let alert) in loss.told {
      lastNumber = max(lastNumber, alert.number)
      told.removeAll { $0.number == alert.number }
      if alert.phase == .raised { told.append(alert) }
    }
    var raised: [Alert] = []
    for index in standing.indices {
      let own = standing[index].alert
      if let known = told.firstIndex(where: { $0.kind.bit == own.kind.bit && $0.session == own.session }) {
        standing[index].alert = told.remove(at: known)
      } else {
        lastNumber += 1
        standing[index].alert.number = lastNumber
        raised.append(standing[index].alert)
      }
    }
    let cleared = told.map { alert in
      var cleared = alert
      cleared.phase = .cleared
      cleared.text = loss.sentence
      return cleared
    }
    return (cleared + raised).map { .publish(.alert($0)) }
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
