import Domain

/// One policy, and where it stands.
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

  let policy: Policy
  private(set) var stage = Stage.idle
  /// The alerts that stand, oldest first; several where sessions have their own.
  private(set) var alerts: [Alert] = []
  /// Whether a move of this policy was ever sent, so that there may be something to take back.
  private(set) var hasMoved = false
  /// Open-market time before which it does not start again.
  private var notBefore: Int64 = .min
  /// Open-market time before which a refused move is not retried.
  private var pausedUntil: Int64 = .min
  /// The number of cooldowns between two starts.
  private var backOff = 1
  /// The reason that was given last for doing nothing, so that it is given once.
  private var heldFor: String?
  private var renewedAt: Int64 = .min

  init(_ policy: Policy) {
    self.policy = policy
  }

  /// Takes an event. Every pair of stage and news is listed, so that none is forgotten.
  mutating func take(_ news: News) {
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
      if alerts.isEmpty { endEpisode() }
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

  private mutating func endEpisode() {
    switch policy.response {
    // A return that is under way goes on.
    case .lowerRisk: if case .returning = stage {} else { stage = hasMoved ? .returning(move: 0) : .idle }
    case .remedy, .experiment, .excludeSession: stage = .idle
    }
  }

  // MARK: When

  /// Whether no refusal keeps it waiting.
  func isReady(at open: Int64) -> Bool { open >= pausedUntil }

  /// Whether its cooldown is over.
  func mayStart(at open: Int64) -> Bool { open >= notBefore }

  /// Whether what it lowered is to be asked for again, so that it does not expire.
  func mustRenew(at open: Int64, every interval: Int64) -> Bool {
    hasMoved && open - renewedAt >= interval
  }

  /// Whether it wants risk to stay lowered.
  var wantsReduction: Bool {
    guard policy.response == .lowerRisk else { return false }
    return switch stage {
    case .acting, .waiting: true
    case .idle, .returning: false
    }
  }

  // MARK: What became of its moves

  /// - Returns: whether this is another reason to do nothing than the last, which is to be published.
  mutating func hold(_ reason: String) -> Bool {
    guard heldFor != reason else { return false }
    heldFor = reason
    return true
  }

  mutating func noteSent(at open: Int64) {
    hasMoved = true
    renewedAt = open
    notBefore = open + policy.cooldown * Int64(backOff)
  }

  mutating func noteRenewed(at open: Int64) {
    renewedAt = open
  }

  /// There was nothing that the limits allow.
  mutating func notePassed(at open: Int64) {
    renewedAt = open
    notBefore = max(notBefore, open + policy.cooldown)
  }

  /// Its move was refused, for a reason that passes.
  mutating func noteRefused(move: Int, until open: Int64) {
    pausedUntil = open
    take(.refused(move: move))
  }

  /// The oscillation brake: a policy whose change was reverted waits twice as long.
  mutating func noteReverted(at open: Int64, longest: Int) {
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
