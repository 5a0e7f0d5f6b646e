import Domain
import SwiftProtobuf

extension Query {
  init(wire: V1Query) throws(WireError) {
    switch wire.query {
    case .snapshot: self = .snapshot
    case .range(let range):
      let from = try required(range.hasFromSequence, range.fromSequence, "Query.Range.from_sequence")
      let limit = try required(range.hasLimit, range.limit, "Query.Range.limit")
      guard from >= 1 else { throw .outOfRange(field: "Query.Range.from_sequence", value: from) }
      guard (1...WireLimits.rangeMessages).contains(limit) else {
        throw .outOfRange(field: "Query.Range.limit", value: limit)
      }
      self = .range(from: from, limit: limit)
    case .status: self = .status
    case .trips(let trips):
      let limit: Int = try count(trips.hasLimit, trips.limit, "Query.Trips.limit")
      guard (1...WireLimits.trips).contains(limit) else {
        throw .outOfRange(field: "Query.Trips.limit", value: Int64(limit))
      }
      self = .trips(from: try count(trips.hasFrom, trips.from, "Query.Trips.from"), limit: limit)
    case nil: throw .missing(field: "Query.query")
    }
  }

  var wire: V1Query {
    var message = V1Query()
    switch self {
    case .snapshot: message.snapshot = V1Query.Snapshot()
    case .range(let from, let limit):
      var range = V1Query.Range()
      range.fromSequence = from
      range.limit = limit
      message.range = range
    case .status: message.status = V1Query.Status()
    case .trips(let from, let limit):
      var trips = V1Query.Trips()
      trips.from = Int64(from)
      trips.limit = Int64(limit)
      message.trips = trips
    }
    return message
  }
}

extension Request {
  init(wire: V1Request) throws(WireError) {
    let spoken = try required(wire.hasProtocolVersion, wire.protocolVersion, "Request.protocol_version")
    guard spoken == Header.protocolVersion else { throw .unknownVersion(spoken) }
    let content: Content
    switch wire.content {
    case .command(let command): content = .command(try Command(wire: command))
    case .query(let query): content = .query(try Query(wire: query))
    case nil: throw .missing(field: "Request.content")
    }
    self.init(
      bot: try botName(wire.hasBot, wire.bot, "Request.bot"),
      id: try identifier(wire.hasID, wire.id, "Request.id"),
      deadline: try required(wire.hasDeadlineMs, wire.deadlineMs, "Request.deadline_ms"),
      person: wire.hasPerson ? try personName(wire.person, "Request.person") : nil,
      content: content)
  }

  var wire: V1Request {
    get throws(WireError) {
      var message = V1Request()
      message.protocolVersion = Header.protocolVersion
      message.bot = bot.text
      message.id = try identifier(id, "Request.id")
      message.deadlineMs = deadline
      if let person { message.person = try personName(person, "Request.person") }
      switch content {
      case .command(let command): message.command = try command.wire
      case .query(let query): message.query = query.wire
      }
      return message
    }
  }
}
