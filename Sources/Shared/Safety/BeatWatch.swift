package import Domain

/// Detects which process has stopped beating, from its last notification.
///
/// Pure: the caller passes monotonic milliseconds. A process is watched from its readiness on; until then only its
/// start-up has a limit, which is long, since a process reads its journal first.
///
/// | state | hears | then |
/// |---|---|---|
/// | absent | the role's lock is held | starting |
/// | starting | ready, or a beat | beating |
/// | starting | nothing for `start` | overdue |
/// | beating | nothing for `silence` | overdue |
/// | any | stopping | ending: its supervisor waits for it |
/// | overdue | it was killed and holds the lock still, `insist` later | overdue again |
package struct BeatWatch: Hashable, Sendable {
  /// All in milliseconds.
  package struct Limits: Hashable, Sendable {
    package var silence: Int64
    package var start: Int64
    package var insist: Int64

    package init(silence: Int64 = 1_800, start: Int64 = 120_000, insist: Int64 = 500) {
      self.silence = silence
      self.start = start
      self.insist = insist
    }
  }

  /// What a process reports of itself, in the words of sd_notify(3).
  package enum Word: String, CaseIterable, Hashable, Sendable {
    case ready = "READY=1"
    case beat = "WATCHDOG=1"
    case stopping = "STOPPING=1"
  }

  /// A process that is to be killed.
  package struct Overdue: Hashable, Sendable {
    package var role: Role
    package var pid: Int32
    /// Milliseconds since it was heard last, or since it began to start.
    package var silence: Int64
    package var wasReady: Bool
  }

  private enum State: Hashable, Sendable {
    case starting
    case beating
    case ending
  }

  private struct Watched: Hashable, Sendable {
    var pid: Int32
    var state: State
    /// When it was heard last.
    var heard: Int64
    /// When it becomes overdue.
    var due: Int64
  }

  package let limits: Limits
  private var watched: [Role: Watched] = [:]

  package init(limits: Limits = Limits()) {
    self.limits = limits
  }

  /// The holder of a role's lock, or that there is none. A new holder is a process that starts.
  package mutating func see(_ pid: Int32?, of role: Role, at now: Int64) {
    guard let pid else {
      watched[role] = nil
      return
    }
    guard watched[role]?.pid != pid else { return }
    watched[role] = Watched(pid: pid, state: .starting, heard: now, due: now + limits.start)
  }

  /// The process that holds the role's lock sent a notification.
  package mutating func hear(_ word: Word, from pid: Int32, of role: Role, at now: Int64) {
    switch word {
    case .ready, .beat:
      guard watched[role]?.pid != pid || watched[role]?.state != .ending else { return }
      watched[role] = Watched(pid: pid, state: .beating, heard: now, due: now + limits.silence)
    case .stopping: watched[role] = Watched(pid: pid, state: .ending, heard: now, due: .max)
    }
  }

  /// The watch itself was held up, so notifications may be lost: that time counts against nobody.
  package mutating func forgive(_ milliseconds: Int64) {
    for role in watched.keys where watched[role]?.state != .ending {
      watched[role]?.due += milliseconds
    }
  }

  /// Those that are to be killed now. Each is returned once, and again where it is still there.
  package mutating func overdue(at now: Int64) -> [Overdue] {
    Role.allCases.compactMap { role in
      guard let process = watched[role], process.state != .ending, process.due <= now else { return nil }
      watched[role]?.due = now + limits.insist
      return Overdue(
        role: role, pid: process.pid, silence: now - process.heard, wasReady: process.state == .beating)
    }
  }

  /// When the next one becomes overdue; `nil` while nobody is watched.
  package var next: Int64? {
    watched.values.map(\.due).min().flatMap { $0 == .max ? nil : $0 }
  }
}
