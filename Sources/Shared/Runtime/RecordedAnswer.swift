package import Domain
package import Foundation

/// The answer to a command as the journal keeps it, so that the same command gets the same answer again.
package struct RecordedAnswer: Hashable, Sendable, Codable {
  package var refusal: Refusal?

  package init(refusal: Refusal?) {
    self.refusal = refusal
  }

  /// Stands for the answer to a process's command that was stored.
  package static let received = Data("received".utf8)
}

/// The value as JSON with sorted keys: the same value is the same bytes in every run.
package func canonicalJSON(_ value: some Encodable) throws -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys]
  return try encoder.encode(value)
}
