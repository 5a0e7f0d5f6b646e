/// A price as a whole number of points, the smallest step that the symbol is quoted in.
///
/// What a point is worth belongs to the symbol's profile: 0.00001 for EURUSD, 0.001 for USDJPY and XAUUSD.
/// Integer prices compare and add exactly, so a replay decides the same on every machine.
package struct Price: Hashable, Comparable, Sendable, Codable {
  package var points: Int32

  @inlinable
  package init(points: Int32) {
    self.points = points
  }

  @inlinable
  package static func < (left: Price, right: Price) -> Bool {
    left.points < right.points
  }

  package init(from decoder: any Decoder) throws {
    points = try decoder.singleValueContainer().decode(Int32.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(points)
  }
}
