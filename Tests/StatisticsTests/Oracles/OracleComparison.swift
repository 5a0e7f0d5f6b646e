import Foundation

/// What a handler works with: the inputs of one case, and the place where it states its own numbers.
///
/// Every field of `expected` must be compared or set aside with a reason; one that is neither is a failure.
struct OracleComparison {
  /// Relative tolerance unless a comparison states its own.
  static let relativeTolerance = 1e-9

  let oracleCase: OracleCase
  let file: OracleFile

  private(set) var mismatches: [String] = []
  private(set) var loosened: [String] = []
  private(set) var comparedNumbers = 0
  private(set) var worstRelativeError = 0.0
  private var visited: Set<String> = []

  init(_ oracleCase: OracleCase, in file: OracleFile) {
    self.oracleCase = oracleCase
    self.file = file
  }

  // MARK: Inputs

  func number(_ key: String) throws -> Double { try input(key, "number", \.number) }
  func integer(_ key: String) throws -> Int { Int(try input(key, "number", \.number)) }
  func numbers(_ key: String) throws -> [Double] { try input(key, "list of numbers", \.numbers) }
  func table(_ key: String) throws -> [[Double]] { try input(key, "table of numbers", \.table) }

  /// An input of another case of the same file, for cases that say "same as".
  func numbers(_ key: String, ofCase name: String) throws -> [Double] {
    guard let numbers = file.first(named: name)?.inputs[key]?.numbers else {
      throw MissingOracleInput(key: "\(name).\(key)", wanted: "list of numbers")
    }
    return numbers
  }

  private func input<T>(_ key: String, _ wanted: String, _ read: (OracleValue) -> T?) throws -> T {
    guard let value = oracleCase.inputs[key].flatMap(read) else { throw MissingOracleInput(key: key, wanted: wanted) }
    return value
  }

  // MARK: Results

  /// Compares one number. `reason` says why a tolerance looser than the usual one is right.
  mutating func equal(
    _ key: String, _ actual: Double, tolerance: Double = relativeTolerance, absolute: Double = 0,
    because reason: String = ""
  ) {
    equal(key, .number(actual), tolerance: tolerance, absolute: absolute, because: reason)
  }

  mutating func equal(
    _ key: String, _ actual: [Double], tolerance: Double = relativeTolerance, absolute: Double = 0,
    because reason: String = ""
  ) {
    equal(key, .list(actual.map { .number($0) }), tolerance: tolerance, absolute: absolute, because: reason)
  }

  mutating func equal(_ key: String, _ actual: [Bool]) {
    equal(key, .list(actual.map { .flag($0) }))
  }

  mutating func equal(
    _ key: String, _ actual: OracleValue, tolerance: Double = relativeTolerance, absolute: Double = 0,
    because reason: String = ""
  ) {
    visited.insert(key)
    if tolerance > Self.relativeTolerance || absolute > 0 {
      precondition(!reason.isEmpty, "a looser tolerance needs its reason")
      loosened.append("\(oracleCase.testDescription).\(key): \(reason)")
    }
    guard let expected = oracleCase.expected[key] else {
      mismatches.append("\(key): the case expects no such value")
      return
    }
    compare(actual, expected, path: key, tolerance: tolerance, absolute: absolute)
  }

  /// Sets aside a field of `expected` that says nothing about our numbers, or holds what cannot be reproduced.
  mutating func setAside(_ key: String, because reason: String) {
    visited.insert(key)
    loosened.append("\(oracleCase.testDescription).\(key) set aside: \(reason)")
  }

  /// A statement about the case that is not the equality of a field.
  mutating func require(_ condition: Bool, _ statement: String) {
    comparedNumbers += 1
    if !condition { mismatches.append("does not hold: \(statement)") }
  }

  /// The fields of `expected` that nobody looked at.
  var unvisited: [String] {
    oracleCase.expected.keys.subtracting(visited).subtracting(["error", "note"]).sorted()
  }

  private mutating func compare(
    _ actual: OracleValue, _ expected: OracleValue, path: String, tolerance: Double, absolute: Double
  ) {
    switch (actual, expected) {
    case (.number(let actual), .number(let expected)):
      comparedNumbers += 1
      if actual == expected || (actual.isNaN && expected.isNaN) { return }
      let error = abs(actual - expected)
      // An expected zero has no relative error: rounding of a sum of order one is meant.
      if error <= (expected == 0 ? max(absolute, 1e-12) : absolute) { return }
      let relative = expected == 0 ? .infinity : error / abs(expected)
      if relative <= tolerance {
        if tolerance <= Self.relativeTolerance { worstRelativeError = max(worstRelativeError, relative) }
        return
      }
      mismatches.append("\(path): got \(actual), expected \(expected), relative error \(relative)")
    case (.list(let actual), .list(let expected)):
      guard actual.count == expected.count else {
        mismatches.append("\(path): \(actual.count) values, expected \(expected.count)")
        return
      }
      for (index, pair) in zip(actual, expected).enumerated() {
        compare(pair.0, pair.1, path: "\(path)[\(index)]", tolerance: tolerance, absolute: absolute)
      }
    case (.record(let actual), .record(let expected)):
      guard actual.keys.sorted() == expected.keys.sorted() else {
        mismatches.append("\(path): keys \(actual.keys.sorted()), expected \(expected.keys.sorted())")
        return
      }
      for (key, value) in actual {
        compare(value, expected[key] ?? .null, path: "\(path).\(key)", tolerance: tolerance, absolute: absolute)
      }
    default:
      comparedNumbers += 1
      if actual != expected { mismatches.append("\(path): got \(actual), expected \(expected)") }
    }
  }
}
