import AdaptiveController
import Domain
import ExperimentEngine
import RealTimeMonitor
import ReferenceBot
import Settings
import Stack
import Wire

/// What a configuration must obey beyond the types of its values.
struct SettingsCheck {
  let profile: SymbolProfile

  func complaints(_ settings: StackSettings) -> [SettingsComplaint] {
    var complaints: [SettingsComplaint] = []
    if BotName(settings.bot) == nil {
      complaints.append(
        SettingsComplaint(path: "bot", text: "1 to 32 letters, digits, dots, underscores or dashes make a bot's name"))
    }
    for (name, rate) in [
      ("alpha", settings.experimenter.alpha), ("falseDiscoveryRate", settings.experimenter.falseDiscoveryRate),
    ] where !(rate > 0 && rate < 0.5) {
      complaints.append(
        SettingsComplaint(path: "experimenter.\(name)", text: "\(rate) is no error rate: above 0, below 0.5"))
    }
    complaints += tooSmall(settings) + outOfReach(settings.monitor.limits.unknownInput)
    let most = settings.experimenter.mostCandidates
    if !Plausible.candidates.contains(Int64(most)) {
      complaints.append(
        SettingsComplaint(
          path: "experimenter.mostCandidates",
          text: "\(most) is out of bounds: 0 to \(Plausible.candidates.upperBound)"))
    }
    for (index, holiday) in (settings.holidays ?? []).enumerated()
    where !(1...12).contains(holiday.month) || !(1...31).contains(holiday.day) {
      complaints.append(
        SettingsComplaint(
          path: "holidays.\(index)", text: "month \(holiday.month), day \(holiday.day) is no day of a year"))
    }
    // Texts that are not valid values were reported where they were read.
    guard let configuration = try? settings.parameters.configuration(for: profile) else { return complaints }
    for parameter in Parameter.allCases {
      guard let text = complaint(parameter, configuration[parameter]) else { continue }
      complaints.append(SettingsComplaint(path: "parameters.\(parameter.rawValue)", text: text))
    }
    return complaints
  }

  /// Windows and blocks that hold nothing, and spans of time that run backward.
  private func tooSmall(_ settings: StackSettings) -> [SettingsComplaint] {
    let (monitor, experimenter) = (settings.monitor, settings.experimenter)
    let counts: [(String, Int)] =
      [
        ("monitor.recentTrades", monitor.recentTrades), ("monitor.sessionTrades", monitor.sessionTrades),
        ("monitor.regime.clearsAfter", monitor.regime.clearsAfter),
        ("experimenter.blockTrades", experimenter.blockTrades),
        ("experimenter.measurementBlockTrades", experimenter.measurementBlockTrades),
        ("experimenter.mostBlocks", experimenter.mostBlocks), ("experimenter.leastBlocks", experimenter.leastBlocks),
        ("experimenter.harmPlannedTrades", experimenter.harmPlannedTrades),
        ("experimenter.rampTurnTrades", experimenter.rampTurnTrades),
        ("experimenter.rampPairs", experimenter.rampPairs),
        ("experimenter.holdbackTrades", experimenter.holdbackTrades),
        ("controller.longestBackOff", settings.controller.longestBackOff),
      ] + monitor.hourWindows.map { ("monitor.hourWindows", $0) }
    let spans: [(String, Int64)] = [
      ("monitor.scanEvery", monitor.scanEvery), ("monitor.publishEvery", monitor.publishEvery),
      ("experimenter.quarter", experimenter.quarter), ("experimenter.blockTime", experimenter.blockTime),
    ]
    return counts.filter { $0.1 < 1 }.map { SettingsComplaint(path: $0.0, text: "\($0.1) is too small: 1 at least") }
      + spans.filter { $0.1 < 0 }.map { SettingsComplaint(path: $0.0, text: "\($0.1) ms is less than no time") }
  }

  /// Counts of unusable inputs in a row that may never be reached, since more in a minute are reported as one.
  private func outOfReach(_ limit: HardLimit) -> [SettingsComplaint] {
    let thresholds: [(String, Double?)] = [
      ("raisesAt", limit.raisesAt), ("freezesAt", limit.freezesAt), ("reducesAt", limit.reducesAt),
      ("haltsAt", limit.haltsAt),
    ]
    return thresholds.compactMap { name, value in
      guard let value, value > Double(Trader.toldOneByOne) else { return nil }
      return SettingsComplaint(
        path: "monitor.limits.unknownInput.\(name)",
        text: "\(value) may never be reached: of one minute at most \(Trader.toldOneByOne) unusable inputs are counted")
    }
  }

  /// What is wrong with a starting value; `nil` where nothing is.
  func complaint(_ parameter: Parameter, _ value: ParameterValue) -> String? {
    guard let rule = profile.rules[parameter], let quanta = value.quanta else { return nil }
    guard !(rule.lowest...rule.highest).contains(quanta) else { return nil }
    let lowest = value.with(quanta: rule.lowest)?.description ?? "\(rule.lowest)"
    let highest = value.with(quanta: rule.highest)?.description ?? "\(rule.highest)"
    return "\(value) is out of bounds for \(profile.symbol): \(lowest) to \(highest)"
  }
}
