import Domain
import Evaluation

/// Ratios of one bot to another with their 95 % intervals.
struct EvaluateRatios: Encodable {
  let profitFactorRatio: Double?
  let profitFactorRatioInterval: Interval?
  let maxDrawdownRatio: Double?
  let maxDrawdownRatioInterval: Interval?
  let recoveryRatio: Double?
  let recoveryRatioInterval: Interval?
  /// Of one file in money of the quote currency; pooled the mean of the shares, since currencies do not add.
  let netDifference: Double?
  let netDifferenceInterval: Interval?
  /// Of the balance that the bots began with.
  let netDifferenceShare: Double?
  /// Files that the profit factor's ratio rests on, and those of which some ratio is undefined; pooled only.
  let files: Int?
  let undefined: [String]?

  init(_ comparison: Comparison, balance: Double) {
    profitFactorRatio = comparison.ratios.profitFactorRatio
    profitFactorRatioInterval = comparison.interval(\.profitFactorRatio)
    maxDrawdownRatio = comparison.ratios.maxDrawdownRatio
    maxDrawdownRatioInterval = comparison.interval(\.maxDrawdownRatio)
    recoveryRatio = comparison.ratios.recoveryRatio
    recoveryRatioInterval = comparison.interval(\.recoveryRatio)
    netDifference = comparison.ratios.netDifference
    netDifferenceInterval = comparison.netInterval
    netDifferenceShare = balance > 0 ? comparison.ratios.netDifference / balance : nil
    files = nil
    undefined = nil
  }

  init(_ number: (FileEvaluation) -> Comparison, _ judged: [(name: String, evaluation: FileEvaluation)]) {
    let pooled = PooledComparison(
      judged.map { number($0.evaluation) }, balances: judged.map(\.evaluation.tuned.balance.value))
    profitFactorRatio = pooled.profitFactor.ratio
    profitFactorRatioInterval = pooled.profitFactor.interval
    maxDrawdownRatio = pooled.maxDrawdown.ratio
    maxDrawdownRatioInterval = pooled.maxDrawdown.interval
    recoveryRatio = pooled.recovery.ratio
    recoveryRatioInterval = pooled.recovery.interval
    netDifference = pooled.netShare.ratio
    netDifferenceInterval = pooled.netShare.interval
    netDifferenceShare = pooled.netShare.ratio
    files = pooled.profitFactor.files
    undefined = judged.filter { file in
      let ratios = number(file.evaluation).ratios
      return ratios.profitFactorRatio == nil || ratios.maxDrawdownRatio == nil || ratios.recoveryRatio == nil
    }.map(\.name)
  }

  private enum CodingKeys: String, CodingKey {
    case profitFactorRatio, profitFactorRatioInterval, maxDrawdownRatio, maxDrawdownRatioInterval
    case recoveryRatio, recoveryRatioInterval, netDifference, netDifferenceInterval, netDifferenceShare
    case files, undefined
  }

  /// Writes what is undefined as null.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(profitFactorRatio, forKey: .profitFactorRatio)
    try container.encode(profitFactorRatioInterval, forKey: .profitFactorRatioInterval)
    try container.encode(maxDrawdownRatio, forKey: .maxDrawdownRatio)
    try container.encode(maxDrawdownRatioInterval, forKey: .maxDrawdownRatioInterval)
    try container.encode(recoveryRatio, forKey: .recoveryRatio)
    try container.encode(recoveryRatioInterval, forKey: .recoveryRatioInterval)
    try container.encode(netDifference, forKey: .netDifference)
    try container.encode(netDifferenceInterval, forKey: .netDifferenceInterval)
    try container.encode(netDifferenceShare, forKey: .netDifferenceShare)
    try container.encodeIfPresent(files, forKey: .files)
    try container.encodeIfPresent(undefined, forKey: .undefined)
  }
}
