import Domain
import SwiftProtobuf

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Frames {
  init(wire: V1Frames) throws(WireError) {
    self.init(
      topic: Array(try required(wire.hasTopic, wire.topic, "Frames.topic")),
      header: Array(try required(wire.hasHeader, wire.header, "Frames.header")),
      body: Array(try required(wire.hasBody, wire.body, "Frames.body")))
  }

  var wire: V1Frames {
    var message = V1Frames()
    message.topic = Data(topic)
    message.header = Data(header)
    message.body = Data(body)
    return message
  }

  static func list(wire: [V1Frames]) throws(WireError) -> [Frames] {
    try wire.map { (frames) throws(WireError) in try Frames(wire: frames) }
  }
}

extension StreamPosition {
  init(wire: V1StreamPosition) throws(WireError) {
    let name = "StreamPosition"
    self.init(
      epoch: try count(wire.hasEpoch, wire.epoch, "\(name).epoch"),
      durableSequence: try count(wire.hasDurableSequence, wire.durableSequence, "\(name).durable_sequence"),
      transientSequence: try count(wire.hasTransientSequence, wire.transientSequence, "\(name).transient_sequence"))
  }

  var wire: V1StreamPosition {
    var message = V1StreamPosition()
    message.epoch = epoch
    message.durableSequence = durableSequence
    message.transientSequence = transientSequence
    return message
  }
}

extension Reply {
  init(wire: V1Reply) throws(WireError) {
    let spoken = try required(wire.hasProtocolVersion, wire.protocolVersion, "Reply.protocol_version")
    guard spoken == Header.protocolVersion else { throw .unknownVersion(spoken) }
    let id = try required(wire.hasID, wire.id, "Reply.id")
    self.init(id: id.isEmpty ? id : try identifier(id, "Reply.id"), content: try Content(wire: wire.content))
  }

  var wire: V1Reply {
    get throws(WireError) {
      var message = V1Reply()
      message.protocolVersion = Header.protocolVersion
      message.id = id.isEmpty ? id : try identifier(id, "Reply.id")
      message.content = try content.wire
      return message
    }
  }
}

extension Reply.Content {
  init(wire: V1Reply.OneOf_Content?) throws(WireError) {
    switch wire {
    case .received: self = .received
    case .done: self = .done
    case .refused(let refusal): self = .refused(try Refusal(wire: refusal))
    case .snapshot(let snapshot):
      self = .snapshot(
        position: try StreamPosition(
          wire: required(snapshot.hasPosition, snapshot.position, "Reply.Snapshot.position")),
        messages: try Frames.list(wire: snapshot.messages))
    case .range(let range):
      self = .range(
        messages: try Frames.list(wire: range.messages),
        lastSequence: try count(range.hasLastSequence, range.lastSequence, "Reply.Range.last_sequence"))
    case .status(let beat): self = .status(try Beat(wire: beat))
    case .error(let what): self = .error(try text(true, what, "Reply.error"))
    case .trips(let page):
      self = .trips(
        try page.trips.map { (trip) throws(WireError) in try Trip(wire: trip) },
        count: try count(page.hasCount, page.count, "Reply.Trips.count"))
    case nil: throw .missing(field: "Reply.content")
    }
  }

  var wire: V1Reply.OneOf_Content {
    get throws(WireError) {
      switch self {
      case .received: return .received(V1Reply.Received())
      case .done: return .done(V1Reply.Done())
      case .refused(let refusal): return .refused(refusal.wire)
      case .snapshot(let position, let messages):
        var snapshot = V1Reply.Snapshot()
        snapshot.position = position.wire
        snapshot.messages = messages.map(\.wire)
        return .snapshot(snapshot)
      case .range(let messages, let lastSequence):
        var range = V1Reply.Range()
        range.messages = messages.map(\.wire)
        range.lastSequence = lastSequence
        return .range(range)
      case .status(let beat): return .status(try beat.wire)
      case .error(let what): return .error(cut(what))
      case .trips(let trips, let count):
        var page = V1Reply.Trips()
        page.trips = try trips.map { (trip) throws(WireError) in try trip.wire }
        page.count = Int64(count)
        return .trips(page)
      }
    }
  }
}
