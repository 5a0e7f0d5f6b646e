import ArgumentParser
import Foundation
import Safety
import StopOnly

extension FlattenPolicy: ExpressibleByArgument {}

/// What the trader's stop-only mode is to do, fixed at `up`: two small files, since run.json may be what cannot be
/// read.
struct StopOnlyChoice {
  private let directory: StateDirectory

  init(_ directory: StateDirectory) {
    self.directory = directory
  }

  private var policyFile: String { "\(directory.run)/flatten" }
  private var botFile: String { "\(directory.run)/bot" }

  /// The policy in force; `always` where none was chosen.
  var policy: FlattenPolicy { Self.word(policyFile).flatMap(FlattenPolicy.init(rawValue:)) ?? .always }

  /// Whether what was chosen can be read; also where nothing was chosen.
  var isReadable: Bool { Self.word(policyFile).map { FlattenPolicy(rawValue: $0) != nil } ?? true }

  /// The bot's name; `nil` where it was never written.
  var bot: String? { Self.word(botFile) }

  /// - Parameter chosen: `nil` for what was chosen before.
  func remember(bot: String, _ chosen: FlattenPolicy?) throws {
    do {
      for (file, word) in [(policyFile, (chosen ?? policy).rawValue), (botFile, bot)] where Self.word(file) != word {
        try Data("\(word)\n".utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
      }
    } catch {
      throw Failure(.cannotCreate, "\(policyFile) and \(botFile) cannot be written: \(error.localizedDescription)")
    }
  }

  private static func word(_ file: String) -> String? {
    FileManager.default.contents(atPath: file).flatMap {
      String(decoding: $0.prefix(64), as: UTF8.self).split(whereSeparator: \.isWhitespace).first.map(String.init)
    }
  }
}
