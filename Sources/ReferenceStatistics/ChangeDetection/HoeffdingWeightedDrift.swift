internal import RealModule

/// Detects a raised mean of values in [0, 1] by McDiarmid's bound on weighted averages (HDDM, W-test).
///
/// Frías-Blanco et al., IEEE Transactions on Knowledge and Data Engineering 27, 2015: an exponentially weighted
/// average up to the cut point against one since it. As in the paper the first observation of an average has weight
/// one, so the sum of squared weights starts at one; a public implementation starts it one step further and alarms up
/// to a few observations earlier.
package struct HoeffdingWeightedDrift: Sendable, Hashable, Codable {
  package let driftConfidence: Double
  package let warningConfidence: Double
  /// The weight of the newest observation.
  package let newestWeight: Double
  package private(set) var signal = DriftSignal.stable
  private var whole: Average?
  private var untilCut: Average?
  private var sinceCut: Average?

  private struct Average: Sendable, Hashable, Codable {
    var mean: Double
    var sumOfSquaredWeights = 1.0

    mutating func observe(_ value: Double, weight: Double) {
      mean = weight * value + (1 - weight) * mean
      sumOfSquaredWeights = weight * weight + (1 - weight) * (1 - weight) * sumOfSquaredWeights
    }
  }

  package init(driftConfidence: Double = 0.001, warningConfidence: Double = 0.005, newestWeight: Double = 0.05) {
    precondition(
      driftConfidence > 0 && driftConfidence <= warningConfidence && warningConfidence < 1,
      "a drift needs at least the confidence of a warning")
    precondition(newestWeight > 0 && newestWeight < 1, "a weight lies between 0 and 1")
    self.driftConfidence = driftConfidence
    self.warningConfidence = warningConfidence
    self.newestWeight = newestWeight
  }

  package mutating func observe(_ isEvent: Bool) {
    if signal == .drift {
      (whole, untilCut, sinceCut) = (nil, nil, nil)
      signal = .stable
    }
    let value = isEvent ? 1.0 : 0.0
    let whole = advance(self.whole, by: value)
    self.whole = whole
    if let cut = untilCut, upperBound(whole) >= upperBound(cut) {
      sinceCut = advance(sinceCut, by: value)
    } else {
      untilCut = whole
      sinceCut = nil
    }
    if isRaised(driftConfidence) {
      signal = .drift
    } else {
      signal = isRaised(warningConfidence) ? .warning : .stable
    }
  }

  private func advance(_ average: Average?, by value: Double) -> Average {
    guard var average else { return Average(mean: value) }
    average.observe(value, weight: newestWeight)
    return average
  }

  private func upperBound(_ average: Average) -> Double {
    average.mean + bound(average.sumOfSquaredWeights, driftConfidence)
  }

  private func bound(_ sumOfSquaredWeights: Double, _ confidence: Double) -> Double {
    (sumOfSquaredWeights * Double.log(1 / confidence) / 2).squareRoot()
  }

  private func isRaised(_ confidence: Double) -> Bool {
    guard let untilCut, let sinceCut else { return false }
    let weights = untilCut.sumOfSquaredWeights + sinceCut.sumOfSquaredWeights
    return sinceCut.mean - untilCut.mean > bound(weights, confidence)
  }
}
