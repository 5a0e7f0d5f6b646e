/// A closed range of values that the data do not contradict; an end may be infinite.
package struct ConfidenceInterval: Sendable, Hashable, Codable {
  package var lower: Double
  package var upper: Double

  package init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  package func contains(_ value: Double) -> Bool {
    lower <= value && value <= upper
  }
}
