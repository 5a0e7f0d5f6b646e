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
