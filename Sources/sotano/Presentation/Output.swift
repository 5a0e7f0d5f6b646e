import Domain
import Foundation

/// Writes to standard output, the text and a newline.
func say(_ text: String) {
  emit(Data(printed(text, on: .output, about: Advice.directory).utf8))
}

/// What a reader of the terminal gets of a text, with the newline. What would move the cursor, change colours or hide
/// words is shown and not obeyed, wherever the text came from.
///
/// - Parameter directory: the one that advice names; `nil` for the default one.
func printed(_ text: String, on terminal: Terminal, about directory: String?) -> String {
  terminal.inked(Advice.addressed(text, to: directory).shown(keepsLayout: true)) + "\n"
}

/// Writes to standard error what is not the result: progress, warnings, errors.
func tell(_ text: String) {
  write(Data((Advice.addressed(text, to: Advice.directory).shown(keepsLayout: true) + "\n").utf8), to: STDERR_FILENO)
}

/// Writes a value as JSON with sorted keys and a newline.
func say(json value: some Encodable) throws {
  emit(try printed(json: value))
}

func printed(json value: some Encodable) throws -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  return try encoder.encode(value) + Data("\n".utf8)
}

/// Writes bytes to standard output. Where the reader has had enough, as `head` has, the program ends.
func emit(_ data: Data) {
  if !write(data, to: STDOUT_FILENO) { exit(EXIT_SUCCESS) }
}

@discardableResult
private func write(_ data: Data, to descriptor: Int32) -> Bool {
  data.withUnsafeBytes { bytes in
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }
}
