import Domain
import Safety

/// A command's end that is not a success: the sentence for a person and the exit code.
struct Failure: Error, CustomStringConvertible {
  var code: Sysexits
  var description: String

  init(_ code: Sysexits, _ description: String) {
    self.code = code
    self.description = description
  }

  init(_ refusal: Refusal) {
    code = Sysexits(rawValue: refusal.exitCode) ?? .dataError
    description = "refused, \(refusal.sentence)"
  }
}
