/// An estimated effect with its standard error, read against Student's t.
package struct MeanEstimate: Sendable, Hashable {
  package var value: Double
  package var standardError: Double
  package var degreesOfFreedom: Double
  /// The effect under the null hypothesis.
  package var null: Double

  package init(value: Double, standardError: Double, degreesOfFreedom: Double, null: Double = 0) {
    self.value = value
    self.standardError = standardError
    self.degreesOfFreedom = degreesOfFreedom
    self.null = null
  }

  /// Distance from the null in standard errors; infinite when the data do not vary and differ from the null,
  /// zero when they equal it.
  package var t: Double {
    value == null ? 0 : (value - null) / standardError
  }

  package var twoSidedP: Double { distribution.twoSided(t) }
  /// For the alternative that the effect is above the null.
  package var greaterP: Double { distribution.survival(t) }
  /// For the alternative that the effect is below the null.
  package var lesserP: Double { distribution.cdf(t) }

  package func interval(confidence: Double = 0.95) -> ConfidenceInterval {
    let half = distribution.quantile(0.5 + 0.5 * confidence) * standardError
    return ConfidenceInterval(lower: value - half, upper: value + half)
  }

  /// One-sided: the effect is at least this much.
  package func lowerBound(confidence: Double = 0.95) -> Double {
    value - distribution.quantile(confidence) * standardError
  }

  /// One-sided: the effect is at most this much.
  package func upperBound(confidence: Double = 0.95) -> Double {
    value + distribution.quantile(confidence) * standardError
  }

  private var distribution: StudentT { StudentT(degreesOfFreedom: degreesOfFreedom) }
}
