import Domain

/// Where one policy stands.
struct PolicyRun: Hashable, Sendable, Codable {
  enum Stage: Hashable, Sendable, Codable {
    /// No alert that concerns it.
    case idle
    /// The alert stands and this move is to be decided.
    case acting(move: Int)
    /// All that can be done is done; the alert still stands.
    case waiting
    /// The alert has cleared and this move is to be taken back.
    case returning(move: Int)
  }

  enum News {
    case raised(Alert)
    case cleared(Alert)
    /// The move under way was decided and needs no more attention.
    case moveDone
    /// The move was sent and refused for a reason that passes.
    case refused(move: Int)
    /// The time for another attempt has come although the alert stands.
    case retry
  }

  private(set) var stage = Stage.idle
  /// The alerts that stand, oldest first; several where sessions have their own.
  private(set) var alerts: [Alert] = []
  /// Whether a move of this policy was ever sent, so that there may be something to take back.
  private(set) var hasMoved = false
  /// Open-market time before which it does not start again.
  var notBefore: Int64 = .min
  /// Open-market time before which a refused move is not sent again.
  var pausedUntil: Int64 = .min
  /// The number of cooldowns between two starts.
  private(set) var backOff = 1
  /// The reason that was given last for doing nothing, so that it is given once.
  var heldFor: String?
  var renewedAt: Int64 = .min

  /// Takes in what happened. Every pair of stage and news is listed, so that none is forgotten.
  mutating func take(_ news: News, of policy: Policy) {
    switch (stage, news) {
    case (.idle, .raised(let alert)), (.waiting, .raised(let alert)):
      alerts.append(alert)
      stage = .acting(move: 0)
    case (.acting, .raised(let alert)):
      alerts.append(alert)
    case (.returning, .raised(let alert)):
      // Worse again before all was taken back: what is left of the return is dropped.
      alerts.append(alert)
      stage = .acting(move: 0)
    case (.idle, .cleared): break
    case (.acting, .cleared(let alert)), (.waiting, .cleared(let alert)), (.returning, .cleared(let alert)):
      alerts.removeAll { $0.number == alert.number }
      if alerts.isEmpty { endEpisode(of: policy) }
    case (.acting(let move), .moveDone):
      stage = move + 1 < policy.moves.count && policy.response.isSequence ? .acting(move: move + 1) : .waiting
    case (.returning(let move), .moveDone):
      stage = move + 1 < policy.moves.count ? .returning(move: move + 1) : .idle
    case (.idle, .moveDone), (.waiting, .moveDone): break
    case (.acting(let next), .refused(let move)): stage = .acting(move: min(move, next))
    case (.waiting, .refused(let move)): stage = .acting(move: move)
    case (.returning(let next), .refused(let move)): stage = .returning(move: min(move, next))
    case (.idle, .refused(let move)): if hasMoved, policy.response == .lowerRisk { stage = .returning(move: move) }
    case (.waiting, .retry): stage = .acting(move: 0)
    case (.idle, .retry), (.acting, .retry), (.returning, .retry): break
    }
    heldFor = nil
  }

  private mutating func endEpisode(of policy: Policy) {
    switch policy.response {
    // A return that is under way goes on.
    case .lowerRisk: if case .returning = stage {} else { stage = hasMoved ? .returning(move: 0) : .idle }
    case .remedy, .experiment, .excludeSession: stage = .idle
    }
  }

  mutating func noteSent(at open: Int64, policy: Policy) {
    hasMoved = true
    notBefore = open + policy.cooldown * Int64(backOff)
  }

  /// The oscillation brake: a policy whose change was reverted waits twice as long.
  mutating func noteReverted(at open: Int64, policy: Policy, longest: Int) {
    backOff = min(backOff * 2, longest)
    notBefore = max(notBefore, open + policy.cooldown * Int64(backOff))
  }

  mutating func noteKept() {
    backOff = 1
  }
}

extension Policy.Response {
  /// Whether the moves are made one after another; an experiment takes them all at once.
  var isSequence: Bool {
    switch self {
    case .lowerRisk, .remedy: true
    case .experiment, .excludeSession: false
    }
  }
}
