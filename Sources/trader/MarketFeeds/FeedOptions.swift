package import Domain

/// Where the spread comes from when the data has only one side of the quote.
package enum SpreadSource: Hashable, Sendable, Codable {
  /// `SymbolProfile.spreadByHour`.
  case profile
  /// This much at every hour.
  case fixed(Pips)
}

/// How a file is to be read.
package struct FeedOptions: Hashable, Sendable {
  package var profile: SymbolProfile
  package var spread: SpreadSource
  /// The file's form; `nil` to recognise it by its first line.
  package var format: FeedFormat?
  /// Refuse the file at the first bad row, also in sources that are known to have some.
  package var strict: Bool
  /// The clock of a MetaTrader export, which is its broker's.
  package var brokerClock: BrokerClock

  package init(
    profile: SymbolProfile, spread: SpreadSource = .profile, format: FeedFormat? = nil, strict: Bool = false,
    brokerClock: BrokerClock = .newYorkClose
  ) {
    self.profile = profile
    self.spread = spread
    self.format = format
    self.strict = strict
    self.brokerClock = brokerClock
  }
}
