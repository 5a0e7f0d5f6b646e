extension Stack {
  /// A market in which a grid soon has trades open.
  static let lively = ["--pace", "1200", "--seed", "7", "--set", "gridSpacing=10"]

  /// Hands `body` a running stack in the lively market that takes changes and has two trades open.
  static func withPositions(_ body: (Stack) async throws -> Void) async throws {
    try await with(lively) { stack in
      try await stack.up()
      try await stack.changesAreTaken()
      try await until("two open trades", within: .seconds(90)) { try Venue(of: stack).open.count >= 2 }
      try await body(stack)
    }
  }
}
