import Bus
import Domain
import Glibc
import Safety
import Wire

/// Hears the beats of a stack on a thread of its own and keeps the longest pause of each process.
final class Beating: @unchecked Sendable {
  private var pauses: [Role: Int64] = [:]
  private var last: [Role: Int64] = [:]
  private var minutes: [Role: Int64] = [:]
  private var isOver = false
  private var failure: (any Error)?
  private var thread = pthread_t()
  private let directory: String
  private var lock = pthread_mutex_t()

  init(_ stack: Stack) {
    directory = stack.directory
    pthread_mutex_init(&lock, nil)
    let box = Unmanaged.passRetained(self).toOpaque()
    pthread_create(
      &thread, nil,
      { box in
        guard let box else { return nil }
        Unmanaged<Beating>.fromOpaque(box).takeRetainedValue().listen()
        return nil
      }, box)
  }

  /// The longest time, in milliseconds, in which no beat of a process was heard, since the beginning.
  func stop() -> [Role: Int64] {
    pthread_mutex_lock(&lock)
    isOver = true
    pthread_mutex_unlock(&lock)
    pthread_join(thread, nil)
    return pauses
  }

  private func listen() {
    do {
      let context = try Context()
      var subscriber = try Subscriber(
        context, connect: Endpoint(path: "\(directory)/sockets/\(Role.trader.rawValue).pub"))
      for role in Role.allCases.dropFirst() {
        try subscriber.connect(Endpoint(path: "\(directory)/sockets/\(role.rawValue).pub"))
      }
      for role in Role.allCases { try subscriber.subscribe(TopicPattern(Topic(beatOf: role))) }
      var poller = Poller()
      _ = poller.watch(subscriber.handle)
      while !over {
        try poller.wait(until: .now.advanced(milliseconds: 50))
        while case .message(.success(let envelope)) = try subscriber.receiveEnvelope() {
          guard case .beat(let beat) = envelope.payload else { continue }
          note(beat.role, MonotonicTime.now.milliseconds)
        }
      }
      let now = MonotonicTime.now.milliseconds
      for role in Role.allCases { note(role, now) }
    } catch {
      failure = error
    }
  }

  private var over: Bool {
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    return isOver
  }

  private func note(_ role: Role, _ now: Int64) {
    if let before = last[role] { pauses[role] = max(pauses[role] ?? 0, now - before) }
    last[role] = now
  }
}
