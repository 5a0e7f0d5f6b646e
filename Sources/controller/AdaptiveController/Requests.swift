import Domain

/// A request of the controller whose end it has not heard.
struct Request: Hashable, Sendable, Codable {
  enum Subject: Hashable, Sendable, Codable {
    case plan(parameter: Parameter, target: ParameterValue, purpose: ChangePurpose)
    case experiment
  }

  var policy: String
  var subject: Subject
  /// Open-market milliseconds.
  var lastNews: Int64
  /// The promotion that it carries out, to be proposed again where it is refused for a reason that passes.
  var promotion: Promotion?
  /// Whether the receiver has shown that it took the request up.
  var isTakenUp = false
}

/// How a request ended.
enum Outcome {
  case kept
  case reverted
  case refused(Refusal)
  /// Inconclusive, rejected or cancelled.
  case nothing
}

/// The requests under way and the changes and experiments that have not ended, by any sender.
struct Requests: Hashable, Sendable, Codable {
  private struct LiveChange: Hashable, Sendable, Codable {
    var id: ChangeID
    var parameter: Parameter
  }

  private(set) var open: [Request] = []
  private var live: [LiveChange] = []
  private var lastChange = ChangeID(0)
  private(set) var running: ExperimentReport?
  private(set) var proposed = 0
  private(set) var kept = 0
  private(set) var reverted = 0

  mutating func add(_ request: Request) {
    open.append(request)
  }

  /// - Returns: the request that this record ends, and how.
  mutating func hear(_ record: ChangeRecord, at time: Int64) -> (request: Request, outcome: Outcome)? {
    count(record)
    guard record.by == .role(.controller),
      let index = open.firstIndex(where: { $0.subject.isServed(by: record) })
    else { return nil }
    open[index].lastNews = time
    open[index].isTakenUp = true
    let outcome: Outcome
    switch record.stage {
    case .proposed, .admitted, .staged, .applied, .measuring: return nil
    case .kept:
      // A step on the way: the plan goes on.
      guard record.to == record.target else { return nil }
      outcome = .kept
    case .reverted: outcome = .reverted
    case .refused: outcome = record.refusal.map { .refused($0) } ?? .nothing
    case .inconclusive: outcome = .nothing
    }
    return (open.remove(at: index), outcome)
  }

  private mutating func count(_ record: ChangeRecord) {
    if record.id > lastChange {
      lastChange = record.id
      proposed += 1
      live.append(LiveChange(id: record.id, parameter: record.parameter))
    }
    guard record.stage.isFinal, let index = live.firstIndex(where: { $0.id == record.id }) else { return }
    live.remove(at: index)
    switch record.stage {
    case .kept: kept += 1
    case .reverted: reverted += 1
    default: break
    }
  }

  mutating func hear(_ report: ExperimentReport, at time: Int64) -> (request: Request, outcome: Outcome)? {
    if report.stage.isFinal {
      if running.map({ $0.id == report.id }) ?? true { running = nil }
    } else if report.stage != .queued || running == nil {
      running = report
    }
    guard let index = open.firstIndex(where: { $0.subject == .experiment }) else { return nil }
    open[index].lastNews = time
    open[index].isTakenUp = true
    guard report.stage.isFinal else { return nil }
    return (open.remove(at: index), report.stage == .promoted ? .kept : .nothing)
  }

  /// Gives up requests that no receiver took up, or that have been silent for too long.
  mutating func giveUp(at time: Int64, answerTime: Int64, patience: Int64) {
    open.removeAll { time - $0.lastNews > ($0.isTakenUp ? patience : answerTime) }
  }

  func isBusy(for policy: String) -> Bool {
    open.contains { $0.policy == policy }
  }

  /// Forgets the returns of a policy that lowers risk again.
  mutating func dropReturns(of policy: String) {
    open.removeAll { $0.policy == policy && $0.subject.isReturn }
  }

  /// What stands in the way of a change with this purpose; `nil` for nothing.
  ///
  /// What lowers risk or returns from it waits only for its like: a measured plan may take weeks. A return gives way to
  /// what lowers risk again.
  func obstacle(to parameter: Parameter, purpose: ChangePurpose) -> String? {
    switch purpose {
    case .lowerRisk:
      let busy = open.first { $0.subject.isReduction && !$0.subject.isReturn }
      return busy.map { "\($0.subject.description) is under way" }
    case .returnToApproved:
      let busy = open.first { $0.subject.isReduction }
      return busy.map { "\($0.subject.description) is under way" }
    case .byHand, .remedy, .promotion, .rollback, .planted:
      // An experiment goes on beside a change of another parameter: both of its arms follow the change.
      if let busy = open.first(where: { $0.subject != .experiment }) {
        return "\(busy.subject.description) is under way"
      }
      if let change = live.first { return "change \(change.id) of \(change.parameter.rawValue) is under way" }
      // What an experiment has proven is proposed while it still runs: its ramp is part of it.
      if purpose != .promotion, let running,
        running.candidates.contains(where: { $0.settings.contains { $0.parameter == parameter } })
      {
        return "experiment \(running.id) is about \(parameter.rawValue)"
      }
      return nil
    }
  }

  /// What stands in the way of an experiment; `nil` for nothing.
  var obstacleToExperiment: String? {
    if let running { return "experiment \(running.id) is running" }
    if let busy = open.first { return "\(busy.subject.description) is under way" }
    return live.first.map { "change \($0.id) of \($0.parameter.rawValue) is under way" }
  }
}

extension Request.Subject {
  var description: String {
    switch self {
    case .plan(let parameter, let target, _): "the plan to bring \(parameter.rawValue) to \(target)"
    case .experiment: "an experiment"
    }
  }

  var isReduction: Bool {
    switch self {
    case .plan(_, _, let purpose): purpose == .lowerRisk || purpose == .returnToApproved
    case .experiment: false
    }
  }

  var isReturn: Bool {
    switch self {
    case .plan(_, _, let purpose): purpose == .returnToApproved
    case .experiment: false
    }
  }

  func isServed(by record: ChangeRecord) -> Bool {
    switch self {
    case .plan(let parameter, let target, let purpose):
      record.parameter == parameter && record.target == target && record.purpose == purpose
    case .experiment: false
    }
  }
}
