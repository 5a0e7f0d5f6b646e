import Domain
import GridTrading
import Testing

@testable import ExperimentEngine

struct IncumbentTests {
  static func applied(
    _ version: Int64, spacing: Double = 20, change: Int64? = nil, turn: Int? = nil, approvals: Int64 = 0
  ) -> ConfigurationApplied {
    var configuration = SymbolProfile.plain.defaults
    configuration.gridSpacing = Pips(spacing)
    return ConfigurationApplied(
      version: ConfigurationVersion(version), configuration: configuration, approved: SymbolProfile.plain.defaults,
      change: change.map { ChangeID($0) }, turn: turn, approvals: approvals)
  }

  private func incumbent() -> Incumbent {
    var incumbent = Incumbent(profile: .plain)
    let first = incumbent.follow(Self.applied(1))
    #expect(first == nil && incumbent.arm?.applied == Self.applied(1))
    return incumbent
  }

  @Test func `it follows a change, and keeps what was before`() throws {
    var incumbent = incumbent()
    let followed = incumbent.follow(Self.applied(2, spacing: 22, change: 1))
    let move = try #require(followed)
    #expect(move.parameters == [.gridSpacing])
    #expect(move.shadow.configuration.gridSpacing == Pips(20.0))
    #expect(incumbent.arm?.engine.configuration.gridSpacing == Pips(22.0))
    #expect(incumbent.predecessor == Predecessor(change: ChangeID(1), applied: Self.applied(1)))
  }

  @Test func `a turn moves it back to an older version, and is no predecessor`() throws {
    var incumbent = incumbent()
    _ = incumbent.follow(Self.applied(2, spacing: 22, change: 1))
    let followed = incumbent.follow(Self.applied(1, change: 1, turn: 1))
    let move = try #require(followed)
    #expect(move.parameters == [.gridSpacing])
    #expect(incumbent.arm?.engine.configuration.gridSpacing == Pips(20.0))
    #expect(incumbent.predecessor?.applied == Self.applied(1))
  }

  @Test func `an acknowledgement that comes again moves nothing, whatever came after it`() {
    var incumbent = incumbent()
    let now = Self.applied(3, spacing: 24, change: 2)
    _ = incumbent.follow(Self.applied(2, spacing: 22, change: 1))
    _ = incumbent.follow(now)
    #expect(incumbent.follow(now) == nil)
    #expect(incumbent.follow(Self.applied(2, spacing: 22, change: 1)) == nil)
    #expect(incumbent.arm?.applied == now && incumbent.arm?.engine.configuration.gridSpacing == Pips(24.0))
    #expect(incumbent.predecessor?.change == ChangeID(2))
  }

  @Test func `an approval moves nothing, and is known`() {
    var incumbent = incumbent()
    let approved = Self.applied(1, approvals: 1)
    #expect(incumbent.follow(approved) == nil)
    #expect(incumbent.arm?.applied == approved)
  }
}
