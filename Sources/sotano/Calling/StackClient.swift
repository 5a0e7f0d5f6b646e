import Bus
import Domain
import Foundation
import Journal
import Safety
import Stack
import Wire

/// Asks the processes of one stack, as a person of the same user.
struct StackClient {
  let directory: StateDirectory
  let bot: BotName

  init(_ state: StateOptions) throws {
    let directory = try state.directory()
    do {
      try self.init(directory: directory, bot: state.manifest().settings.bot)
    } catch let failure as Failure {
      // What only stops is asked also where the run cannot be read.
      guard [.dataError, .noInput].contains(failure.code), let bot = StopOnlyChoice(directory).bot else {
        throw failure
      }
      try self.init(directory: directory, bot: bot)
    }
  }

  init(directory: StateDirectory, bot: String) throws {
    guard let name = BotName(bot) else {
      throw Failure(.dataError, "\(directory.path) names its bot '\(bot)', which is no bot's name")
    }
    self.directory = directory
    self.bot = name
  }

  /// Sends one request and waits for its answer.
  ///
  /// - Parameter timeout: milliseconds for all of it.
  /// - Throws: `CallError`.
  func ask(
    _ role: Role, _ content: Request.Content, by person: String? = nil,
    at socket: StateDirectory.Socket = .request, timeout: Int64
  ) throws(CallError) -> Reply.Content {
    let request = Request(
      bot: bot, id: Self.uniqueID(), deadline: MonotonicTime.now.milliseconds + timeout, person: person,
      content: content)
    do {
      var client = try RequestClient(Context(), connect: Endpoint(path: directory.socket(socket, of: role)))
      return try client.request(request, timeout: timeout).content
    } catch let error as BusError {
      switch error {
      case .notConnected: throw .notThere(role)
      case .timedOut: throw .silent(role, milliseconds: timeout)
      default: throw .bus(error)
      }
    } catch let error as WireError {
      throw .wire(error)
    } catch {
      throw .other("\(error)")
    }
  }

  /// Asks for a thing to be done and returns when it has been. `nil` where the answer was that it will be.
  func carryOut(_ command: Command, by person: String, timeout: Int64) throws -> Bool {
    let role = command.recipient
    do {
      switch try ask(role, .command(command), by: person, timeout: timeout) {
      case .done: return true
      case .received: return false
      case .refused(let refusal): throw Failure(refusal)
      case .error(let text): throw Failure(.software, "the \(role.rawValue) could not answer: \(text)")
      case .snapshot, .range, .status, .trips:
        throw Failure(.protocolError, "the \(role.rawValue) answered something else")
      }
    } catch let error as CallError {
      throw Failure(error)
    }
  }

  /// The latest beat of a process; `nil` where it does not answer.
  func beat(of role: Role, timeout: Int64 = 500) -> Beat? {
    guard case .status(let beat) = try? ask(role, .query(.status), timeout: timeout) else { return nil }
    return beat
  }

  /// The latest message of each of a process's topics; empty where it does not answer.
  func latest(of role: Role, timeout: Int64 = 500) -> [Envelope] {
    guard case .snapshot(_, let messages) = try? ask(role, .query(.snapshot), timeout: timeout) else { return [] }
    return messages.compactMap { try? Envelope.decode($0) }
  }

  /// The safety state as its owner holds it, with every stop that is in force; `nil` where the trader does not answer
  /// or has not published it since its start.
  func safety(timeout: Int64 = 500) -> SafetyReport? {
    for envelope in latest(of: .trader, timeout: timeout) {
      guard case .event(.safety(var report)) = envelope.payload else { continue }
      if let all = trips(timeout: timeout) {
        report.trips = all
        report.more = 0
      }
      return report
    }
    return nil
  }

  /// Every stop in force, page by page; `nil` where the trader does not answer.
  private func trips(timeout: Int64) -> [Trip]? {
    var all: [Trip] = []
    while true {
      let query = Query.trips(from: all.count, limit: WireLimits.trips)
      guard case .trips(let page, let count) = try? ask(.trader, .query(query), timeout: timeout) else { return nil }
      all += page
      if page.isEmpty || all.count >= count { return all }
    }
  }

  /// An id that no other request has.
  static func uniqueID() -> String {
    "person-\(wallClockMilliseconds())-\(getpid())-\(String(UInt32.random(in: 0...UInt32.max), radix: 16))"
  }
}

/// What came of a request that was not refused.
struct RequestOutcome: Encodable {
  /// Whether it has been carried out already; otherwise it is kept and will be.
  var done: Bool
  var text: String

  func say(json: Bool) throws {
    if json {
      try sotano.say(json: RequestOutcome(done: done, text: Advice.addressed(text, to: Advice.directory)))
    } else {
      sotano.say(text)
    }
  }
}
