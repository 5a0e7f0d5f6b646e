package import Domain

/// Watches the beats of monitor and controller and lowers what the bot may do when they fall silent.
///
/// Alive is not enough: a beat that `BlindWatch` calls blind is silence since its sender lacks something, so that lost
/// sockets, a stuck subscription and a stream that started over are all the same here.
///
/// Pure: the caller passes monotonic milliseconds. The result depends only on when beats came and not on how often it
/// was asked. Times that go back count as the latest one seen.
///
/// | silence | level | ends |
/// |---|---|---|
/// | either for 3 s | frozen | after both have beaten for 10 s without a silence of 3 s |
/// | monitor for 10 s | reducing | when a person re-arms |
/// | both for 30 s | halted | when a person re-arms |
///
/// It starts frozen and without new entries until both have beaten and were not blind; only then can it escalate, also at
/// once where one of them has fallen silent meanwhile.
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
    case silent([Silence])
    /// Both beat again; so many milliseconds until the freeze clears.
    case recovering(Int64)
    /// Reached by an earlier silence and held for a person.
    case held
    /// A planned down.
    case disarmed
  }

  /// A process that cannot be relied on, and since when.
  package struct Silence: Hashable, Sendable, Codable {
    package var who: Watched
    package var milliseconds: Int64
    /// What it lacks where it beats and is blind; `nil` where it does not beat.
    package var lack: BlindWatch.Lack?

    package init(_ who: Watched, _ milliseconds: Int64, lack: BlindWatch.Lack? = nil) {
      self.who = who
      self.milliseconds = milliseconds
      self.lack = lack
    }
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
    /// Set while its beats are blind.
    var blindness: BlindWatch.Blindness?
    /// The first beat after the last silence; `nil` while there has been none since arming.
    var returned: Int64?
  }

  package let limits: Limits
  private var phase = Phase.awaiting
  /// What it was before a planned shutdown.
  private var phaseBefore = Phase.awaiting
  private var monitor = Pulse()
  private var controller = Pulse()
  private var held = SafetyLevel.active
  /// Who was silent when that level was reached; empty below reducing.
  package private(set) var heldBy: [Silence] = []
  private var now: Int64

  package init(limits: Limits = Limits(), now: Int64) {
    self.limits = limits
    self.now = now
  }

  /// A beat of the main loop of `who` arrived.
  ///
  /// - Parameters:
  ///   - blindness: what `BlindWatch` says of it; `nil` for a good one.
  ///   - hears: whether its sender has heard the trader since the trader's start. While peers are awaited a beat of one
  ///     that is blind, or has not heard yet, does not count.
  package mutating func beat(
    _ who: Watched, at time: Int64, blindness: BlindWatch.Blindness? = nil, hears: Bool = true
  ) {
    advance(to: time)
    if phase == .awaiting, blindness != nil || !hears { return }
    var pulse = self[who]
    if phase == .armed, blindness == nil, silence(of: who) >= limits.frozen { pulse.returned = now }
    pulse.last = now
    pulse.blindness = blindness
    self[who] = pulse
    if phase == .awaiting, awaited.isEmpty { phase = .armed }
    advance(to: time)
  }

  package mutating func reading(at time: Int64) -> Reading {
    advance(to: time)
    switch phase {
    case .disarmed: return Reading(level: max(.frozen, held), allowsEntries: false, cause: .disarmed)
    case .awaiting: return Reading(level: max(.frozen, held), allowsEntries: false, cause: .awaiting(awaited))
    case .armed: return armedReading
    }
  }

  /// A planned shutdown: silence no longer means anything.
  package mutating func disarm(at time: Int64) {
    advance(to: time)
    guard phase != .disarmed else { return }
    phaseBefore = phase
    phase = .disarmed
  }

  /// The planned shutdown did not happen: silence counts again, also what has passed of it.
  package mutating func resume(at time: Int64) {
    guard phase == .disarmed else { return advance(to: time) }
    phase = phaseBefore
    if phase == .awaiting, awaited.isEmpty { phase = .armed }
    advance(to: time)
  }

  /// A person has re-armed: what was held is released. Silence that lasts counts again.
  package mutating func rearm(at time: Int64) {
    advance(to: time)
    held = .active
    heldBy = []
    advance(to: time)
  }

  private var armedReading: Reading {
    let silences = silences
    let level: SafetyLevel
    let cause: Cause
    if !silences.isEmpty {
      level = max(held, .frozen)
      cause = .silent(silences)
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
    let before = held
    if silence(of: .monitor) >= limits.reducing { held = max(held, .reducing) }
    if min(silence(of: .monitor), silence(of: .controller)) >= limits.halted { held = .halted }
    if held > before { heldBy = silences }
  }

  private var silences: [Silence] {
    silent.map { Silence($0, silence(of: $0), lack: self[$0].blindness?.lack) }
  }

  private var awaited: [Watched] {
    Watched.allCases.filter { self[$0].last == nil }
  }

  private var silent: [Watched] {
    Watched.allCases.filter { silence(of: $0) >= limits.frozen }
  }

  /// Milliseconds since the last beat, or since a blind one's sender lacks something; infinite where there has been
  /// none.
  private func silence(of who: Watched) -> Int64 {
    let pulse = self[who]
    return (pulse.blindness?.since ?? pulse.last).map { now - $0 } ?? .max
  }

  private subscript(who: Watched) -> Pulse {
    get { who == .monitor ? monitor : controller }
    set { if who == .monitor { monitor = newValue } else { controller = newValue } }
  }
}
