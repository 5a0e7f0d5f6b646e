package import Domain
internal import Foundation
internal import Journal
package import Runtime
internal import Safety

/// What every process does around its loop: signals, directory, lock, journal, and the right exit code.
package func runProcess(_ role: Role, _ options: ProcessOptions, _ body: (Ambience, RunManifest) throws -> Void)
  -> Never
{
  Signals.install()
  umask(0o077)
  do {
    let start = try Start(role, options)
    let ambience = start.ambience
    do {
      try body(ambience, start.manifest)
      // Moves the write-ahead log into the file; where that fails, the next start reads the log.
      try? ambience.journal.close()
    } catch  where isDiskFull(error) {
      ambience.stopForFullDisk()
      throw error
    }
    exit(Sysexits.ok.rawValue)
  } catch {
    end(role, with: error)
  }
}

/// Logs what ended a process and exits with its code.
package func end(_ role: Role, with error: any Error) -> Never {
  FileHandle.standardError.write(
    Data(("\(role.rawValue): \(sentence(of: error))".shown(keepsLayout: true) + "\n").utf8))
  exit(exitCode(of: error).rawValue)
}

private func sentence(of error: any Error) -> String {
  switch error {
  case let error as StartError: error.description
  case let error as JournalError: "\(error): \(error.advice)"
  default: "\(error)"
  }
}

private func exitCode(of error: any Error) -> Sysexits {
  switch error {
  case let error as any EndingError: error.exitCode
  case _ where isDiskFull(error): .temporaryFailure
  default: .software
  }
}
