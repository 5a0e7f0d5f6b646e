extension Command {
  /// Why a command is invalid in any state of its recipient: its sender, and the size of its numbers. `nil` for a
  /// command that may be stored and given to a core.
  ///
  /// It is checked before anything is stored, and again for everything that was stored. What depends on the state, such
  /// as bounds, drift and versions, the core decides.
  package func objection(from origin: Origin) -> Refusal? {
    do throws(Refusal) {
      try checkRight(of: origin)
      try checkNumbers()
      return nil
    } catch {
      return error
    }
  }

  private func checkRight(of origin: Origin) throws(Refusal) {
    switch (self, origin) {
    case (.apply, .role(.optimizer)), (.switchVersion, .role(.optimizer)), (.approve, .person), (.rearm, .person),
      (.stop, _):
      break
    case (.propose, .person), (.rollBack, .person), (.cancelChange, .person), (.startExperiment, .person),
      (.cancelExperiment, .person),
      (.propose, .role(.controller)), (.rollBack, .role(.controller)), (.startExperiment, .role(.controller)),
      (.cancelExperiment, .role(.controller)):
      break
    case (.apply, _):
      throw .notAuthorised("parameters are set by the optimizer only, not by \(origin.name)")
    case (.switchVersion, _):
      throw .notAuthorised("versions are switched by the optimizer only, not by \(origin.name)")
    case (.approve, _): throw .notAuthorised("only a person approves a configuration")
    case (.rearm, _): throw .notAuthorised("only a named person re-arms")
    case (.propose, _): throw .notAuthorised("\(origin.name) may not propose changes")
    case (.rollBack, _): throw .notAuthorised("\(origin.name) may not roll back")
    case (.cancelChange, _): throw .notAuthorised("only a person gives up the steps that are to come")
    case (.startExperiment, _), (.cancelExperiment, _):
      throw .notAuthorised("\(origin.name) may not run experiments")
    }
  }

  private func checkNumbers() throws(Refusal) {
    switch self {
    case .propose(let proposal):
      try check(proposal.target, proposal.parameter.rawValue)
      if let ramp = proposal.ramp { try check(ramp.number, "experiment", Plausible.number) }
    case .rollBack(let change, _):
      if let change { try check(change.number, "change", Plausible.number) }
    case .cancelChange(let change, _): try check(change.number, "change", Plausible.number)
    case .apply(let request):
      try check(request.approvals, "approvals", Plausible.number)
      try check(request.value, request.parameter.rawValue)
      try check(request.change.number, "change", Plausible.number)
      try check(request.expected.number, "version", Plausible.number)
      try check(request.fence, "fence", Plausible.number)
    case .switchVersion(let request):
      try check(request.change.number, "change", Plausible.number)
      try check(Int64(request.turn), "turn", Plausible.number)
      try check(request.version.number, "version", Plausible.number)
      try check(request.fence, "fence", Plausible.number)
    case .startExperiment(let request): try check(request)
    case .cancelExperiment(let experiment, _): try check(experiment.number, "experiment", Plausible.number)
    case .stop(let trip): try check(trip)
    case .approve, .rearm: break
    }
  }

  private func check(_ request: ExperimentRequest) throws(Refusal) {
    try check(Int64(request.candidates.count), "candidates", Plausible.candidates)
    for settings in request.candidates {
      try check(Int64(settings.count), "parameters of a candidate", 0...Int64(Parameter.allCases.count))
      for setting in settings { try check(setting.value, setting.parameter.rawValue) }
    }
    try check(Int64(request.priority), "priority", Plausible.priority)
    guard let replay = request.replay else { return }
    try check(Int64(replay.deflatedSharpe.count), "deflated Sharpe ratios", Plausible.candidates)
    for figure in replay.deflatedSharpe { try check(figure, "deflated Sharpe ratio") }
    try check(replay.overfitting, "overfitting")
    try check(replay.walkForward, "walk forward")
    try check(Int64(replay.trials), "trials", Plausible.number)
    try check(Int64(replay.days), "days", Plausible.number)
    try check(Int64(replay.trades), "trades", Plausible.number)
  }

  private func check(_ trip: Trip) throws(Refusal) {
    guard trip.level > .active else { throw .malformed("a stop is frozen, reducing or halted") }
  }

  private func check(_ value: ParameterValue, _ field: String) throws(Refusal) {
    switch value {
    case .pips(let pips): try check(Int64(pips.tenths), "\(field), in tenths of a pip,", Plausible.quanta)
    case .lots(let lots): try check(Int64(lots.hundredths), "\(field), in hundredths of a lot,", Plausible.quanta)
    case .count(let count): try check(Int64(count), field, Plausible.quanta)
    case .sessions, .timeframe, .entryFilter: break
    }
  }

  private func check(_ figure: Figure, _ field: String) throws(Refusal) {
    guard case .value(let number) = figure, !Plausible.figure.contains(number) else { return }
    throw .implausible(
      what: field, value: "\(number)", lowest: "\(Plausible.figure.lowerBound)",
      highest: "\(Plausible.figure.upperBound)")
  }

  private func check(_ number: Int64, _ field: String, _ range: ClosedRange<Int64>) throws(Refusal) {
    guard !range.contains(number) else { return }
    throw .implausible(
      what: field, value: "\(number)", lowest: "\(range.lowerBound)", highest: "\(range.upperBound)")
  }
}
