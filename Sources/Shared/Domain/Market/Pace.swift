/// How fast the market moves.
package enum Pace: Hashable, Sendable, Codable {
  /// This many times as fast as it did; 1 is real time.
  case times(Double)
  /// As fast as the processes can follow, in lockstep.
  case lockstep
}
