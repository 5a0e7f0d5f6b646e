import Domain
import Evaluation
import Foundation

/// An evaluation as data. Nothing in it depends on the clock or the machine: equal evaluations give equal bytes.
struct EvaluateReport: Encodable {
  var pooled: EvaluatePooled
  var files: [EvaluateFile]
  /// Whether every file was judged; false after Ctrl-C.
  var isComplete: Bool
  /// Policies in force, the most urgent first.
  var policies: [String]
  var resamples: Int
  var seed: UInt64

  /// JSON with sorted keys and undefined numbers as null.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}

/// Ratios of one bot to another with their 95 % intervals.
struct EvaluateRatios: Encodable {
  var profitFactorRatio: Double?
  var profitFactorRatioInterval: Interval?
  var maxDrawdownRatio: Double?
  var maxDrawdownRatioInterval: Interval?
  var recoveryRatio: Double?
  var recoveryRatioInterval: Interval?
  /// Money of the quote currency; of one file only, since currencies do not add.
  var netDifference: Double?
  var netDifferenceInterval: Interval?

  init(_ comparison: Comparison) {
    profitFactorRatio = comparison.ratios.profitFactorRatio
    profitFactorRatioInterval = comparison.interval(\.profitFactorRatio)
    maxDrawdownRatio = comparison.ratios.maxDrawdownRatio
    maxDrawdownRatioInterval = comparison.interval(\.maxDrawdownRatio)
    recoveryRatio = comparison.ratios.recoveryRatio
    recoveryRatioInterval = comparison.interval(\.recoveryRatio)
    netDifference = comparison.ratios.netDifference
    netDifferenceInterval = comparison.netInterval
  }

  init(_ pooled: PooledComparison) {
    profitFactorRatio = pooled.profitFactor.ratio
    profitFactorRatioInterval = pooled.profitFactor.interval
    maxDrawdownRatio = pooled.maxDrawdown.ratio
    maxDrawdownRatioInterval = pooled.maxDrawdown.interval
    recoveryRatio = pooled.recovery.ratio
    recoveryRatioInterval = pooled.recovery.interval
  }

  private enum CodingKeys: String, CodingKey {
    case profitFactorRatio, profitFactorRatioInterval, maxDrawdownRatio, maxDrawdownRatioInterval
    case recoveryRatio, recoveryRatioInterval, netDifference, netDifferenceInterval
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
  }
}

/// Pooled over the files that did not withdraw.
struct EvaluatePooled: Encodable {
  /// The tuned bot against the activity-matched twin.
  let ratios: EvaluateRatios
  /// The tuned bot against the plain frozen one, the others too.
  var frozen: EvaluateRatios
  var naive: EvaluateRatios
  var limitsOnly: EvaluateRatios
  var harmfulAdoptionRate: Double?
  var harmfulAdoptionRateInterval: Interval?
  var confirmedRate: Double?
  var confirmedRateInterval: Interval?
  var adopted: Int
  /// Files under 60 % of the frozen lots: not in the ratios above.
  var withdrawn: [String]
  /// Files of which a ratio is undefined.
  var undefined: [String]

  init(_ files: [(name: String, evaluation: FileEvaluation)]) {
    let present = files.filter { !$0.evaluation.isWithdrawn }
    func pool(_ number: (FileEvaluation) -> Comparison, _ files: [(name: String, evaluation: FileEvaluation)])
      -> EvaluateRatios
    {
      EvaluateRatios(PooledComparison(files.map { number($0.evaluation) }))
    }
    ratios = pool(\.tunedAgainstTwin, present)
    frozen = pool(\.tunedAgainstFrozen, present)
    naive = pool(\.naiveAgainstFrozen, files)
    limitsOnly = pool(\.limitsAgainstFrozen, files)
    let rates = AdoptionRates(files.flatMap(\.evaluation.truths))
    adopted = rates.adopted
    harmfulAdoptionRate = adopted == 0 ? nil : Double(rates.harmful) / Double(adopted)
    confirmedRate = adopted == 0 ? nil : Double(rates.confirmed) / Double(adopted)
    harmfulAdoptionRateInterval = rates.harmfulInterval
    confirmedRateInterval = rates.confirmedInterval
    withdrawn = files.filter(\.evaluation.isWithdrawn).map(\.name)
    undefined = present.filter { file in
      let ratios = file.evaluation.tunedAgainstTwin.ratios
      return ratios.profitFactorRatio == nil || ratios.maxDrawdownRatio == nil || ratios.recoveryRatio == nil
    }.map(\.name)
  }

  private enum CodingKeys: String, CodingKey {
    case frozen, naive, limitsOnly, harmfulAdoptionRate, harmfulAdoptionRateInterval, confirmedRate
    case confirmedRateInterval, adopted, withdrawn, undefined
  }

  func encode(to encoder: any Encoder) throws {
    try ratios.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(frozen, forKey: .frozen)
    try container.encode(naive, forKey: .naive)
    try container.encode(limitsOnly, forKey: .limitsOnly)
    try container.encode(harmfulAdoptionRate, forKey: .harmfulAdoptionRate)
    try container.encode(harmfulAdoptionRateInterval, forKey: .harmfulAdoptionRateInterval)
    try container.encode(confirmedRate, forKey: .confirmedRate)
    try container.encode(confirmedRateInterval, forKey: .confirmedRateInterval)
    try container.encode(adopted, forKey: .adopted)
    try container.encode(withdrawn, forKey: .withdrawn)
    try container.encode(undefined, forKey: .undefined)
  }
}
