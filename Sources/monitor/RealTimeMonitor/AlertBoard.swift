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
    var lastMeasured: Double
  }

  /// Oldest first.
  private(set) var standing: [Standing] = []
  private(set) var lastNumber: Int64 = 0

  func isRaised(_ kind: Alert.Kind, session: TradingSession? = nil) -> Bool {
    index(kind, session) != nil
  }

  private func index(_ kind: Alert.Kind, _ session: TradingSession?) -> Int? {
    standing.isEmpty ? nil : standing.firstIndex { $0.alert.kind == kind && $0.alert.session == session }
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
      effects.append(.publish(.alert(alert)))
    case (.breached(let measured, _, _), .some(let index)):
      standing[index].lastMeasured = measured
    case (.calm(let measured, let text), .some(let index)):
      var alert = standing.remove(at: index).alert
      alert.phase = .cleared
      alert.measured = measured
      alert.text = text
      effects.append(.publish(.alert(alert)))
    case (.calm, .none), (.between, _): break
    }
  }

  /// Notes the stop that a standing limit now asks for.
  /// - Returns: whether it is a new demand.
  mutating func demandStop(_ level: SafetyLevel, by kind: Alert.Kind, measured: Double) -> Bool {
    guard let index = index(kind, nil) else { return false }
    if let again = standing[index].stopsAgainAt, measured < again { return false }
    if let asked = standing[index].stop, asked >= level { return false }
    standing[index].stop = level
    standing[index].stopsAgainAt = nil
    return true
  }

  /// A person has re-armed to `level` although limits stand: each may ask again once it has grown by the margin.
  mutating func rearmed(to level: SafetyLevel, marginPercent: Double) {
    for index in standing.indices {
      guard let asked = standing[index].stop, asked > level else { continue }
      standing[index].stop = nil
      standing[index].stopsAgainAt = standing[index].lastMeasured * (1 + marginPercent / 100)
    }
  }
}
