import Domain

/// What an experiment has proven for one parameter, to be proposed.
struct Promotion: Hashable, Sendable, Codable {
  let parameter: Parameter
  let value: ParameterValue
  let evidence: String
  /// The experiment, where this is its first parameter, whose first step is the live ramp.
  let ramp: ExperimentID?
  fileprivate var heldFor: String?
  /// Open-market time before which it is not proposed again.
  fileprivate var notBefore: Int64 = .min

  fileprivate init(_ setting: ParameterSetting, evidence: String, ramp: ExperimentID?) {
    parameter = setting.parameter
    value = setting.value
    self.evidence = evidence
    self.ramp = ramp
  }
}

/// What is still to be proposed of what the last experiment has proven, the live ramp first. Each experiment is taken up
/// once.
struct Promotions: Hashable, Sendable, Codable {
  private var open: [Promotion] = []
  private var last = ExperimentID(0)

  mutating func hear(_ report: ExperimentReport) {
    if report.stage.isFinal, report.stage != .promoted { open.removeAll() }
    guard report.stage == .liveRamp, report.id > last, let winner = report.winner,
      report.candidates.indices.contains(winner)
    else { return }
    last = report.id
    let evidence = "experiment \(report.id): \(report.story.last ?? report.conclusion)"
    open = report.candidates[winner].settings.enumerated().map { place, setting in
      Promotion(setting, evidence: evidence, ramp: place == 0 ? report.id : nil)
    }
  }

  /// A person has approved what is in force: what is left after the ramp is nothing that the person has seen.
  mutating func hearApproval() {
    open.removeAll { $0.ramp == nil }
  }

  /// The promotion whose turn it is.
  func next(at time: Int64) -> Promotion? {
    open.first.flatMap { time >= $0.notBefore ? $0 : nil }
  }

  /// - Returns: whether this is another reason than the last, which is to be published.
  mutating func hold(_ reason: String) -> Bool {
    guard !open.isEmpty, open[0].heldFor != reason else { return false }
    open[0].heldFor = reason
    return true
  }

  mutating func removeFirst() {
    open.removeFirst()
  }

  /// Proposes one again that was refused for a reason that passes.
  mutating func putBack(_ promotion: Promotion, until open: Int64) {
    var promotion = promotion
    promotion.notBefore = open
    self.open.insert(promotion, at: 0)
  }
}
