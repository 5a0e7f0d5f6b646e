package import Domain

/// What a process says about itself from its main work loop, every 250 ms.
package struct Beat: Hashable, Sendable {
  package var role: Role
  /// The sender's durable boot counter.
  package var epoch: Int64
  /// Last position of the sender's durable stream; 0 before the first.
  package var headSequence: Int64
  /// `nil` while the journal is empty.
  package var journal: JournalHead?
  /// The last market minute that the sender has finished; `nil` before the first.
  package var minuteDone: Int64?
  /// The configuration version in force; the trader's.
  package var version: ConfigurationVersion?
  /// Highest writer's epoch seen; the trader's.
  package var fence: Int64?
  /// The trader's safety level.
  package var level: SafetyLevel?
  /// Build of the sender's executable, for telling mixed builds.
  package var build: String
  /// SHA-256 of the sender's effective configuration, 32 bytes.
  package var configurationHash: [UInt8]
  /// Stored inputs that the sender has set aside, ever, because they could not be judged.
  package var setAside: Int64
  /// How far the sender has read the trader's stream; `nil` before it has heard the trader.
  package var heard: HeardPosition?
  /// Whether the sender is the trader in stop-only mode: its journal is not read, and its stream does not go on.
  package var isStopOnly: Bool

  package init(
    role: Role, epoch: Int64, headSequence: Int64, journal: JournalHead? = nil, minuteDone: Int64? = nil,
    version: ConfigurationVersion? = nil, fence: Int64? = nil, level: SafetyLevel? = nil, build: String,
    configurationHash: [UInt8], isStopOnly: Bool = false, setAside: Int64 = 0, heard: HeardPosition? = nil
  ) {
    self.role = role
    self.epoch = epoch
    self.headSequence = headSequence
    self.journal = journal
    self.minuteDone = minuteDone
    self.version = version
    self.fence = fence
    self.level = level
    self.build = build
    self.configurationHash = configurationHash
    self.setAside = setAside
    self.heard = heard
    self.isStopOnly = isStopOnly
  }
}

/// Position and SHA-256 (32 bytes) of a journal's last record, by which a cut tail is noticed.
package struct JournalHead: Hashable, Sendable {
  package var sequence: Int64
  package var hash: [UInt8]

  package init(sequence: Int64, hash: [UInt8]) {
    self.sequence = sequence
    self.hash = hash
  }
}
