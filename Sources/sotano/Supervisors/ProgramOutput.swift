import Foundation
import Safety
import Subprocess

/// Runs a program to its end and gives back what it printed.
///
/// - Parameter program: its name, looked up in PATH, or its path.
/// - Throws: `Failure` with the program's own complaint and, where it is one of ours, its exit code.
func output(of program: String, _ arguments: [String]) async throws -> String {
  // A shell takes either.
  let result = try await Subprocess.run(
    .name("sh"), arguments: Arguments(["-c", #"exec "$0" "$@""#, program] + arguments), output: .string(limit: 1 << 20),
    error: .string(limit: 1 << 20))
  let complaint = result.standardError.trimmingCharacters(in: .whitespacesAndNewlines)
  switch result.terminationStatus {
  case .exited(0): return result.standardOutput
  case .exited(let code):
    let told = complaint.isEmpty ? "\(program) \(arguments.joined(separator: " ")) ended with \(code)" : complaint
    throw Failure(Sysexits(rawValue: Int32(code)) ?? .software, told)
  default: throw Failure(.software, "\(program) was killed")
  }
}
