import Domain
import SwiftProtobuf

extension MeasurementReport {
  init(wire: V1MeasurementReport) throws(WireError) {
    let name = "MeasurementReport"
    self.init(
      change: ChangeID(try count(wire.hasChange, wire.change, "\(name).change")),
      version: try Wire.version(wire.hasVersion, wire.version, "\(name).version"),
      finding: try Finding(wire.hasFinding, wire: wire.finding, "\(name).finding"),
      blocks: try count(wire.hasBlocks, wire.blocks, "\(name).blocks"),
      trades: try count(wire.hasTrades, wire.trades, "\(name).trades"),
      difference: try money(wire.hasDifferenceMicros, wire.differenceMicros, "\(name).difference_micros"),
      meanPerBlock: try Figure(wire: wire.meanPerBlock, "\(name).mean_per_block"),
      lowerBound: try Figure(wire: wire.lowerBound, "\(name).lower_bound"),
      upperBound: try Figure(wire: wire.upperBound, "\(name).upper_bound"),
      logHarm: try logarithm(wire.hasLogHarm, wire.logHarm, "\(name).log_harm"),
      logGain: try logarithm(wire.hasLogGain, wire.logGain, "\(name).log_gain"),
      margin: try finite(wire.hasMargin, wire.margin, "\(name).margin"))
  }

  var wire: V1MeasurementReport {
    get throws(WireError) {
      var message = V1MeasurementReport()
      message.change = change.number
      message.version = version.number
      message.finding = finding.wire
      message.blocks = Int64(blocks)
      message.trades = Int64(trades)
      message.differenceMicros = difference.micros
      message.meanPerBlock = meanPerBlock.wire
      message.lowerBound = lowerBound.wire
      message.upperBound = upperBound.wire
      message.logHarm = try logarithm(logHarm, "MeasurementReport.log_harm")
      message.logGain = try logarithm(logGain, "MeasurementReport.log_gain")
      message.margin = try finite(margin, "MeasurementReport.margin")
      return message
    }
  }
}

extension ExperimentReport.Candidate {
  init(wire: V1ExperimentReport.Candidate) throws(WireError) {
    let name = "ExperimentReport.Candidate"
    self.init(
      parameter: try Parameter(wire.hasParameter, wire: wire.parameter, "\(name).parameter"),
      value: try ParameterValue(wire: wire.value, "\(name).value"),
      also: try ParameterSetting.list(wire: wire.also, "\(name).also"),
      blocks: try count(wire.hasBlocks, wire.blocks, "\(name).blocks"),
      meanPerBlock: try Figure(wire: wire.meanPerBlock, "\(name).mean_per_block"),
      lowerBound: try Figure(wire: wire.lowerBound, "\(name).lower_bound"),
      upperBound: try Figure(wire: wire.upperBound, "\(name).upper_bound"),
      logEValue: try logarithm(wire.hasLogEValue, wire.logEValue, "\(name).log_e_value"),
      correlation: try Figure(wire: wire.correlation, "\(name).correlation"),
      confidence: wire.hasConfidence ? try Figure(wire: wire.confidence, "\(name).confidence") : .undefined,
      deflatedSharpe: wire.hasDeflatedSharpe
        ? try Figure(wire: wire.deflatedSharpe, "\(name).deflated_sharpe") : .undefined)
  }

  var wire: V1ExperimentReport.Candidate {
    get throws(WireError) {
      var message = V1ExperimentReport.Candidate()
      message.parameter = parameter.wire
      message.value = value.wire
      message.also = also.map(\.wire)
      message.blocks = Int64(blocks)
      message.meanPerBlock = meanPerBlock.wire
      message.lowerBound = lowerBound.wire
      message.upperBound = upperBound.wire
      message.logEValue = try logarithm(logEValue, "ExperimentReport.Candidate.log_e_value")
      message.correlation = correlation.wire
      message.confidence = confidence.wire
      message.deflatedSharpe = deflatedSharpe.wire
      return message
    }
  }
}

extension ExperimentReport {
  init(wire: V1ExperimentReport) throws(WireError) {
    let name = "ExperimentReport"
    let candidates = try wire.candidates.map { (candidate) throws(WireError) in try Candidate(wire: candidate) }
    if wire.hasWinner, !candidates.indices.contains(Int(wire.winner)) {
      throw .outOfRange(field: "\(name).winner", value: wire.winner)
    }
    self.init(
      id: ExperimentID(try count(wire.hasID, wire.id, "\(name).id")),
      stage: try Stage(wire.hasStage, wire: wire.stage, "\(name).stage"),
      hypothesis: try text(wire.hasHypothesis, wire.hypothesis, "\(name).hypothesis"),
      candidates: candidates,
      winner: wire.hasWinner ? Int(wire.winner) : nil,
      level: try finite(wire.hasLevel, wire.level, "\(name).level"),
      trades: try count(wire.hasTrades, wire.trades, "\(name).trades"),
      startedAt: try MarketTime(wire.hasStartedAt, wire: wire.startedAt, "\(name).started_at"),
      endedAt: wire.hasEndedAt ? try MarketTime(wire: wire.endedAt, "\(name).ended_at") : nil,
      conclusion: try text(wire.hasConclusion, wire.conclusion, "\(name).conclusion"),
      by: try text(true, wire.by, "\(name).by"),
      priority: Int(wire.priority),
      metric: try text(true, wire.metric, "\(name).metric"),
      stoppingRule: try text(true, wire.stoppingRule, "\(name).stopping_rule"),
      seed: wire.seed,
      story: try wire.story.map { (line) throws(WireError) in try text(true, line, "\(name).story") },
      remainingTrades: wire.hasRemainingTrades
        ? try Figure(wire: wire.remainingTrades, "\(name).remaining_trades") : .undefined,
      remainingDays: wire.hasRemainingDays
        ? try Figure(wire: wire.remainingDays, "\(name).remaining_days") : .undefined,
      ramp: wire.hasRamp ? try LiveRampReport(wire: wire.ramp) : nil)
  }

  var wire: V1ExperimentReport {
    get throws(WireError) {
      var message = V1ExperimentReport()
      message.id = id.number
      message.stage = stage.wire
      message.hypothesis = cut(hypothesis)
      message.candidates = try candidates.map { (candidate) throws(WireError) in try candidate.wire }
      if let winner { message.winner = Int64(winner) }
      message.level = try finite(level, "ExperimentReport.level")
      message.trades = Int64(trades)
      message.startedAt = startedAt.wire
      if let endedAt { message.endedAt = endedAt.wire }
      message.conclusion = cut(conclusion)
      message.by = cut(by)
      message.priority = Int64(priority)
      message.metric = cut(metric)
      message.stoppingRule = cut(stoppingRule)
      message.seed = seed
      message.story = story.map(cut)
      message.remainingTrades = remainingTrades.wire
      message.remainingDays = remainingDays.wire
      if let ramp { message.ramp = ramp.wire }
      return message
    }
  }
}

extension LiveRampReport {
  init(wire: V1LiveRampReport) throws(WireError) {
    let name = "LiveRampReport"
    self.init(
      change: ChangeID(try count(wire.hasChange, wire.change, "\(name).change")),
      turn: try count(wire.hasTurn, wire.turn, "\(name).turn"),
      isCandidate: try required(wire.hasIsCandidate, wire.isCandidate, "\(name).is_candidate"),
      planned: try count(wire.hasPlanned, wire.planned, "\(name).planned"),
      pairs: try count(wire.hasPairs, wire.pairs, "\(name).pairs"),
      meanPerPair: try Figure(wire: wire.meanPerPair, "\(name).mean_per_pair"),
      lowerBound: try Figure(wire: wire.lowerBound, "\(name).lower_bound"),
      upperBound: try Figure(wire: wire.upperBound, "\(name).upper_bound"))
  }

  var wire: V1LiveRampReport {
    var message = V1LiveRampReport()
    message.change = change.number
    message.turn = Int64(turn)
    message.isCandidate = isCandidate
    message.planned = Int64(planned)
    message.pairs = Int64(pairs)
    message.meanPerPair = meanPerPair.wire
    message.lowerBound = lowerBound.wire
    message.upperBound = upperBound.wire
    return message
  }
}
