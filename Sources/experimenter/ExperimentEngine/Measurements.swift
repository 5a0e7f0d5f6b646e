import Domain
import GridTrading

/// The comparisons of the changes that are in force with what each replaced, one a change.
///
/// A comparison begins when its change comes into force and ends with it; a change that needs no proof has none.
struct Measurements: Hashable, Sendable, Codable {
  private let settings: ExperimenterSettings
  /// In the order in which their changes came into force.
  private(set) var running: [Measurement] = []
  /// Changes on their way that no shadow has to speak about.
  private var unmeasured: [ChangeID] = []

  init(settings: ExperimenterSettings) {
    self.settings = settings
  }

  /// A configuration with the value that a measured change has given its parameter.
  func configuration(_ before: Configuration, with change: ChangeID) -> Configuration? {
    running.first { $0.change == change }.flatMap { before.replacing($0.parameter, with: $0.value) }
  }

  // MARK: Quotes

  /// Every pair takes the next quote; `fills` is empty before and after.
  @inline(__always)
  mutating func step(
    _ quote: Quote, gate: inout ShadowGate, fills: inout [Fill], now: MarketTime, effects: inout [Effect]
  ) {
    for index in running.indices {
      let progress = running[index].step(quote, gate: &gate, fills: &fills, now: now)
      if progress != .nothing, let news = running[index].news(progress, now: now, settings: settings) {
        effects.append(.publish(.measurement(news)))
      }
    }
  }

  /// See `PairedTrial.close(_:quote:)`.
  mutating func close(_ isClosing: Bool, quote: Quote) {
    for index in running.indices { running[index].close(isClosing, quote: quote) }
  }

  mutating func flatten(at quote: Quote, fills: inout [Fill]) {
    for index in running.indices { running[index].flatten(at: quote, fills: &fills) }
  }

  // MARK: Changes

  /// Takes every other parameter's move into both arms of a pair, and begins to measure the change that made it.
  mutating func follow(_ move: Incumbent.Move, quote: Quote, now: MarketTime) {
    let applied = move.now
    for parameter in move.parameters {
      let value = applied.configuration[parameter]
      for index in running.indices where running[index].parameter != parameter {
        running[index].adopt(parameter, value, version: applied.version, quote: quote)
      }
    }
    guard let change = applied.change else { return }
    if applied.turn == nil, let parameter = move.parameters.first, !unmeasured.contains(change) {
      running.append(
        Measurement(
          of: applied, change: change, parameter: parameter, incumbent: move.shadow, quote: quote, now: now,
          settings: settings))
    }
    unmeasured.removeAll { $0 == change }
  }

  /// What the optimizer says of a change: whether shadows shall speak about it, and when they have spoken enough.
  mutating func hear(_ record: ChangeRecord) {
    if record.stage.isFinal {
      running.removeAll { $0.change == record.id }
      unmeasured.removeAll { $0 == record.id }
      return
    }
    switch record.purpose {
    case .byHand, .remedy, .promotion, .planted: break
    case .lowerRisk, .returnToApproved, .rollback:
      running.removeAll { $0.change == record.id }
      if record.version == nil, !unmeasured.contains(record.id) { unmeasured.append(record.id) }
    }
  }
}
