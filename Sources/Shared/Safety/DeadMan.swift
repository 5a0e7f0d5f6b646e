package import Domain

/// Watches the beats of monitor and controller and lowers what the bot may do when they fall silent.
///
/// Pure: the caller hands over monotonic milliseconds. The result depends only on when beats came and not on how often
/// it was asked. Times that go back count as the latest one seen.
///
/// | silence | level | ends |
/// |---|---|---|
/// | either for 3 s | frozen | after both have beaten for 10 s without a silence of 3 s |
/// | monitor for 10 s | reducing | when a person re-arms |
/// | both for 30 s | halted | when a person re-arms |
///
/// It starts frozen and without new entries until both have beaten; only then can it escalate, also at once where one of
/// them has fallen silent meanwhile.
package struct DeadMan: Hashable, Sendable, Codable {
  package enum Watched: String, CaseIterable, Hashable, Sendable, Codable {
    case monitor
    case controller
  }

  /// All in milliseconds.
  package struct Limits: Hashable, Sendable, Codable {
    package var frozen: Int64
    package var reducing: Int64
    package var halted: Int64
    /// How long both must beat before a freeze clears.
    package var recovery: Int64

    package init(frozen: Int64 = 3_000, reducing: Int64 = 10_000, halted: Int64 = 30_000, recovery: Int64 = 10_000) {
      self.frozen = frozen
      self.reducing = reducing
      self.halted = halted
      self.recovery = recovery
    }
  }

  /// Why the level is what it is.
  package enum Cause: Hashable, Sendable, Codable {
    case beating
    /// These have not beaten yet since the start.
    case awaiting([Watched])
    /// Silent, with the milliseconds of the longest silence.
    case silent([Watched], Int64)
    /// Both beat again; so many milliseconds until the freeze clears.
    case recovering(Int64)
    /// Reached by an earlier silence and held for a person.
    case held
    /// A planned down.
    case disarmed
  }

  package struct Reading: Hashable, Sendable, Codable {
    package var level: SafetyLevel
    package var allowsEntries: Bool
    package var cause: Cause

    package init(level: SafetyLevel, allowsEntries: Bool, cause: Cause) {
      self.level = level
      self.allowsEntries = allowsEntries
      self.cause = cause
    }
  }

  private enum Phase: Hashable, Sendable, Codable {
    case awaiting
    case armed
    case disarmed
  }

  /// The beats of one process.
  private struct Pulse: Hashable, Sendable, Codable {
    var last: Int64?
    /// The first beat after the last silence; `nil` while there has been none since arming.
    var returned: Int64?
  }

  package let limits: Limits
  private var phase = Phase.awaiting
  private var monitor = Pulse()
  private var controller = Pulse()
  private var held = SafetyLevel.active
  private var now: Int64

  package init(limits: Limits = Limits(), now: Int64) {
    self.limits = limits
    self.now = now
  }

  /// A beat of the main loop of `who` arrived.
  package mutating func beat(_ who: Watched, at time: Int64) {
    advance(to: time)
    var pulse = self[who]
    if phase == .armed, let last = pulse.last, now - last >= limits.frozen { pulse.returned = now }
    pulse.last = now
    self[who] = pulse
    if phase == .awaiting, awaited.isEmpty {
      phase = .armed
      advance(to: time)
    }
  }

  package mutating func reading(at time: Int64) -> Reading {
    advance(to: time)
    switch phase {
    case .disarmed: return Reading(level: max(.frozen, held), allowsEntries: false, cause: .disarmed)
    case .awaiting: return Reading(level: max(.frozen, held), allowsEntries: false, cause: .awaiting(awaited))
    case .armed: return armedReading
    }
  }

  /// Goes down as planned: silence no longer means anything, until the process starts anew.
  package mutating func disarm(at time: Int64) {
    advance(to: time)
    phase = .disarmed
  }

  /// A person has re-armed: what was held is let go. Silence that lasts counts again.
  package mutating func rearm(at time: Int64) {
    advance(to: time)
    held = .active
    advance(to: time)
  }

  private var armedReading: Reading {
    let silent = silent
    let level: SafetyLevel
    let cause: Cause
    if !silent.isEmpty {
      level = max(held, .frozen)
      cause = .silent(silent, silent.map { silence(of: $0) }.max() ?? 0)
    } else if let remaining = remainingRecovery {
      level = max(held, .frozen)
      cause = held > .frozen ? .held : .recovering(remaining)
    } else {
      level = held
      cause = held > .active ? .held : .beating
    }
    return Reading(level: level, allowsEntries: level.allowsEntries, cause: cause)
  }

  /// Milliseconds until a freeze clears; `nil` where none has to.
  private var remainingRecovery: Int64? {
    guard let returned = [monitor.returned, controller.returned].compactMap({ $0 }).max() else { return nil }
    let remaining = returned + limits.recovery - now
    return remaining > 0 ? remaining : nil
  }

  /// Moves the clock and notes what the silence up to now has reached.
  private mutating func advance(to time: Int64) {
    now = max(now, time)
    guard phase == .armed else { return }
    if silence(of: .monitor) >= limits.reducing { held = max(held, .reducing) }
    if min(silence(of: .monitor), silence(of: .controller)) >= limits.halted { held = .halted }
  }

  private var awaited: [Watched] {
    Watched.allCases.filter { self[$0].last == nil }
  }

  private var silent: [Watched] {
    Watched.allCases.filter { silence(of: $0) >= limits.frozen }
  }

  /// Milliseconds since the last beat; without end where there has been none.
  private func silence(of who: Watched) -> Int64 {
    self[who].last.map { now - $0 } ?? .max
  }

  private subscript(who: Watched) -> Pulse {
    get { who == .monitor ? monitor : controller }
    set { if who == .monitor { monitor = newValue } else { controller = newValue } }
  }
}
