internal import Glibc
internal import Synchronization

/// The planned shutdown. TERM and INT set a flag; the loop sees it within a turn. A peer that disconnects raises no
/// signal.
package enum Signals {
  private static let ending = Atomic<Bool>(false)

  package static var isEnding: Bool { ending.load(ordering: .relaxed) }

  package static func install() {
    signal(SIGPIPE, SIG_IGN)
    for number in [SIGTERM, SIGINT] {
      signal(number) { _ in Signals.end() }
    }
  }

  /// As a signal does it.
  package static func end() {
    ending.store(true, ordering: .relaxed)
  }
}
