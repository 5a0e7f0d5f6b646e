import Foundation
import Subprocess

/// Runs `body` in a short temporary folder and leaves nothing behind: no process, no file.
///
/// A shell waits on a pipe that the test holds. When the test is done, fails, is cancelled or dies, the pipe closes, and
/// the shell stops whatever stack ran in the folder, kills what is left of it and removes the folder.
@discardableResult
func inTemporaryFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
  // Sockets live in it, and their paths may have 107 bytes.
  let folder = "/tmp/sp-\(String(UInt32.random(in: 0...UInt32.max), radix: 36))"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
  var options = PlatformOptions()
  options.createSession = true
  options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(60))]
  var result: Result<Value, any Error> = .failure(CancellationError())
  _ = try await Subprocess.run(
    .name("bash"), arguments: ["-c", reaper],
    environment: variables(["REAPED": folder, "SUPERVISE": Surroundings.supervise]), platformOptions: options,
    input: .inputWriter, output: .discarded, error: .discarded
  ) { execution in
    do { result = .success(try await body(folder)) } catch { result = .failure(error) }
    try await execution.standardInputWriter.finish()
  }
  return try result.get()
}

/// The folder is in the environment and not in the arguments, so that the shell does not find itself.
private let reaper = """
  reap() {
    trap '' TERM
    for stack in "$REAPED"/*/service; do
      [ ! -d "$stack" ] || "$SUPERVISE" stop "${stack%/service}"
    done
    for file in /proc/[0-9]*/cmdline; do
      pid=${file//[!0-9]/}
      mapfile -d '' words <"$file" || continue
      case "${words[*]}" in
        *"$REAPED/"*) kill -KILL "$pid" ;;
        s6-supervise*) case $(readlink "/proc/$pid/cwd") in "$REAPED/"*) kill -KILL "$pid" ;; esac ;;
      esac
    done 2>/dev/null
    rm -rf -- "$REAPED"
  }
  trap reap EXIT
  trap exit TERM INT HUP
  read -r
  """
