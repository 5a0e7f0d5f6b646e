import Domain
import Foundation

/// One line on standard error that is written over as things go on; nothing where nobody looks.
struct ProgressLine {
  private var isShown = false
  private let isInteractive = Terminal.error.isInteractive

  mutating func show(_ text: String) {
    guard isInteractive else { return }
    isShown = true
    FileHandle.standardError.write(Data((Terminal.restartLine + text.shown()).utf8))
  }

  /// Takes the line away.
  mutating func finish() {
    guard isShown else { return }
    isShown = false
    FileHandle.standardError.write(Data(Terminal.restartLine.utf8))
  }
}
