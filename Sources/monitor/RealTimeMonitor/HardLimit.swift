import Domain

/// At which measured values an alert is raised and cleared, and from where the trader is told to stop.
///
/// All in the limit's own unit, higher is worse. An alert raised at `raisesAt` stays until the value falls to
/// `clearsAt`, so that a value near the limit does not ring again and again. A level without a threshold is never asked
/// for.
package struct HardLimit: Hashable, Sendable, Codable {
  package var raisesAt: Double
  package var clearsAt: Double
  package var freezesAt: Double?
  package var reducesAt: Double?
  package var haltsAt: Double?

  package init(
    raisesAt: Double, clearsAt: Double, freezesAt: Double? = nil, reducesAt: Double? = nil, haltsAt: Double? = nil
  ) {
    precondition(clearsAt < raisesAt, "an alert clears below the value that raises it")
    self.raisesAt = raisesAt
    self.clearsAt = clearsAt
    self.freezesAt = freezesAt
    self.reducesAt = reducesAt
    self.haltsAt = haltsAt
  }

  private enum CodingKeys: String, CodingKey {
    case raisesAt, clearsAt, freezesAt, reducesAt, haltsAt
  }

  /// Writes a threshold that is not set as null, so that a reader of the settings sees that it could be.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(raisesAt, forKey: .raisesAt)
    try container.encode(clearsAt, forKey: .clearsAt)
    try container.encode(freezesAt, forKey: .freezesAt)
    try container.encode(reducesAt, forKey: .reducesAt)
    try container.encode(haltsAt, forKey: .haltsAt)
  }

  /// The highest level whose threshold the value has reached, and that threshold.
  func stop(at measured: Double) -> (level: SafetyLevel, threshold: Double)? {
    if let haltsAt, measured >= haltsAt { return (.halted, haltsAt) }
    if let reducesAt, measured >= reducesAt { return (.reducing, reducesAt) }
    if let freezesAt, measured >= freezesAt { return (.frozen, freezesAt) }
    return nil
  }
}

extension AlertBoard {
  /// Judges one limit and, where its thresholds say so, asks the trader to stop.
  ///
  /// - Parameters:
  ///   - unit: what follows the measured number in a text; made only where there is something to say.
  ///   - now: UTC milliseconds of the newest quote.
  mutating func check(
    _ kind: Alert.Kind, _ measured: Double, against limit: HardLimit, unit: @autoclosure () -> String, now: Int64,
    effects: inout [Effect]
  ) {
    if measured < limit.raisesAt {
      guard isRaised(kind), measured <= limit.clearsAt else { return }
      judge(kind, as: .calm(measured: .value(measured), text: "\(decimals(measured, 2)) \(unit())"), effects: &effects)
      return
    }
    let text = isRaised(kind) ? "" : "\(decimals(measured, 2)) \(unit()), limit \(decimals(limit.raisesAt, 2))"
    judge(kind, as: .breached(measured: measured, threshold: limit.raisesAt, text: text), effects: &effects)
    guard let stop = limit.stop(at: measured) else { return }
    demandStop(
      stop.level, by: kind, measured: measured,
      because: "\(kind.rawValue): \(decimals(measured, 2)) \(unit()), limit \(decimals(stop.threshold, 2))", now: now,
      effects: &effects)
  }
}
