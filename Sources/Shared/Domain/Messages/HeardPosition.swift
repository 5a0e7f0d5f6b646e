/// How far a process has read the trader's durable stream, as its beats report it.
package struct HeardPosition: Hashable, Sendable, Codable {
  /// The last event of the trader that the process has read, and all before it.
  package var sequence: Int64
  /// The trader's epoch that the process heard last.
  package var epoch: Int64

  package init(sequence: Int64, epoch: Int64) {
    self.sequence = sequence
    self.epoch = epoch
  }
}
