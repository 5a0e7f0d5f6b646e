/// A volume in hundredths of a lot, the smallest volume that the reference venue takes.
package struct Lots: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  package var hundredths: Int32

  @inlinable
  package init(hundredths: Int32) {
    self.hundredths = hundredths
  }

  package var value: Double { Double(hundredths) / 100 }

  /// The decimal number with two places, `0.10`.
  package var description: String {
    let (whole, fraction) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    return "\(hundredths < 0 ? "-" : "")\(whole).\(fraction < 10 ? "0" : "")\(fraction)"
  }

  @inlinable
  package static func < (left: Lots, right: Lots) -> Bool {
    left.hundredths < right.hundredths
  }

  package init(from decoder: any Decoder) throws {
    hundredths = try decoder.singleValueContainer().decode(Int32.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hundredths)
  }
}
