/// Comparison of expected values that nest lists and records.
extension OracleComparison {
  /// Compares a nested value number by number; fields that `actual` leaves out are a row's inputs, not its results.
  mutating func equalNested(
    _ key: String, _ actual: OracleValue, tolerance: Double = relativeTolerance, absolute: Double = 0,
    because reason: String = ""
  ) {
    let completed = Self.completed(actual, from: oracleCase.expected[key] ?? .null)
    equal(key, completed, tolerance: tolerance, absolute: absolute, because: reason)
  }

  /// `actual` with the fields that its records lack taken from `expected`.
  private static func completed(_ actual: OracleValue, from expected: OracleValue) -> OracleValue {
    switch (actual, expected) {
    case (.list(let actual), .list(let expected)) where actual.count == expected.count:
      .list(zip(actual, expected).map { completed($0, from: $1) })
    case (.record(let actual), .record(let expected)):
      .record(expected.merging(actual) { expected, actual in completed(actual, from: expected) })
    default:
      actual
    }
  }
}

extension OracleValue {
  static func numbers(_ values: [Double]) -> OracleValue { .list(values.map { .number($0) }) }
}
