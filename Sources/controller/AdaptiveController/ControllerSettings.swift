import Domain

/// How much the controller may do by itself.
package enum Autonomy: String, CaseIterable, Hashable, Sendable, Codable {
  /// It says what it sees.
  case observe
  /// It says what it would do.
  case recommend
  /// The same; a person carries the recommendation out.
  case approve
  /// It acts.
  case auto
}

/// What the controller answers to which alert, and when it keeps its hands off.
package struct ControllerSettings: Hashable, Sendable, Codable {
  package var autonomy = Autonomy.auto
  /// The most urgent first.
  package var policies: [Policy] = [.drawdown, .winRate, .profitFactor, .session]
  /// No decision in the last minutes before the week closes.
  package var minutesBeforeClose = 60
  /// No decision in the minutes before and after 17:00 New York.
  package var minutesAroundRollover = 30
  /// Open-market milliseconds after which a request that nobody has taken up is given up.
  package var answerTime: Int64 = 600_000
  /// Open-market milliseconds without news after which a plan or experiment is given up.
  package var patience: Int64 = 20 * 86_400_000
  /// Open-market milliseconds between two renewals of a reduction whose alert still stands.
  package var renewEvery: Int64 = 5 * 86_400_000
  /// The back-off after reverted changes goes no further than this many cooldowns.
  package var longestBackOff = 64
  /// Open-market milliseconds between two reports when nothing has changed.
  package var reportEvery: Int64 = 3_600_000
  /// A bad idea to be proposed on purpose; `nil`, as it should be, for none.
  package var plantedChange: PlantedChange?

  package init() {}
}
