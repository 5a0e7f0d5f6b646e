import Domain
import SwiftProtobuf

extension Header {
  init(wire: V1Header) throws(WireError) {
    let spoken = try required(wire.hasProtocolVersion, wire.protocolVersion, "Header.protocol_version")
    guard spoken == Self.protocolVersion else { throw .unknownVersion(spoken) }
    let sequence: Int64 = try count(wire.hasSequence, wire.sequence, "Header.sequence")
    guard sequence > 0 else { throw .outOfRange(field: "Header.sequence", value: sequence) }
    self.init(
      bot: try botName(wire.hasBot, wire.bot, "Header.bot"),
      symbol: wire.hasSymbol ? try symbolName(wire.symbol, "Header.symbol") : nil,
      sender: try Role(wire.hasSender, wire: wire.sender, "Header.sender"),
      epoch: try count(wire.hasEpoch, wire.epoch, "Header.epoch"),
      sequence: sequence,
      isDurable: try required(wire.hasDurable, wire.durable, "Header.durable"),
      time: try MarketTime(wire.hasEventTime, wire: wire.eventTime, "Header.event_time"),
      sentAt: try required(wire.hasSentAtMs, wire.sentAtMs, "Header.sent_at_ms"),
      deadline: wire.hasDeadlineMs ? wire.deadlineMs : nil)
  }

  var wire: V1Header {
    get throws(WireError) {
      guard sequence > 0 else { throw .outOfRange(field: "Header.sequence", value: sequence) }
      var message = V1Header()
      message.protocolVersion = Self.protocolVersion
      message.bot = bot.text
      if let symbol { message.symbol = symbol.name }
      message.sender = sender.wire
      message.epoch = epoch
      message.sequence = sequence
      message.durable = isDurable
      message.eventTime = time.wire
      message.sentAtMs = sentAt
      if let deadline { message.deadlineMs = deadline }
      return message
    }
  }
}

func botName(_ isPresent: Bool, _ value: String, _ field: String) throws(WireError) -> BotName {
  guard isPresent else { throw .missing(field: field) }
  guard let name = BotName(value) else { throw .malformedName(field: field) }
  return name
}

private func symbolName(_ value: String, _ field: String) throws(WireError) -> Symbol {
  guard let symbol = Symbol(value) else { throw .malformedName(field: field) }
  return symbol
}
