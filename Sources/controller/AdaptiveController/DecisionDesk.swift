import Domain

/// What the controller publishes: every decision with its number, the commands that follow from it as far as the
/// autonomy allows, and the report of the whole, when it has changed and once an hour.
struct DecisionDesk: Hashable, Sendable, Codable {
  private let autonomy: Autonomy
  /// Open-market milliseconds between two reports when nothing has changed.
  private let reportEvery: Int64
  /// Of the present start; part of its commands' names.
  private var epoch: Int64 = 0
  private var lastCommand: Int64 = 0
  private var lastDecision: Decision?
  private var lastReport: ControllerReport?
  /// Whether anything came that a report could show.
  private var hasNews = true
  /// Open-market time.
  private var nextReport: Int64 = 0

  init(settings: ControllerSettings) {
    autonomy = settings.autonomy
    reportEvery = settings.reportEvery
  }

  mutating func start(_ epoch: Int64) {
    self.epoch = epoch
  }

  mutating func noteNews() {
    hasNews = true
  }

  /// Whether it acts itself.
  var acts: Bool { autonomy == .auto }

  /// Proposes a change, or recommends it where a person is to act.
  ///
  /// - Returns: whether the optimizer is asked.
  @discardableResult
  mutating func propose(_ proposal: Proposal, _ effects: inout [Effect]) -> Bool {
    let (parameter, target) = (proposal.parameter, proposal.target)
    let action: Decision.Action =
      switch autonomy {
      case .auto: .propose(parameter: parameter, target: target, purpose: proposal.purpose)
      case .recommend, .approve: .recommend(parameter: parameter, target: target)
      case .observe: .hold("observes only; \(parameter.rawValue) \(target) would fit")
      }
    publish(proposal.reason, action, proposal.evidence, &effects)
    if acts { send(.propose(proposal), &effects) }
    return acts
  }

  /// Starts an experiment, or leaves it to a person.
  ///
  /// - Parameter priority: higher goes first.
  /// - Returns: whether the experimenter is asked.
  mutating func compare(
    _ parameter: Parameter, _ values: [ParameterValue], policy: String, trigger: String, priority: Int,
    _ effects: inout [Effect]
  ) -> Bool {
    let names = values.map(\.description).joined(separator: ", ")
    guard acts else {
      let reason = "left to a person: an experiment on \(parameter.rawValue) at \(names)"
      publish(policy, .hold(reason), trigger, &effects)
      return false
    }
    publish(policy, .startExperiment(parameter: parameter, values: values), trigger, &effects)
    let hypothesis = "\(parameter.rawValue) at \(names) earns more than now (\(trigger))"
    let request = ExperimentRequest(
      hypothesis: hypothesis, parameter: parameter, values: values, priority: priority)
    send(.startExperiment(request), &effects)
    return true
  }

  mutating func publish(_ policy: String, _ action: Decision.Action, _ trigger: String, _ effects: inout [Effect]) {
    let decision = Decision(
      number: (lastDecision?.number ?? 0) + 1, policy: policy, action: action, trigger: trigger)
    lastDecision = decision
    hasNews = true
    effects.append(.publish(.decision(decision)))
  }

  /// Sends a command. Its name has the epoch in it, so that a controller that runs from an older copy of its journal does
  /// not take the answer to another request of the same number for its own.
  private mutating func send(_ command: Command, _ effects: inout [Effect]) {
    lastCommand += 1
    effects.append(.send(id: "\(AdaptiveController.role.rawValue)-\(epoch)-\(lastCommand)", command))
  }

  mutating func report(_ situation: Situation, _ requests: Requests, _ effects: inout [Effect]) {
    let open = situation.time.open
    guard hasNews || open >= nextReport else { return }
    hasNews = false
    let report = ControllerReport(
      level: situation.level ?? .frozen, openAlerts: situation.alerts, changesProposed: requests.proposed,
      changesKept: requests.kept, changesReverted: requests.reverted, experimentRunning: requests.running?.id,
      lastDecision: lastDecision)
    guard report != lastReport || open >= nextReport else { return }
    lastReport = report
    nextReport = (open / reportEvery + 1) * reportEvery
    effects.append(.publish(.report(report)))
  }

  // MARK: Loss of memory

  /// Decisions go on from the number of the last one: nothing else of the controller has a number.
  mutating func goOn(after loss: MemoryLoss) {
    hasNews = true
    lastDecision = loss.lastNumber > 0 ? Self.lost(loss, number: loss.lastNumber) : nil
  }

  /// What stands for a decision that is lost.
  static func lost(_ loss: MemoryLoss, number: Int64) -> Decision {
    Decision(number: number, policy: "recovery", action: .hold("this decision is lost"), trigger: loss.sentence)
  }
}
