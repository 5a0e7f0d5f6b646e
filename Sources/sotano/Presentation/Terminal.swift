import Domain
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

    /// Of the last private plane, where no text has a character.
    fileprivate static let marks: ClosedRange<UInt32> = 0x10f100...0x10f1ff
    fileprivate static let end = Unicode.Scalar(0x10f100 as UInt32).map { String(Character($0)) } ?? ""

    fileprivate var mark: String {
      Unicode.Scalar(0x10f100 + (UInt32(rawValue) ?? 0)).map { String(Character($0)) } ?? ""
    }

    fileprivate static func escape(for scalar: Unicode.Scalar) -> String {
      let number = String(scalar.value - marks.lowerBound)
      return scalar.value == marks.lowerBound || Colour(rawValue: number) != nil ? "\u{1b}[\(number)m" : ""
    }
  }

  /// A text that `say` writes in a colour. It holds marks instead of escapes: these are written out in every text.
  func coloured(_ text: String, _ colour: Colour) -> String {
    hasColour ? "\(colour.mark)\(text)\(Colour.end)" : text
  }

  /// The text with its marks of colour as escapes; without them where nobody wants colours.
  func inked(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { Colour.marks.contains($0.value) }) else { return text }
    var inked = ""
    for scalar in text.unicodeScalars {
      if Colour.marks.contains(scalar.value) {
        if hasColour { inked += Colour.escape(for: scalar) }
      } else {
        inked.unicodeScalars.append(scalar)
      }
    }
    return inked
  }

  /// Clears the screen for the next picture of a live view.
  static let clear = "\u{1b}[H\u{1b}[2J"
  /// Goes back to the beginning of the line and clears it.
  static let restartLine = "\r\u{1b}[K"
}

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
