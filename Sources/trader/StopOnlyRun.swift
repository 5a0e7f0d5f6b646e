import Foundation
import Glibc
import Runtime
import Safety
import StopOnly
import Wire

/// The stop-only mode from start to end. Whatever ends it, the supervisor restarts it.
///
/// - Parameter bot: `nil` where nothing says whose positions they are: all are closed then.
func runStopOnly(_ options: ProcessOptions, bot: BotName?, policy: FlattenPolicy) -> Never {
  Signals.install()
  umask(0o077)
  // A log that cannot be written, as on a full disk, must not hold the loop.
  let flags = fcntl(STDERR_FILENO, F_GETFL)
  if flags >= 0 { _ = fcntl(STDERR_FILENO, F_SETFL, flags | O_NONBLOCK) }
  do {
    try StopOnlyProcess(options, bot: bot, policy: policy).run()
    exit(Sysexits.ok.rawValue)
  } catch {
    let text = Array("trader: stop-only: \(error)\n".utf8)
    _ = write(STDERR_FILENO, text, text.count)
    exit(((error as? any EndingError)?.exitCode ?? .software).rawValue)
  }
}
