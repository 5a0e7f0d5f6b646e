import Domain
import SwiftProtobuf

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Beat {
  init(wire: V1Beat) throws(WireError) {
    self.init(
      role: try Role(wire.hasRole, wire: wire.role, "Beat.role"),
      epoch: try count(wire.hasEpoch, wire.epoch, "Beat.epoch"),
      headSequence: try count(wire.hasHeadSequence, wire.headSequence, "Beat.head_sequence"),
      journal: wire.hasJournal ? try JournalHead(wire: wire.journal) : nil,
      minuteDone: wire.hasMinuteDone ? wire.minuteDone : nil,
      version: wire.hasVersion ? try Wire.version(true, wire.version, "Beat.version") : nil,
      fence: wire.hasFence ? wire.fence : nil,
      level: wire.hasLevel ? try SafetyLevel(wire: wire.level, "Beat.level") : nil,
      build: try text(wire.hasBuild, wire.build, "Beat.build"),
      configurationHash: try digest(
        required(wire.hasConfigurationHash, wire.configurationHash, "Beat.configuration_hash"),
        "Beat.configuration_hash"),
      isStopOnly: wire.stopOnly, setAside: wire.hasSetAside ? try count(true, wire.setAside, "Beat.set_aside") : 0,
      heard: try heardPosition(wire))
  }

  var wire: V1Beat {
    get throws(WireError) {
      var message = V1Beat()
      message.role = role.wire
      message.epoch = epoch
      message.headSequence = headSequence
      if let journal { message.journal = try journal.wire }
      if let minuteDone { message.minuteDone = minuteDone }
      if let version { message.version = version.number }
      if let fence { message.fence = fence }
      if let level { message.level = level.wire }
      message.build = cut(build)
      message.configurationHash = Data(try digest(configurationHash, "Beat.configuration_hash"))
      if setAside > 0 { message.setAside = setAside }
      if let heard {
        message.heardSequence = heard.sequence
        message.heardEpoch = heard.epoch
      }
      if isStopOnly { message.stopOnly = true }
      return message
    }
  }
}

private func heardPosition(_ wire: V1Beat) throws(WireError) -> HeardPosition? {
  guard wire.hasHeardSequence else { return nil }
  return HeardPosition(
    sequence: try count(true, wire.heardSequence, "Beat.heard_sequence"),
    epoch: try count(wire.hasHeardEpoch, wire.heardEpoch, "Beat.heard_epoch"))
}

extension JournalHead {
  init(wire: V1JournalHead) throws(WireError) {
    self.init(
      sequence: try count(wire.hasSequence, wire.sequence, "JournalHead.sequence"),
      hash: try digest(required(wire.hasHash, wire.hash, "JournalHead.hash"), "JournalHead.hash"))
  }

  var wire: V1JournalHead {
    get throws(WireError) {
      var message = V1JournalHead()
      message.sequence = sequence
      message.hash = Data(try digest(hash, "JournalHead.hash"))
      return message
    }
  }
}
