import Foundation
import Glibc
import Subprocess
import Testing

extension RealProcesses {
  @Suite(.enabled(if: Surroundings.hasPython, "needs SOTANO_PYTHON, a Python with examples/requirements.txt"))
  struct TapTests {
    private struct Message: Decodable, Hashable {
      struct Header: Decodable, Hashable {
        // Canonical JSON writes 64-bit integers as text.
        var epoch: String
        var sequence: String
      }
      var header: Header
    }

    @Test(.timeLimit(.minutes(6)))
    func `sotano tap and ten lines of Python print the same messages`() async throws {
      try await Stack.with(["--pace", "600", "--seed", "9", "--set", "gridSpacing=10"]) { stack in
        try await stack.up()
        let file = "\(stack.folder)/python.jsonl"
        let script = #"exec "$1" "$2" "$3" metrics. >"$4""#
        let arguments = [
          "-c", script, "tap", Surroundings.python, "\(Surroundings.root)/examples/tap.py",
          "\(stack.directory)/sockets/monitor.pub", file,
        ]
        _ = try await Subprocess.run(
          .name("bash"), arguments: Arguments(arguments),
          environment: variables(["PYTHONDONTWRITEBYTECODE": "1"]), input: .none, output: .discarded,
          error: .discarded
        ) { execution in
          defer { kill(execution.processIdentifier.value, SIGKILL) }
          try await until("the first message in Python") { try !Self.messages(file).isEmpty }
          let tap = try await stack.sotano("tap", "metrics.*", "--count", "5", "--timeout", "30")
          #expect(tap.code == 0, "\(tap.complaint)")
          let ours = try Self.messages(Data(tap.output.utf8))
          #expect(ours.count == 5)
          let theirs = try await eventually("the same messages in Python") {
            let theirs = try Self.messages(file)
            return ours.keys.allSatisfy { theirs[$0] != nil } ? theirs : nil
          }
          for (header, message) in ours { #expect(theirs[header] == message) }
        }
      }
    }

    private static func messages(_ file: String) throws -> [Message.Header: NSDictionary] {
      try messages(FileManager.default.contents(atPath: file) ?? Data())
    }

    /// The whole lines of a tap's output by where they stand in the stream.
    private static func messages(_ output: Data) throws -> [Message.Header: NSDictionary] {
      let lines = output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
      var found: [Message.Header: NSDictionary] = [:]
      for line in lines {
        let header = try JSONDecoder().decode(Message.self, from: line).header
        found[header] = try JSONSerialization.jsonObject(with: line) as? NSDictionary
      }
      return found
    }
  }
}
