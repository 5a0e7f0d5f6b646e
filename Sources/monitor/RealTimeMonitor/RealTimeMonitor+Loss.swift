package import Domain

extension RealTimeMonitor {
  /// The same trades lead to the same alerts, but for those that hung on real time: what others believe to stand and does
  /// not is cleared, and what stands and nobody has heard is raised.
  package mutating func goOn(after loss: MemoryLoss) -> [Effect] {
    var told: [Alert] = []
    var highest = Int64(0)
    for case .alert(let alert) in loss.told {
      highest = max(highest, alert.number)
      told.removeAll { $0.number == alert.number }
      if alert.phase == .raised { told.append(alert) }
    }
    return board.agree(with: told, above: highest, because: loss.sentence).map { .publish(.alert($0)) }
  }
}
