import Domain

/// Which candidates an experiment may have.
struct CandidateRules: Hashable, Sendable, Codable {
  private let rules: ParameterRules
  private let most: Int

  init(profile: SymbolProfile, settings: ExperimenterSettings) {
    rules = profile.rules
    most = settings.mostCandidates
  }

  /// The configurations that a request would compare with the one in force, each within the limits of a plan's target and
  /// with no worse case.
  func arms(of request: ExperimentRequest, beside now: ConfigurationApplied) throws(Refusal) -> [Configuration] {
    let candidates = request.candidates
    guard (1...most).contains(candidates.count) else {
      throw .malformed("an experiment has 1 to \(most) candidates, not \(candidates.count)")
    }
    guard Set(candidates.map { Set($0) }).count == candidates.count else {
      throw .malformed("a candidate stands there twice")
    }
    guard candidates.allSatisfy({ Set($0.map(\.parameter)).count == $0.count && !$0.isEmpty }) else {
      throw .malformed("a candidate has each parameter once, and one at least")
    }
    let limits = ChangeLimits(
      rules: rules, current: now.configuration, approved: now.approved, lastChanged: [:], safety: .active)
    var arms: [Configuration] = []
    for settings in candidates {
      for setting in settings {
        _ = try limits.checkTarget(setting.parameter, to: setting.value, purpose: .promotion).get()
      }
      guard let arm = now.configuration.replacing(settings) else { continue }
      guard arm.worstCase <= now.configuration.worstCase else {
        throw .worstCaseRises(from: now.configuration.worstCase, to: arm.worstCase)
      }
      arms.append(arm)
    }
    return arms
  }
}
