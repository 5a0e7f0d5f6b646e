/// Says which cases it knows and states our numbers for them.
struct OracleHandler: Sendable {
  /// The `oracle` field of the files that it serves.
  let oracle: String
  /// A case's name, or the beginning of it where `isPrefix`.
  let name: String
  let isPrefix: Bool
  /// Words that the `call` must contain; empty when the name says enough.
  let callContains: String
  let check: @Sendable (inout OracleComparison) throws -> Void

  /// A handler for every case of `oracle` called `name`.
  static func named(
    _ name: String, of oracle: String, call: String = "",
    check: @escaping @Sendable (inout OracleComparison) throws -> Void
  ) -> OracleHandler {
    OracleHandler(oracle: oracle, name: name, isPrefix: false, callContains: call, check: check)
  }

  /// A handler for every case of `oracle` whose name begins with `prefix`.
  static func prefixed(
    _ prefix: String, of oracle: String, call: String = "",
    check: @escaping @Sendable (inout OracleComparison) throws -> Void
  ) -> OracleHandler {
    OracleHandler(oracle: oracle, name: prefix, isPrefix: true, callContains: call, check: check)
  }

  func knows(_ oracleCase: OracleCase) -> Bool {
    oracle == oracleCase.oracle
      && (isPrefix ? oracleCase.name.hasPrefix(name) : oracleCase.name == name)
      && (callContains.isEmpty || oracleCase.call.contains(callContains))
  }
}
