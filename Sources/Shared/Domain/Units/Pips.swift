/// A distance in tenths of a pip. One tenth is the smallest step of every pip-valued parameter.
///
/// In every symbol profile a pip is ten points, so a tenth of a pip *is* one point and distances add to prices exactly.
package struct Pips: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  package var tenths: Int32

  @inlinable
  package init(tenths: Int32) {
    self.tenths = tenths
  }

  /// Rounds to the nearest tenth of a pip that there is.
  package init(_ pips: Double) {
    tenths = Int32(saturating: (pips * 10).rounded())
  }

  package var value: Double { Double(tenths) / 10 }

  /// The decimal number without a unit, `20` or `24.2`.
  package var description: String {
    // The magnitude, for the lowest number of 32 bits has no positive counterpart.
    tenths % 10 == 0
      ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
  }

  @inlinable
  package static func < (left: Pips, right: Pips) -> Bool {
    left.tenths < right.tenths
  }

  package init(from decoder: any Decoder) throws {
    tenths = try decoder.singleValueContainer().decode(Int32.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(tenths)
  }
}
