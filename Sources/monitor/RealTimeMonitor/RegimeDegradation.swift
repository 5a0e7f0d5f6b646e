import Domain
import Statistics

/// Whether the bot's trades still come from the market that its baseline was taken in: a CUSUM on losses and one on P&L.
///
/// It speaks of the market, not of a change: the answer is smaller, wider or paused, never a retune. After an alarm a sum
/// starts again at zero, so that the alert can clear once that many trades have passed without another alarm.
struct RegimeDegradation: Hashable, Sendable, Codable {
  let settings: RegimeSettings
  /// From the completion of the baseline on.
  private var losses: BernoulliCusum?
  private var profits: GaussianCusum
  /// Trades since the last alarm of each sum.
  private var quietLosses = 0
  private var quietProfits = 0

  init(settings: RegimeSettings) {
    self.settings = settings
    profits = GaussianCusum(referenceValue: settings.profitReference, threshold: settings.profitThreshold)
  }

  /// - Returns: what the sum of losses and what the sum of P&L say after this trade.
  mutating func judge(_ profit: Money, baseline: Baseline) -> (losses: Judgement, profits: Judgement) {
    (judgeLoss(profit, baseline: baseline), judgeProfit(profit, baseline: baseline))
  }

  private mutating func judgeLoss(_ profit: Money, baseline: Baseline) -> Judgement {
    var sum = losses ?? lossCusum(baseline)
    sum.observe(profit < .zero)
    let statistic = sum.statistic
    let isAlarming = sum.isAlarming
    if isAlarming { sum.restart() }
    losses = sum
    quietLosses = isAlarming ? 0 : quietLosses + 1
    return judgement(
      isAlarming: isAlarming, quiet: quietLosses, statistic: statistic, threshold: settings.lossThreshold,
      name: "CUSUM of losses")
  }

  private mutating func judgeProfit(_ profit: Money, baseline: Baseline) -> Judgement {
    guard baseline.profitDeviation > 0 else { return .between }
    profits.observe((profit.value - baseline.profitMean) / baseline.profitDeviation)
    let statistic = profits.downward
    let isAlarming = profits.isAlarmingDownward
    if isAlarming { profits.restart() }
    quietProfits = isAlarming ? 0 : quietProfits + 1
    return judgement(
      isAlarming: isAlarming, quiet: quietProfits, statistic: statistic, threshold: settings.profitThreshold,
      name: "CUSUM of P&L")
  }

  /// A baseline without a loss, or with nothing else, has no likelihood ratio: keep away from 0 and 1.
  private func lossCusum(_ baseline: Baseline) -> BernoulliCusum {
    let usual = min(max(baseline.lossRate, 0.01), 0.98)
    return BernoulliCusum(
      usualProbability: usual, alarmingProbability: min(usual + settings.lossRateRise, 0.99),
      threshold: settings.lossThreshold)
  }

  private func judgement(
    isAlarming: Bool, quiet: Int, statistic: Double, threshold: Double, name: String
  ) -> Judgement {
    if isAlarming {
      return .breached(
        measured: statistic, threshold: threshold,
        text: "\(name) \(decimals(statistic, 1)), threshold \(decimals(threshold, 1))")
    }
    guard quiet >= settings.clearsAfter else { return .between }
    return .calm(measured: .value(statistic), text: "\(name): no alarm for \(quiet) trades")
  }
}
