import Domain
import Foundation
import Safety
import SwiftProtobuf

@testable import Wire

/// Requests of every kind with extreme content: well-formed to Protocol Buffers, but for some that are spoilt on purpose.
struct ExtremeRequests {
  private var draw: ExtremeValues
  private let life: String
  private var count = 0

  init(seed: UInt64) {
    draw = ExtremeValues(seed: seed)
    life = "extreme-\(seed)-\(MonotonicTime.now.milliseconds)"
  }

  /// The next request, encoded. It is no larger than a message may be: a larger one is dropped unread by the socket,
  /// and so never answered.
  ///
  /// - Parameter stops: stops, and nothing else.
  mutating func next(stops: Bool) throws -> [UInt8] {
    while true {
      let bytes = try drawn(stops: stops)
      if bytes.count <= WireLimits.message { return bytes }
    }
  }

  private mutating func drawn(stops: Bool) throws -> [UInt8] {
    count += 1
    var request = V1Request()
    request.protocolVersion = draw.chance(40) ? draw.one(of: [0, 2, .max]) : 1
    request.bot = draw.chance(40) ? draw.one(of: ["", "nobody", "..", String(repeating: "b", count: 33)]) : "grid"
    request.id = draw.chance(12) ? draw.identifier : "\(life)-\(count)"
    request.deadlineMs = draw.chance(8) ? draw.wide : MonotonicTime.now.milliseconds + 10_000
    if !draw.chance(10) { request.person = draw.chance(8) ? draw.text : "Ana" }
    if stops {
      request.command.stop = trip
    } else if draw.chance(6) {
      request.query = query
    } else if !draw.chance(50) {
      request.command = command
    }
    var bytes: [UInt8] = try request.serializedBytes()
    if draw.chance(20) { spoil(&bytes) }
    return bytes
  }

  private mutating func spoil(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    switch draw.below(3) {
    case 0: bytes[draw.below(bytes.count)] ^= UInt8(1 << draw.below(8))
    case 1: bytes.removeLast(draw.below(bytes.count) + 1)
    default: bytes += bytes
    }
  }

  // MARK: Content

  private var query: V1Query {
    mutating get {
      var query = V1Query()
      switch draw.below(5) {
      case 3:
        query.trips.from = draw.wide
        query.trips.limit = draw.wide
      case 0: query.snapshot = V1Query.Snapshot()
      case 1: query.status = V1Query.Status()
      case 2:
        var range = V1Query.Range()
        range.fromSequence = draw.wide
        range.limit = draw.wide
        query.range = range
      default: break
      }
      return query
    }
  }

  private var command: V1Command {
    mutating get {
      var command = V1Command()
      switch draw.below(9) {
      case 0, 1:
        command.propose.parameter = parameter
        command.propose.target = value
        command.propose.purpose = purpose
        command.propose.reason = draw.text
        command.propose.evidence = draw.text
        if draw.chance(4) { command.propose.ramp = draw.wide }
      case 2:
        if !draw.chance(4) { command.rollBack.change = draw.wide }
        command.rollBack.reason = draw.text
      case 3: command.approve.reason = draw.text
      case 4:
        command.apply.change = draw.wide
        command.apply.parameter = parameter
        command.apply.value = value
        command.apply.purpose = purpose
        command.apply.expectedVersion = draw.wide
        command.apply.fence = draw.wide
        command.apply.approves = draw.chance(2)
        command.apply.ramps = draw.chance(2)
        command.apply.approvals = draw.wide
      case 5, 6: command.startExperiment = experiment
      case 7:
        if draw.chance(2) {
          command.cancelExperiment.experiment = draw.wide
          command.cancelExperiment.reason = draw.text
        } else {
          command.cancelChange.change = draw.wide
          command.cancelChange.reason = draw.text
        }
      default:
        if draw.chance(2) {
          command.switchVersion.change = draw.wide
          command.switchVersion.turn = draw.wide
          command.switchVersion.version = draw.wide
          command.switchVersion.fence = draw.wide
        } else {
          command.rearm.trip = draw.identifier
          command.rearm.reason = draw.text
        }
      }
      return command
    }
  }

  private var experiment: V1Command.StartExperiment {
    mutating get {
      var request = V1Command.StartExperiment()
      request.hypothesis = draw.text
      request.priority = draw.wide
      switch draw.below(3) {
      case 0:
        request.parameter = parameter
        request.values = (0..<draw.one(of: [0, 1, 2, 49, 200])).map { _ in value }
      default:
        request.candidates = (0..<draw.one(of: [0, 1, 2, 49, 200])).map { _ in
          var candidate = V1Command.StartExperiment.Candidate()
          candidate.settings = (0..<draw.one(of: [0, 1, 2, 9, 20])).map { _ in
            var setting = V1ParameterSetting()
            setting.parameter = parameter
            setting.value = value
            return setting
          }
          return candidate
        }
      }
      if draw.chance(2) {
        request.replay.deflatedSharpe = (0..<draw.one(of: [0, 1, 2, 300])).map { _ in figure }
        request.replay.overfitting = figure
        request.replay.walkForward = figure
        request.replay.trials = draw.wide
        request.replay.days = draw.wide
        request.replay.trades = draw.wide
        request.replay.quotes = draw.text
      }
      return request
    }
  }

  /// Few different ids: a stop stands until a person takes it back.
  private var trip: V1Trip {
    mutating get {
      var trip = V1Trip()
      trip.id = draw.chance(3) ? draw.identifier : "extreme-\(draw.below(4))"
      trip.level = draw.one(of: V1SafetyLevel.allCases + [.UNRECOGNIZED(99)])
      trip.reason = draw.text
      trip.source = draw.text
      trip.timeMs = draw.wide
      return trip
    }
  }

  private var parameter: V1Parameter {
    mutating get { draw.one(of: V1Parameter.allCases + [.UNRECOGNIZED(-1), .UNRECOGNIZED(77)]) }
  }

  private var purpose: V1ChangePurpose {
    mutating get { draw.one(of: V1ChangePurpose.allCases + [.UNRECOGNIZED(77)]) }
  }

  private var value: V1ParameterValue {
    mutating get {
      var value = V1ParameterValue()
      switch draw.below(8) {
      case 0, 1: value.pipsTenths = draw.narrow
      case 2: value.lotsHundredths = draw.narrow
      case 3: value.count = draw.wide
      case 4: value.sessionsMask = draw.one(of: [0, 1, 15, 16, .max])
      case 5: value.timeframe = draw.one(of: V1Timeframe.allCases + [.UNRECOGNIZED(77)])
      case 6: value.entryFilter = draw.one(of: V1EntryFilter.allCases + [.UNRECOGNIZED(77)])
      default: break
      }
      return value
    }
  }

  private var figure: V1Figure {
    mutating get {
      var figure = V1Figure()
      switch draw.below(4) {
      case 0: figure.undefined = V1Figure.Undefined()
      case 1: figure.unknown = V1Figure.Unknown()
      case 2: figure.value = draw.double
      default: break
      }
      return figure
    }
  }
}
