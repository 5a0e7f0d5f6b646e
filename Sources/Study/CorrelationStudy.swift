package import Domain
import ExperimentEngine
package import GridTrading
import Statistics

/// How alike two configurations of the grid trade on recorded quotes, and how long it would take to tell them apart.
///
/// Both start flat at the first quote, as shadows start as clones; blocks are those of an experiment: fifty trades of the
/// base configuration and a trading session at least. Results are marked to market at the blocks' ends.
package struct CorrelationStudy: Sendable {
  /// A neighbour or an endpoint beside the base configuration.
  package struct Pair: Sendable {
    package var parameter: Parameter
    /// Percent that the parameter is moved by.
    package var change: Int
    package var value: ParameterValue
    /// Of the block results; nil below eight blocks or where one side never varied.
    package var correlation: Double?
    /// Mean difference a block over the standard deviation of the differences; nil like the correlation.
    package var effectOverDeviation: Double?
    /// Trades and months of 21 trading days until a profit factor 10 % better would be proven, as `ExperimentPlan` says;
    /// nil where it cannot.
    package var tradesToProve: Double?
    package var monthsToProve: Double?
  }

  package let trades: Int
  package let tradesPerYear: Double
  package let tradesPerDay: Double
  package let blocks: Int
  /// Of the base's results a block, in money; nil below two blocks.
  package let blockDeviation: Double?
  /// Losses of the base's losing trades a block, in money.
  package let grossLossPerBlock: Double
  /// Block length that Politis and White find in the base's trades, in trades: how long a regime is felt; nil below nine.
  package let regimeTrades: Double?
  package let pairs: [Pair]

  package static let changes = [-30, -10, 10, 30]
  package static let parameters: [Parameter] = [.gridSpacing, .takeProfit, .stopLoss]
  private static let blockTrades = 50

  package init(_ replay: Replay, base: Configuration) {
    let candidates = Self.candidates(of: base)
    let results = replay.run([base] + candidates.map(\.configuration))
    let closed = results[0].closedTrades(in: replay)
    let profits = closed.map(\.closed.profit)
    trades = profits.count
    let calendar = TradingCalendar(week: replay.profile.week)
    let marks = Self.blockEnds(results[0], closed.map(\.number), replay.series, calendar)
    blocks = marks.count
    let span = replay.series.span(calendar)
    tradesPerYear = Double(trades) / max(span.years, .leastNonzeroMagnitude)
    tradesPerDay = Double(trades) / max(span.openDays, .leastNonzeroMagnitude)
    regimeTrades = politisWhiteBlockLength(profits.map(\.value))?.stationary
    let old = Self.blockResults(results[0], replay, marks)
    let losses = profits.reduce(Money.zero) { $1 < .zero ? $0 - $1 : $0 }
    grossLossPerBlock = losses.value / Double(max(1, trades)) * Double(Self.blockTrades)
    blockDeviation = blocks > 1 ? SampleMoments(old).map { $0.variance.squareRoot() } : nil
    let base = Base(
      results: old, deviation: blockDeviation ?? 0, grossLoss: grossLossPerBlock, tradesPerDay: tradesPerDay)
    pairs = zip(candidates, results.dropFirst()).map { candidate, result in
      base.compared(candidate, Self.blockResults(result, replay, marks), blockTrades: Self.blockTrades)
    }
  }

  fileprivate struct Candidate {
    var parameter: Parameter
    var change: Int
    var value: ParameterValue
    var configuration: Configuration
  }

  private static func candidates(of base: Configuration) -> [Candidate] {
    parameters.flatMap { parameter in
      changes.compactMap { change in
        guard let quanta = base[parameter].quanta,
          let value = base[parameter].with(quanta: (quanta * (100 + change) + 50) / 100), value != base[parameter],
          let configuration = base.replacing(parameter, with: value)
        else { return nil }
        return Candidate(parameter: parameter, change: change, value: value, configuration: configuration)
      }
    }
  }

  /// Quotes at which a block of the base's trades is over.
  private static func blockEnds(
    _ result: ReplayResult, _ exits: [Int], _ series: QuoteSeries, _ calendar: TradingCalendar
  ) -> [Int] {
    var ends: [Int] = []
    guard let first = series.times.first else { return ends }
    var schedule = BlockSchedule(
      leastTrades: blockTrades, leastTime: 8 * MarketTime.hour, start: calendar.openMilliseconds(at: first))
    for (count, number) in exits.enumerated() {
      let index = Int(result.trades[number].exitIndex)
      let open = calendar.openMilliseconds(at: series.times[index])
      guard schedule.isOver(trades: count + 1, open: open) else { continue }
      schedule.begin(after: count + 1, open: open, dependence: nil)
      ends.append(index)
    }
    return ends
  }

  private static func blockResults(_ result: ReplayResult, _ replay: Replay, _ marks: [Int]) -> [Double] {
    let equity = EquityMarks(of: result, in: replay, at: marks).values
    return zip([.zero] + equity, equity).map { ($1 - $0).value }
  }
}

/// The base configuration's blocks, to compare others with.
private struct Base {
  /// Fewer blocks give a correlation that says nothing.
  private static let leastBlocks = 8

  let results: [Double]
  let deviation: Double
  let grossLoss: Double
  let tradesPerDay: Double

  func compared(
    _ candidate: CorrelationStudy.Candidate, _ others: [Double], blockTrades: Int
  ) -> CorrelationStudy.Pair {
    var pair = CorrelationStudy.Pair(
      parameter: candidate.parameter, change: candidate.change, value: candidate.value)
    guard results.count >= Self.leastBlocks else { return pair }
    var correlation = RunningCorrelation()
    for (old, new) in zip(results, others) { correlation.observe(old, new) }
    pair.correlation = correlation.value.known
    let differences = SampleMoments(zip(results, others).map { $1 - $0 })
    pair.effectOverDeviation = differences.flatMap { $0.variance > 0 ? $0.mean / $0.variance.squareRoot() : nil }
    guard let value = pair.correlation else { return pair }
    let plan = ExperimentPlan(
      .init(
        deviation: deviation, grossLoss: grossLoss, correlation: value, tradesPerBlock: Double(blockTrades),
        tradesPerDay: tradesPerDay),
      level: 0.05)
    pair.tradesToProve = plan.trades.known
    pair.monthsToProve = plan.days.known.map { $0 / 21 }
    return pair
  }
}

extension QuoteSeries {
  /// Years by the calendar and days of 24 hours of open market from the first quote to the last.
  fileprivate func span(_ calendar: TradingCalendar) -> (years: Double, openDays: Double) {
    guard let first = times.first, let last = times.last else { return (0, 0) }
    let day = Double(24 * MarketTime.hour)
    return (
      Double(last - first) / day / 365.25,
      Double(calendar.openMilliseconds(at: last) - calendar.openMilliseconds(at: first)) / day
    )
  }
}
