/// An amount in millionths of the symbol's quote currency. Sums are exact and do not depend on their order.
package struct Money: Hashable, Comparable, Sendable, Codable, AdditiveArithmetic {
  package var micros: Int64

  package static let zero = Money(micros: 0)

  @inlinable
  package init(micros: Int64) {
    self.micros = micros
  }

  package var value: Double { Double(micros) / 1_000_000 }

  @inlinable
  package static func + (left: Money, right: Money) -> Money {
    Money(micros: left.micros + right.micros)
  }

  @inlinable
  package static func - (left: Money, right: Money) -> Money {
    Money(micros: left.micros - right.micros)
  }

  @inlinable
  package static prefix func - (amount: Money) -> Money {
    Money(micros: -amount.micros)
  }

  @inlinable
  package static func < (left: Money, right: Money) -> Bool {
    left.micros < right.micros
  }

  package init(from decoder: any Decoder) throws {
    micros = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(micros)
  }
}
