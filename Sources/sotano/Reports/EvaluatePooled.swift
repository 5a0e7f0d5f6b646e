import Evaluation

/// What is pooled over the files, but for the tuned bot's ratios to its twin; its ratios are over those files from which it
/// did not withdraw.
struct EvaluatePooled: Encodable {
  struct Ceiling: Encodable {
    var profitFactorRatio: Double?
    var lowest: Double?
    var highest: Double?
    var files: Int
  }

  /// The tuned bot against the plain frozen one, the others too.
  let frozen: EvaluateRatios
  let naive: EvaluateRatios
  /// The naive re-optimiser against the frozen bot at its volume.
  let naiveTwin: EvaluateRatios
  let limitsOnly: EvaluateRatios
  let hindsightCeiling: Ceiling
  let adopted: Int
  let harmful: Int
  let confirmed: Int
  let unresolved: Int
  @Nullable var harmfulAdoptionRate: Double?
  @Nullable var harmfulAdoptionRateInterval: Interval?
  @Nullable var confirmedRate: Double?
  @Nullable var confirmedRateInterval: Interval?
  let calibration: EvaluateCalibration
  /// Changes by purpose and stage, all files together.
  let interventions: [String: Int]
  /// Files under 60 % of the frozen lots: not in the ratios above.
  let withdrawn: [String]

  init(_ files: [(name: String, evaluation: FileEvaluation)]) {
    let present = files.filter { !$0.evaluation.isWithdrawn }
    frozen = EvaluateRatios(\.tunedAgainstFrozen, present)
    naive = EvaluateRatios(\.naiveAgainstFrozen, files)
    naiveTwin = EvaluateRatios(\.naiveAgainstTwin, files)
    limitsOnly = EvaluateRatios(\.limitsAgainstFrozen, files)
    let ceiling = PooledCeiling(files.map(\.evaluation.ceiling))
    hindsightCeiling = Ceiling(
      profitFactorRatio: ceiling.profitFactorRatio, lowest: ceiling.lowest, highest: ceiling.highest,
      files: ceiling.files)
    let rates = AdoptionRates(files.flatMap(\.evaluation.truths))
    adopted = rates.adopted
    harmful = rates.harmful
    confirmed = rates.confirmed
    unresolved = rates.adopted - rates.harmful - rates.confirmed
    harmfulAdoptionRate = adopted == 0 ? nil : Double(rates.harmful) / Double(adopted)
    confirmedRate = adopted == 0 ? nil : Double(rates.confirmed) / Double(adopted)
    harmfulAdoptionRateInterval = rates.harmfulInterval
    confirmedRateInterval = rates.confirmedInterval
    calibration = EvaluateCalibration(Calibration(files.flatMap(\.evaluation.calibration)))
    interventions = files.reduce(into: [:]) { all, file in
      for (name, count) in EvaluateFile.interventions(file.evaluation) { all[name, default: 0] += count }
    }
    withdrawn = files.filter(\.evaluation.isWithdrawn).map(\.name)
  }
}

/// Stated confidence against what came true.
struct EvaluateCalibration: Encodable {
  struct Band: Encodable {
    var from: Double
    var to: Double
    var count: Int
    var meanConfidence: Double
    var betterRate: Double
    var betterRateInterval: Interval?
  }

  let count: Int
  let brierScore: Double?
  let bands: [Band]

  init(_ calibration: Calibration) {
    count = calibration.count
    brierScore = calibration.brierScore
    bands = calibration.bands.map { band in
      Band(
        from: band.from, to: band.to, count: band.count, meanConfidence: band.meanConfidence,
        betterRate: Double(band.better) / Double(band.count), betterRateInterval: band.interval)
    }
  }
}
