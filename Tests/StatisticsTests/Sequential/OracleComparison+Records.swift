/// Comparison of expected values that nest lists and records.
extension OracleComparison {
  /// Compares a nested value number by number; a record's fields that `actual` leaves out are not compared.
  mutating func equalNested(
    _ key: String, _ actual: OracleValue, tolerance: Double = relativeTolerance, absolute: Double = 0,
    because reason: String = ""
  ) {
    let expected = oracleCase.expected[key] ?? .null
    let snapped = Self.snapped(actual, to: expected, tolerance: tolerance, absolute: absolute)
    equal(key, snapped, tolerance: tolerance, absolute: absolute, because: reason)
  }

  /// `actual` with every number that is close to its counterpart replaced by it.
  private static func snapped(
    _ actual: OracleValue, to expected: OracleValue, tolerance: Double, absolute: Double
  ) -> OracleValue {
    switch (actual, expected) {
    case (.number(let actual), .number(let expected)):
      let error = abs(actual - expected)
      let isClose = error <= absolute || error <= tolerance * abs(expected) || (expected == 0 && error < 1e-12)
      return .number(isClose ? expected : actual)
    case (.list(let actual), .list(let expected)) where actual.count == expected.count:
      return .list(
        zip(actual, expected).map { snapped($0, to: $1, tolerance: tolerance, absolute: absolute) })
    case (.record(let actual), .record(let expected)):
      return .record(
        expected.merging(actual) { expected, actual in
          snapped(actual, to: expected, tolerance: tolerance, absolute: absolute)
        })
    default:
      return actual
    }
  }
}

extension OracleValue {
  static func numbers(_ values: [Double]) -> OracleValue { .list(values.map { .number($0) }) }
}
