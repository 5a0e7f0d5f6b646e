/// How far a process has taken in the trader's durable stream, as its beats tell it.
package struct HeardPosition: Hashable, Sendable, Codable {
  /// The last event of the trader that the process has taken in, everything before it included.
  package var sequence: Int64
  /// The trader's epoch that the process heard last.
  package var epoch: Int64

  package init(sequence: Int64, epoch: Int64) {
    self.sequence = sequence
    self.epoch = epoch
  }
}
