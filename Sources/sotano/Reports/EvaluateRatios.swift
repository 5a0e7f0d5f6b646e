import Domain
import Evaluation

/// Ratios of one bot to another with their 95 % intervals.
struct EvaluateRatios: Encodable {
  @Nullable var profitFactorRatio: Double?
  @Nullable var profitFactorRatioInterval: Interval?
  @Nullable var maxDrawdownRatio: Double?
  @Nullable var maxDrawdownRatioInterval: Interval?
  @Nullable var recoveryRatio: Double?
  @Nullable var recoveryRatioInterval: Interval?
  /// Of one file in money of the quote currency; pooled the mean of the shares, since currencies do not add.
  @Nullable var netDifference: Double?
  @Nullable var netDifferenceInterval: Interval?
  /// Of the balance that the bots began with.
  @Nullable var netDifferenceShare: Double?
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
}

/// Something judged, written as one object with its ratios.
@dynamicMemberLookup
struct Rated<Figures: Encodable>: Encodable {
  let ratios: EvaluateRatios
  let figures: Figures

  subscript<Value>(dynamicMember path: KeyPath<Figures, Value>) -> Value { figures[keyPath: path] }

  func encode(to encoder: any Encoder) throws {
    try ratios.encode(to: encoder)
    try figures.encode(to: encoder)
  }
}

/// A value that is written as null where there is none, and not left out.
@propertyWrapper
struct Nullable<Value: Encodable>: Encodable {
  var wrappedValue: Value?

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}
