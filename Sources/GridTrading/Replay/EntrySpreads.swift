internal import Domain

/// The spreads at which a configuration enters, with the venue's minimum stop distance worked in.
struct EntrySpreads {
  private let widest: Int32
  private let narrowest: Int32

  init(_ configuration: Configuration, profile: SymbolProfile) {
    let minimum = profile.minimumStopDistance.tenths
    let allowed = configuration.maxSpread.tenths
    widest = minimum > 0 ? min(allowed, configuration.stopLoss.tenths - minimum) : allowed
    narrowest = minimum > 0 ? minimum - configuration.takeProfit.tenths : .min
  }

  @inline(__always)
  func allow(_ spread: Int32) -> Bool { spread <= widest && spread >= narrowest }
}
