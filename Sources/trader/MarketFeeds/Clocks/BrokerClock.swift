/// The clock on which a MetaTrader server stamps its bars and ticks. It cannot be read from the export.
package enum BrokerClock: Hashable, Sendable, Codable {
  case utc
  /// Always this many minutes ahead of UTC.
  case fixed(minutes: Int)
  /// UTC+2, in American summer time UTC+3, so that the day ends with New York's: the most common among brokers.
  case newYorkClose
  /// UTC+2, in European summer time UTC+3.
  case easternEurope
}
