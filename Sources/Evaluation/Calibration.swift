package import Domain
internal import RealModule

/// Whether what the shadows were confident of came true: stated confidence against counted frequency.
package struct Calibration: Hashable, Sendable {
  /// A change that was measured to an end.
  package struct Point: Hashable, Sendable, Codable {
    package var change: ChangeID
    /// That the change is better, at its verdict.
    package var confidence: Double
    /// Whether it earned more than its predecessor in the trades that came after.
    package var wasBetter: Bool

    package init(change: ChangeID, confidence: Double, wasBetter: Bool) {
      self.change = change
      self.confidence = confidence
      self.wasBetter = wasBetter
    }
  }

  /// The points of a fifth of the scale.
  package struct Band: Hashable, Sendable {
    package let from: Double
    package let to: Double
    package let count: Int
    package let meanConfidence: Double
    package let better: Int
    /// Clopper and Pearson, 95 %, of the share that was better.
    package let interval: Interval?
  }

  package let count: Int
  /// Bands that have points.
  package let bands: [Band]
  /// Mean squared difference of confidence and outcome: 0.25 is what a coin that knows it is one gets.
  package let brierScore: Double?

  private static let bandCount = 5

  package init(_ points: [Point]) {
    count = points.count
    bands = (0..<Self.bandCount).compactMap { band in
      let within = points.filter { min(Int($0.confidence * Double(Self.bandCount)), Self.bandCount - 1) == band }
      guard !within.isEmpty else { return nil }
      let better = within.count(where: \.wasBetter)
      return Band(
        from: Double(band) / Double(Self.bandCount), to: Double(band + 1) / Double(Self.bandCount),
        count: within.count, meanConfidence: within.map(\.confidence).reduce(0, +) / Double(within.count),
        better: better, interval: AdoptionRates.interval(better, of: within.count))
    }
    let squares = points.map { point in
      let miss = point.confidence - (point.wasBetter ? 1 : 0)
      return miss * miss
    }
    brierScore = squares.isEmpty ? nil : squares.reduce(0, +) / Double(squares.count)
  }

  /// The confidence that a measured change is better, 0 to 1: what the bet on gain has won against the bet on harm,
  /// as odds that began even.
  package static func confidence(_ report: MeasurementReport) -> Double {
    1 / (1 + Double.exp(min(max(report.logHarm - report.logGain, -700), 700)))
  }
}
