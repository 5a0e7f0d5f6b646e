import Domain

/// What was lowered: by a policy, until so many trades have closed without its asking again, or by a person, until a
/// person changes or approves it. There is at most one of each a parameter.
struct Reductions: Hashable, Sendable, Codable {
  /// A risk-lowering change in force.
  private struct Reduction: Hashable, Sendable, Codable {
    var parameter: Parameter
    var change: ChangeID
    /// Number of closed trades at which it expires.
    var expiresAt: Int
  }

  /// A value to which a person lowered the risk.
  private struct PersonalHold: Hashable, Sendable, Codable {
    var parameter: Parameter
    var value: ParameterValue
    var person: String
  }

  /// Trades after which a reduction expires.
  private let lifetime: Int
  private var closedTrades = 0
  private var reductions: [Reduction] = []
  private var holds: [PersonalHold] = []

  init(lifetime: Int) {
    self.lifetime = lifetime
  }

  mutating func tradeClosed() {
    closedTrades += 1
  }

  // MARK: By a policy

  func isReduced(_ parameter: Parameter) -> Bool {
    reductions.contains { $0.parameter == parameter }
  }

  /// A risk-lowering change is in force. A policy's counts its trades from now; a person's does not expire.
  mutating func begin(_ record: ChangeRecord) {
    end(record.parameter)
    guard !record.by.isPerson else { return }
    reductions.append(
      Reduction(parameter: record.parameter, change: record.id, expiresAt: closedTrades + lifetime))
  }

  /// A trigger that asks for what is already in force renews it.
  ///
  /// - Returns: whether there was a reduction to renew.
  mutating func renew(_ parameter: Parameter) -> Bool {
    guard let index = reductions.firstIndex(where: { $0.parameter == parameter }) else { return false }
    reductions[index].expiresAt = closedTrades + lifetime
    return true
  }

  mutating func end(_ parameter: Parameter) {
    reductions.removeAll { $0.parameter == parameter }
  }

  /// The return from each reduction whose trades are over. Where a person had lowered it before, it goes back to that
  /// and no further.
  ///
  /// - Parameter isBusy: whether something of a parameter is under way, for which its return waits.
  mutating func expire(_ turn: Reaction, unless isBusy: (Parameter) -> Bool) -> [ChangePlan] {
    guard let now = turn.trader.inForce else { return [] }
    return reductions.filter { closedTrades >= $0.expiresAt }.compactMap { reduction in
      let parameter = reduction.parameter
      let home = hold(on: parameter)?.value ?? now.approved[parameter]
      guard now.configuration[parameter] != home else {
        end(parameter)
        return nil
      }
      guard !isBusy(parameter) else { return nil }
      return ChangePlan(
        parameter: parameter, target: home, purpose: .returnToApproved, by: .role(.optimizer),
        reason: "the risk reduction of change \(reduction.change) expired",
        evidence: "\(lifetime) trades without renewal", approvals: now.approvals, madeAt: turn.time,
        endsReduction: reduction.change)
    }
  }

  // MARK: By a person

  private func hold(on parameter: Parameter) -> PersonalHold? { holds.first { $0.parameter == parameter } }

  mutating func hold(_ parameter: Parameter, at value: ParameterValue, for person: String) {
    release(parameter)
    holds.append(PersonalHold(parameter: parameter, value: value, person: person))
  }

  mutating func release(_ parameter: Parameter) {
    holds.removeAll { $0.parameter == parameter }
  }

  mutating func releaseAll() {
    holds.removeAll()
  }

  /// A person has approved what is in force: nothing is lowered any more.
  mutating func endAll() {
    reductions.removeAll()
    releaseAll()
  }

  /// Why a step must not be made although its limits allow it: what a person has said since or before; `nil` where it
  /// may.
  func objection(to plan: ChangePlan, _ step: ParameterValue, _ now: ConfigurationApplied) -> String? {
    guard let next = now.configuration.replacing(plan.parameter, with: step) else { return nil }
    let risk = now.configuration.risk(of: next)
    if plan.approvals < now.approvals, risk != .lowers {
      return "a person has approved the configuration in force since it was planned"
    }
    guard risk == .raises, !plan.by.isPerson, plan.purpose != .promotion, let hold = hold(on: plan.parameter),
      let held = now.configuration.replacing(hold.parameter, with: hold.value), held.risk(of: next) == .raises
    else { return nil }
    return "\(hold.person) lowered \(hold.parameter.rawValue) to \(hold.value), and only a person raises it again"
  }
}
