package import Domain

/// What a core's loop needs of the world besides: other processes' streams, and the sending of commands.
package protocol CoreSurroundings: LoopSurroundings where State == HostState<C> {
  associatedtype C: Core

  /// Stores that commands have been acknowledged and need no more sending.
  func settle(_ ids: [String]) throws
  func beat(_ progress: LoopProgress) throws
  func send(_ command: OutgoingCommand, now: Int64) throws
  func askForRange(of role: Role, from sequence: Int64, now: Int64) throws
}

/// How far a loop has come, as its beats report it.
package struct LoopProgress: Hashable, Sendable {
  /// Number of the last durable event.
  package var sequence: Int64
  /// The last market minute that this process has finished, its commands acknowledged; `nil` before the first.
  package var minuteDone: Int64?
  package var time: MarketTime
  /// How far the trader's stream has been read; `nil` before the trader was heard.
  package var heard: HeardPosition?

  package init(sequence: Int64, minuteDone: Int64?, time: MarketTime, heard: HeardPosition?) {
    self.sequence = sequence
    self.minuteDone = minuteDone
    self.time = time
    self.heard = heard
  }
}
