import Foundation

/// What a stream's reader can show.
struct Terminal {
  let descriptor: Int32

  static let output = Terminal(descriptor: STDOUT_FILENO)
  static let error = Terminal(descriptor: STDERR_FILENO)

  var isInteractive: Bool { isatty(descriptor) == 1 && environment["TERM"] != "dumb" }

  /// Colours only for a person who has not asked to be spared them: https://no-color.org
  var hasColour: Bool { isInteractive && (environment["NO_COLOR"] ?? "").isEmpty }

  private var environment: [String: String] { ProcessInfo.processInfo.environment }

  enum Colour: String {
    case green = "32"
    case yellow = "33"
    case red = "31"
    case bold = "1"
  }

  func coloured(_ text: String, _ colour: Colour) -> String {
    hasColour ? "\u{1b}[\(colour.rawValue)m\(text)\u{1b}[0m" : text
  }

  /// Clears the screen for the next picture of something that lives.
  static let clear = "\u{1b}[H\u{1b}[2J"
  /// Goes back to the beginning of the line and clears it.
  static let restartLine = "\r\u{1b}[K"
}
