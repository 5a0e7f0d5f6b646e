import Domain
import ExperimentEngine
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
    // Texts that are no values were complained of where they were read.
    guard let configuration = try? settings.parameters.configuration(for: profile) else { return complaints }
    for parameter in Parameter.allCases {
      guard let text = complaint(parameter, configuration[parameter]) else { continue }
      complaints.append(SettingsComplaint(path: "parameters.\(parameter.rawValue)", text: text))
    }
    return complaints
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
