/// A memory that was lost, as far as others know what was in it.
package struct MemoryLoss: Hashable, Sendable {
  /// What the process had published, and others have heard, in the order of its numbers.
  package var told: [Event]
  /// The number of the last of them.
  package var lastNumber: Int64
  /// The configurations that the trader has put in force, in their order, and when.
  package var applied: [Applied]
  /// Who took the loss up and why; for a person.
  package var sentence: String

  package struct Applied: Hashable, Sendable {
    package var configuration: ConfigurationApplied
    package var time: MarketTime

    package init(_ configuration: ConfigurationApplied, time: MarketTime) {
      self.configuration = configuration
      self.time = time
    }
  }

  package init(told: [Event], lastNumber: Int64, applied: [Applied], sentence: String) {
    self.told = told
    self.lastNumber = lastNumber
    self.applied = applied
    self.sentence = sentence
  }
}
