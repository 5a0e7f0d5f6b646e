import Testing

/// One numeric case: what was called with which inputs, and what it returned.
struct OracleCase: Sendable, CustomTestStringConvertible {
  /// The `oracle` field of the file, which says whose numbers these are.
  let oracle: String
  /// Position in the file, to tell apart cases of the same name.
  let position: Int
  let name: String
  let call: String
  let inputs: OracleValue
  let expected: OracleValue

  var testDescription: String { "\(oracle) #\(position) \(name)" }
}

/// One oracle file.
struct OracleFile: Sendable, CustomTestStringConvertible {
  let fileName: String
  let oracle: String
  let cases: [OracleCase]

  var testDescription: String { fileName }

  /// The first case of that name, for inputs that are given as "same as" another case's.
  func first(named name: String) -> OracleCase? {
    cases.first { $0.name == name }
  }
}

/// An input that a handler needed and the case does not have in that form.
struct MissingOracleInput: Error, CustomStringConvertible {
  let key: String
  let wanted: String
  var description: String { "the case has no \(wanted) called \"\(key)\"" }
}
