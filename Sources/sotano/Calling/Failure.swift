import Bus
import Domain
import GridTrading
import Safety
import Wire

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

extension Failure {
  /// A name that a person gave.
  static func unknownSymbol(_ name: String) -> Failure {
    let near = nearestName(to: name, among: SymbolProfile.names)
    let known = SymbolProfile.names.joined(separator: ", ")
    return Failure(.usage, "no profile for \(name); \(near.map { "did you mean \($0)?" } ?? "there are \(known)")")
  }

  /// The symbol of a run.
  static func noProfile(of symbol: Symbol) -> Failure {
    Failure(.configuration, "there is no profile for \(symbol)")
  }
}

/// Why a process gave no answer.
enum CallError: Error {
  /// Nobody listens at its socket.
  case notThere(Role)
  /// It accepted the request and did not answer in time.
  case silent(Role, milliseconds: Int64)
  case bus(BusError)
  case wire(WireError)
  case other(String)
}

extension Failure {
  init(_ error: CallError) {
    switch error {
    case .notThere(let role):
      self.init(.unavailable, "the \(role.rawValue) does not run; `sotano status` says more, `sotano up` starts it")
    case .silent(let role, let milliseconds):
      self.init(
        .temporaryFailure,
        "no answer from the \(role.rawValue) within \(Double(milliseconds) / 1000) s; it may still carry it out: look "
          + "with `sotano status` and `sotano changes`, or wait longer with --timeout")
    case .bus(let error): self.init(.unavailable, "\(error)")
    case .wire(.malformedName(let field)):
      self.init(.usage, "\(field) may not be empty, and has letters, digits, blanks and simple signs only")
    case .wire(.tooLarge(let part, _, let limit)):
      self.init(.usage, "\(part) is too long: \(limit) bytes at most")
    case .wire(let error): self.init(.protocolError, "an answer could not be read: \(error)")
    case .other(let text): self.init(.software, text)
    }
  }
}
