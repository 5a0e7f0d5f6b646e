/// How a simulated candidate differs from the incumbent.
package enum CandidateModel: Hashable, Sendable {
  /// The same law: nothing to find.
  case equal
  /// Profit factor better by a tenth: wins times √1.1, losses divided by it.
  case better
  /// Nothing gained on average: wins a tenth larger, paid for by a disaster with this probability in each trade.
  case disasters(probability: Double)
  /// Nothing gained on average: wins a tenth larger, losses larger in proportion.
  case scaled
}

/// A candidate's law with its numbers worked out.
struct CandidateLaw {
  private var winFactor = 1.0
  private var lossFactor = 1.0
  private var disasterProbability = 0.0
  /// Pips of a disaster, beside what the trade loses otherwise.
  private var disaster = 0.0

  init(_ model: CandidateModel, of bot: GridBotModel) {
    let (win, loss) = bot.means
    let gain = 0.1 * GridBotModel.winProbability * win
    switch model {
    case .equal: break
    case .better:
      winFactor = 1.1.squareRoot()
      lossFactor = 1 / winFactor
    case .disasters(let probability):
      winFactor = 1.1
      disasterProbability = probability
      disaster = gain / probability
    case .scaled:
      winFactor = 1.1
      lossFactor = 1 + gain / ((1 - GridBotModel.winProbability) * loss)
    }
  }

  /// Pips that the candidate makes of a trade of `result` pips that it would have had as the incumbent.
  func result(of result: Double, _ deviates: inout Deviates) -> Double {
    var own = result * (result > 0 ? winFactor : lossFactor)
    if disasterProbability > 0, deviates.unit() < disasterProbability { own -= disaster }
    return own
  }

  /// Results are rounded to whole amounts of money.
  private static let rounding = 0.001

  /// The range of candidate minus incumbent in one trade, in pips.
  ///
  /// - Parameter isSame: whether both make the same trade, the candidate in its own way. Otherwise one may win where the
  ///   other loses.
  func bounds(of bot: GridBotModel, isSame: Bool) -> ClosedRange<Double> {
    let (target, stop) = (GridBotModel.target, bot.stop)
    if isSame {
      let changes = [(winFactor - 1) * target, (1 - lossFactor) * stop, 0]
      return ((changes.min() ?? 0) - disaster - Self.rounding)...((changes.max() ?? 0) + Self.rounding)
    }
    return (-lossFactor * stop - disaster - target - Self.rounding)...(winFactor * target + stop + Self.rounding)
  }
}
