import Domain
import SwiftProtobuf

extension ExperimentRequest {
  init(wire: V1Command.StartExperiment) throws(WireError) {
    let name = "Command.StartExperiment"
    let hypothesis = try text(wire.hasHypothesis, wire.hypothesis, "\(name).hypothesis")
    let priority = Int(try required(wire.hasPriority, wire.priority, "\(name).priority"))
    let replay = wire.hasReplay ? try ReplayEvidence(wire: wire.replay, "\(name).replay") : nil
    guard wire.candidates.isEmpty else {
      self.init(
        hypothesis: hypothesis,
        candidates: try wire.candidates.map { (candidate) throws(WireError) in
          try ParameterSetting.list(wire: candidate.settings, "\(name).candidates")
        }, priority: priority, replay: replay)
      return
    }
    self.init(
      hypothesis: hypothesis, parameter: try Parameter(wire.hasParameter, wire: wire.parameter, "\(name).parameter"),
      values: try ParameterValue.list(wire: wire.values, "\(name).values"), priority: priority)
    self.replay = replay
  }

  var wire: V1Command.StartExperiment {
    var message = V1Command.StartExperiment()
    message.hypothesis = cut(hypothesis)
    message.priority = Int64(priority)
    if let replay { message.replay = replay.wire }
    // A request without candidates is encoded as a parameter without values.
    if candidates.isEmpty { message.parameter = .gridSpacing }
    message.candidates = candidates.map { settings in
      var candidate = V1Command.StartExperiment.Candidate()
      candidate.settings = settings.map(\.wire)
      return candidate
    }
    return message
  }
}

extension ReplayEvidence {
  init(wire: V1Command.StartExperiment.Replay, _ name: String) throws(WireError) {
    self.init(
      deflatedSharpe: try wire.deflatedSharpe.map { (figure) throws(WireError) in
        try Figure(wire: figure, "\(name).deflated_sharpe")
      },
      overfitting: try Figure(wire: wire.overfitting, "\(name).overfitting"),
      walkForward: try Figure(wire: wire.walkForward, "\(name).walk_forward"),
      trials: try count(wire.hasTrials, wire.trials, "\(name).trials"),
      days: try count(wire.hasDays, wire.days, "\(name).days"),
      trades: try count(wire.hasTrades, wire.trades, "\(name).trades"),
      quotes: try text(wire.hasQuotes, wire.quotes, "\(name).quotes"))
  }

  var wire: V1Command.StartExperiment.Replay {
    var message = V1Command.StartExperiment.Replay()
    message.deflatedSharpe = deflatedSharpe.map(\.wire)
    message.overfitting = overfitting.wire
    message.walkForward = walkForward.wire
    message.trials = Int64(trials)
    message.days = Int64(days)
    message.trades = Int64(trades)
    message.quotes = cut(quotes)
    return message
  }
}
