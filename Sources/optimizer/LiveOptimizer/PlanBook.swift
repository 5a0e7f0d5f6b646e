import Domain

/// The plans under way, at most one a parameter, in the order in which their last steps were planned or admitted.
struct PlanBook: Hashable, Sendable, Codable {
  /// What became of a step's plan while the step was under way.
  enum Arrival {
    /// It goes on, or was cancelled; the step itself stands.
    case planned
    /// A rollback was decided, so that the step is undone before it is measured.
    case undone
    /// A person wants less risk.
    case overtaken
  }

  private(set) var all: [ChangePlan] = []
  private let pace: StepPace
  /// What was published last of the steps to come.
  private(set) var told = Plans()

  init(pace: StepPace) {
    self.pace = pace
  }

  subscript(parameter: Parameter) -> ChangePlan? { all.first { $0.parameter == parameter } }

  /// Puts a plan in the place of the parameter's own, behind all others.
  mutating func put(_ plan: ChangePlan) {
    remove(plan.parameter)
    all.append(plan)
  }

  mutating func remove(_ parameter: Parameter) {
    all.removeAll { $0.parameter == parameter }
  }

  mutating func removeAll() {
    all.removeAll()
  }

  /// Cancels what was to come after an applied step.
  mutating func remove(after step: ChangeID) {
    all.removeAll { $0.last == step }
  }

  mutating func postpone(_ parameter: Parameter, until open: Int64) {
    update(where: { $0.parameter == parameter }, { $0.notBefore = open })
  }

  /// Plans whose next step may be admitted.
  func due(at open: Int64, isRampTurning: Bool) -> [ChangePlan] {
    all.filter { pace.isDue($0, at: open, isRampTurning: isRampTurning) }
  }

  func earliest(_ plan: ChangePlan) -> MarketTime { pace.earliest(plan) }

  // MARK: What becomes of a step

  /// Notes that a step is in force. A plan that has reached its target is over.
  mutating func arrive(_ step: ChangeRecord, at open: Int64) -> Arrival {
    guard let plan = self[step.parameter] else { return .planned }
    guard plan.pending == step.id else {
      return plan.purpose == .rollback ? .undone : plan.isPersonalReduction ? .overtaken : .planned
    }
    if step.to == step.target {
      remove(step.parameter)
    } else {
      update(where: { $0.pending == step.id }) {
        $0.pending = nil
        $0.last = step.id
        $0.lastApplied = open
        $0.harmlessTrades = 0
        $0.lastKept = false
      }
    }
    return .planned
  }

  /// Notes that a step was refused: its plan ends, or tries again later.
  mutating func refuse(_ step: ChangeRecord, _ refusal: Refusal, at open: Int64) {
    guard let plan = all.first(where: { $0.pending == step.id }) else { return }
    guard let wait = plan.pause(after: refusal, of: step) else { return remove(plan.parameter) }
    update(where: { $0.pending == step.id }) {
      $0.pending = nil
      $0.notBefore = open + wait
    }
  }

  /// Notes how many trades the last applied step has seen without harm.
  mutating func note(harmlessTrades trades: Int, of step: ChangeID) {
    update(where: { $0.last == step }, { $0.harmlessTrades = trades })
  }

  mutating func noteKept(_ step: ChangeID) {
    update(where: { $0.last == step }, { $0.lastKept = true })
  }

  private mutating func update(where isMeant: (ChangePlan) -> Bool, _ change: (inout ChangePlan) -> Void) {
    guard let index = all.firstIndex(where: isMeant) else { return }
    change(&all[index])
  }

  // MARK: What is told

  /// - Returns: the steps to come, where they differ from those published last.
  mutating func tell(_ steps: [PlannedStep]) -> Plans? {
    let plans = Plans(steps: steps)
    guard plans != told else { return nil }
    told = plans
    return plans
  }
}

extension ChangePlan {
  /// Open-market milliseconds until a refused step is tried again; `nil` where its plan ends.
  fileprivate func pause(after refusal: Refusal, of step: ChangeRecord) -> Int64? {
    switch refusal {
    case .approvedSince: return nil
    case .safety, .staleVersion, .unavailable, .busy, .cooldown:
      // A first step that a person or a policy waits for is theirs to ask for again; what has begun goes on later, and
      // so does less risk that was promised to a person.
      return lastApplied == nil && purpose != .rollback && !isPersonalReduction ? nil : MarketTime.minute
    default:
      guard purpose == .rollback, refusal != .unchanged(parameter: step.parameter, value: "\(step.to)") else {
        return nil
      }
      return MarketTime.hour
    }
  }
}
