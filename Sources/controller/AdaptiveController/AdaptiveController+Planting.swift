import Domain

extension AdaptiveController {
  /// Proposes the planted change once its time has come and nothing stands in the way.
  mutating func plant(_ effects: inout [Effect]) {
    guard let planted = settings.plantedChange, !hasPlanted, closedTrades >= planted.afterTrades,
      generalObstacle == nil, requests.obstacle(to: planted.parameter, purpose: .planted) == nil
    else { return }
    hasPlanted = true
    send(
      nil, planted.parameter, planted.target, .planted, reason: "planted",
      trigger: "asked for by the run, after \(closedTrades) trades", &effects)
  }
}
