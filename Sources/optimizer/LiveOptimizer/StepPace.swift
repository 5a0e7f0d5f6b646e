import Domain

/// How fast a plan may go: the time between two of its steps, and the trades that must pass without harm.
struct StepPace: Hashable, Sendable, Codable {
  /// Open-market milliseconds between two steps.
  private let interval: Int64
  /// Paired trades without harm before a measured plan's next step.
  private let harmlessTrades: Int
  private let calendar: TradingCalendar

  init(profile: SymbolProfile, settings: OptimizerSettings) {
    interval = max(settings.stepTime, profile.rules.cooldown)
    harmlessTrades = settings.stepTrades
    calendar = TradingCalendar(week: profile.week)
  }

  /// Whether a plan's next step may be admitted.
  ///
  /// - Parameter isRampTurning: whether a live ramp takes its turns, for which the rest of a promotion waits.
  func isDue(_ plan: ChangePlan, at open: Int64, isRampTurning: Bool) -> Bool {
    guard plan.pending == nil, open >= plan.notBefore else { return false }
    if plan.purpose == .promotion, isRampTurning { return false }
    guard let last = plan.lastApplied, !plan.isPersonalReduction else { return true }
    guard open - last >= interval else { return false }
    return !plan.purpose.isMeasured || plan.lastKept || plan.harmlessTrades >= harmlessTrades
  }

  /// When a plan's next step may come at the earliest. It follows from the plan alone, so that it is said once.
  func earliest(_ plan: ChangePlan) -> MarketTime {
    var open = max(plan.madeAt.open, plan.notBefore)
    if !plan.isPersonalReduction {
      if let last = plan.lastApplied {
        open = max(open, last + interval)
      } else if plan.pending != nil {
        open += interval
      }
    }
    return calendar.marketTime(atOpen: open, from: plan.madeAt)
  }
}
