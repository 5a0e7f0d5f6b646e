internal import Domain

extension SymbolProfile {
  /// A paper account of a size that suits the profile's defaults: 25 times what a full grid can lose at its stops.
  var usualBalance: Money {
    Money(micros: 25 * defaults.worstCase * pointValue.micros)
  }
}
