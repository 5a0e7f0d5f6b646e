import Domain
import SwiftProtobuf

extension Envelope.Payload {
  init(wire: V1Body) throws(WireError) {
    if case .beat(let beat) = wire.content {
      self = .beat(try Beat(wire: beat))
    } else {
      self = .event(try Event(wire: wire))
    }
  }

  var wire: V1Body {
    get throws(WireError) {
      var message = V1Body()
      switch self {
      case .event(let event): message.content = try event.wire
      case .beat(let beat): message.beat = try beat.wire
      }
      return message
    }
  }
}

extension Event {
  init(wire: V1Body) throws(WireError) {
    switch wire.content {
    case .quotes(let batch): self = .quotes(try QuoteBatch(wire: batch))
    case .tradeOpened(let trade): self = .tradeOpened(try OpenTrade(wire: trade))
    case .tradeClosed(let trade): self = .tradeClosed(try ClosedTrade(wire: trade))
    case .account(let account): self = .account(try AccountState(wire: account))
    case .safety(let report): self = .safety(try SafetyReport(wire: report))
    case .configurationApplied(let applied): self = .configurationApplied(try ConfigurationApplied(wire: applied))
    case .configurationRefused(let refused): self = .configurationRefused(try ConfigurationRefused(wire: refused))
    case .incident(let incident): self = .incident(try Incident(wire: incident))
    case .entries(let summary): self = .entries(try EntrySummary(wire: summary))
    case .minute(let minute): self = .minute(try required(minute.hasNumber, minute.number, "MinuteCompleted.number"))
    case .metrics(let metrics): self = .metrics(try MetricsSnapshot(wire: metrics))
    case .alert(let alert): self = .alert(try Alert(wire: alert))
    case .measurement(let report): self = .measurement(try MeasurementReport(wire: report))
    case .experiment(let report): self = .experiment(try ExperimentReport(wire: report))
    case .decision(let decision): self = .decision(try Decision(wire: decision))
    case .report(let report): self = .report(try ControllerReport(wire: report))
    case .change(let record): self = .change(try ChangeRecord(wire: record))
    case .plans(let plans): self = .plans(try Plans(wire: plans))
    case .beat, nil: throw .missing(field: "Body.content")
    }
  }

  var wire: V1Body.OneOf_Content {
    get throws(WireError) {
      switch self {
      case .quotes(let batch): return .quotes(try batch.wire)
      case .tradeOpened(let trade): return .tradeOpened(trade.wire)
      case .tradeClosed(let trade): return .tradeClosed(trade.wire)
      case .account(let account): return .account(account.wire)
      case .safety(let report): return .safety(try report.wire)
      case .configurationApplied(let applied): return .configurationApplied(applied.wire)
      case .configurationRefused(let refused): return .configurationRefused(refused.wire)
      case .incident(let incident): return .incident(incident.wire)
      case .entries(let summary): return .entries(summary.wire)
      case .minute(let number):
        var minute = V1MinuteCompleted()
        minute.number = number
        return .minute(minute)
      case .metrics(let metrics): return .metrics(metrics.wire)
      case .alert(let alert): return .alert(try alert.wire)
      case .measurement(let report): return .measurement(try report.wire)
      case .experiment(let report): return .experiment(try report.wire)
      case .decision(let decision): return .decision(decision.wire)
      case .report(let report): return .report(try report.wire)
      case .change(let record): return .change(try record.wire)
      case .plans(let plans): return .plans(try plans.wire)
      }
    }
  }
}
