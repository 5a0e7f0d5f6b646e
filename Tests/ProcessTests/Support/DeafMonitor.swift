import Bus
import Domain
import Foundation
import Safety
import Synchronization
import Wire

/// A monitor on purpose deaf: in the place of the real one, which is held down, it beats four times a second in its
/// name and says for ever that it has read no more than it had.
final class DeafMonitor: Sendable {
  private let isEnding = Mutex(false)

  /// - Parameter former: the last word of the monitor whose place it takes.
  init(in stack: Stack, after former: Beat, bot: BotName) throws {
    let socket = "\(stack.directory)/sockets/monitor.pub"
    let thread = Thread { [self] in
      do { try beat(at: Endpoint(path: socket), former, bot) } catch { print("the deaf monitor: \(error)") }
    }
    thread.start()
  }

  func end() { isEnding.withLock { $0 = true } }

  private func beat(at endpoint: Endpoint, _ former: Beat, _ bot: BotName) throws {
    let publisher = try Publisher(Context(), bind: endpoint)
    var beat = former
    beat.epoch += 1
    // Of a journal that has gone on: it is deaf, and not another one.
    beat.journal = former.journal.map { JournalHead(sequence: $0.sequence + 1_000, hash: $0.hash) }
    var sequence: Int64 = 0
    while !isEnding.withLock({ $0 }) {
      sequence += 1
      let header = Header(
        bot: bot, symbol: nil, sender: .monitor, epoch: beat.epoch, sequence: sequence, isDurable: false, time: .origin,
        sentAt: 0)
      try publisher.publish(Envelope(header: header, payload: .beat(beat)).encoded())
      Thread.sleep(forTimeInterval: 0.25)
    }
  }

  /// What the real monitor says of itself now.
  static func lastWord(in stack: Stack, bot: BotName) throws -> Beat {
    var client = try RequestClient(Context(), connect: Endpoint(path: "\(stack.directory)/sockets/monitor.req"))
    let request = Request(
      bot: bot, id: "last-word", deadline: MonotonicTime.now.milliseconds + 5_000, person: "Ana",
      content: .query(.status))
    guard case .status(let beat) = try client.request(request, timeout: 5_000).content else {
      throw Unmet(description: "the monitor does not tell its state")
    }
    return beat
  }
}
