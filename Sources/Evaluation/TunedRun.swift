package import Domain
package import GridTrading
internal import ReferenceBot

/// The whole stack over a file: what it did and what it decided.
///
/// Written down, it keeps what a report shows and leaves out the log and the trades.
package struct TunedRun: Sendable, Codable {
  /// Something that was decided, and when.
  package struct Decided: Hashable, Sendable {
    package var time: MarketTime
    package var event: Event
  }

  package private(set) var course = Course()
  /// The last record of each change, in order of number.
  package private(set) var changes: [ChangeRecord] = []
  /// Alerts raised, by kind.
  package private(set) var alerts: [Alert.Kind: Int] = [:]
  package private(set) var trips: [Trip] = []
  /// The account that it began with.
  package private(set) var balance = Money.zero
  /// Every change's stage, decision, experiment, safety report and configuration in its order.
  package private(set) var log: [Decided] = []
  package private(set) var openings: [TradeOpening] = []
  /// The quotes that the bot took of the minutes in which it refused some, by the minute's number.
  private var cutMinutes: [Int64: [Quote]] = [:]

  private enum CodingKeys: String, CodingKey { case course, changes, alerts, trips, balance }

  /// - Parameter tick: called with the quotes done after each minute; `false` ends the run there.
  package init(
    _ series: QuoteSeries, profile: SymbolProfile, configuration: Configuration, settings: TunerSettings,
    tick: (Int) -> Bool = { _ in true }
  ) {
    var stack = settings.stack(profile: profile, configuration: configuration)
    var recorder = CourseRecorder()
    var records: [ChangeID: ChangeRecord] = [:]
    var run = self
    var accepted: [Quote] = []
    let observe: (Event, MarketTime) -> Void = { event, time in
      switch event {
      case .quotes(let batch): accepted += batch.quotes
      case .tradeOpened(let trade):
        recorder.open(trade.lots, at: trade.entryTime)
        run.openings.append(TradeOpening(time: trade.entryTime, lots: trade.lots))
      case .tradeClosed(let trade): recorder.close(trade.profit, at: trade.exitTime)
      case .change(let record):
        records[record.id] = record
        run.log.append(Decided(time: time, event: event))
      case .alert(let alert): if alert.phase == .raised { run.alerts[alert.kind, default: 0] += 1 }
      case .safety(let report):
        for trip in report.trips where !run.trips.contains(where: { $0.id == trip.id }) { run.trips.append(trip) }
        run.log.append(Decided(time: time, event: event))
      case .decision, .experiment, .configurationApplied: run.log.append(Decided(time: time, event: event))
      case .account, .configurationRefused, .incident, .entries, .minute, .metrics, .measurement, .report, .plans: break
      }
    }
    run.balance = stack.trader.deposits
    stack.start(observe: observe)
    var minutes = MarketMinutes(series)
    while let quotes = minutes.next() {
      accepted.removeAll(keepingCapacity: true)
      stack.run(QuoteBatch(quotes: quotes), observe: observe)
      if accepted != quotes { run.cutMinutes[quotes[0].time / MarketTime.minute] = accepted }
      if let account = stack.trader.account {
        recorder.mark(account.equity - account.deposits, at: stack.trader.time)
      }
      guard tick(minutes.position) else { break }
    }
    run.course = recorder.course
    run.changes = records.values.sorted { $0.id < $1.id }
    self = run
  }

  private init() {}

  /// The series without the quotes that the bot refused as implausible, which nobody else should trade on either.
  func accepted(of series: QuoteSeries) -> QuoteSeries {
    guard !cutMinutes.isEmpty else { return series }
    var rest = QuoteSeries()
    rest.reserveCapacity(series.count)
    var minutes = MarketMinutes(series)
    while let quotes = minutes.next() {
      for quote in cutMinutes[quotes[0].time / MarketTime.minute] ?? quotes { rest.append(quote) }
    }
    return rest
  }
}
