import Foundation
import Subprocess

/// What a program that has ended said.
struct Ended {
  var code: Int32
  var output: String
  var complaint: String

  /// Its output as the JSON of one value.
  func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(output.utf8))
    } catch {
      throw Unmet(description: "exit code \(code); not the JSON of \(type): \(error)\n\(output)\n\(complaint)")
    }
  }
}

/// Runs a program, by its path or its name, to its end. One that was killed by a signal has the code 128 and the signal's
/// number.
func run(_ program: String, _ arguments: [String], _ environment: [String: String] = [:]) async throws -> Ended {
  let result = try await Subprocess.run(
    .name("env"), arguments: Arguments([program] + arguments), environment: variables(environment),
    output: .string(limit: 1 << 26), error: .string(limit: 1 << 20))
  let code: Int32 =
    switch result.terminationStatus {
    case .exited(let code): code
    case .signaled(let signal): 128 + signal
    }
  return Ended(code: code, output: result.standardOutput, complaint: result.standardError)
}

func variables(_ changed: [String: String]) -> Environment {
  .inherit.updating(Dictionary(uniqueKeysWithValues: changed.map { (Environment.Key(stringLiteral: $0), $1) }))
}
