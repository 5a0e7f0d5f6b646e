import ArgumentParser
import Bus
import Domain
import Foundation
import Safety
import Wire

/// Prints what the processes say.
struct Tap: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print messages off the bus as they come, one JSON object a line.",
    discussion: """
      A topic is KIND.BOT.SYMBOL.DETAIL, and * stands for any run of characters. Kinds: quote, trade, account, safety, \
      parameters, incident, minute, metrics, alert, measurement, experiment, decision, report, change, beat.

        sotano tap 'metrics.*' --count 5
        sotano tap 'trade.*.closed' 'change.*'

      Listening slows nobody: a tap that is too slow loses messages. The form is Protocol Buffers' canonical JSON of \
      the contract in Sources/Shared/Wire/Protocol; examples/tap.py does the same in ten lines. Ends with 75 where \
      --timeout comes before --count.
      """)

  @OptionGroup var state: StateOptions
  @Argument(help: ArgumentHelp("Topics to listen to.", valueName: "topic")) var topics: [String] = ["*"]
  @Option(help: ArgumentHelp("End after so many messages.", valueName: "number")) var count: Int?
  @Option(help: ArgumentHelp("End after so many seconds.", valueName: "seconds")) var timeout: Double?

  func validate() throws {
    for topic in topics where TopicPattern(topic) == nil {
      throw ValidationError("'\(topic)' is no topic: 1 to 200 visible characters without blanks, such as 'metrics.*'.")
    }
    if let count, count < 1 { throw ValidationError("--count is a number from 1.") }
    if let timeout { try checkTimeout(timeout) }
  }

  func run() throws {
    let directory = try state.directory()
    _ = try state.manifest()
    var subscriber = try Self.subscriber(topics.compactMap { TopicPattern($0) }, directory)
    var poller = Poller()
    _ = poller.watch(subscriber.handle)
    let end = timeout.map { MonotonicTime.now.advanced(milliseconds: Int64($0 * 1000)) }
    var printed = 0
    while true {
      switch try subscriber.receiveEnvelope() {
      case .message(.success(let envelope)):
        emit(Data((try envelope.jsonLine() + "\n").utf8))
        printed += 1
        if printed == count { return }
      case .message(.failure(let error)): tell("sotano: a message could not be read: \(error)")
      case .skipped: break
      case .nothing:
        if let end, end <= .now { return try checkEnough(printed) }
        try poller.wait(until: end)
      }
    }
  }

  private func checkEnough(_ printed: Int) throws {
    guard let count else { return }
    throw Failure(
      .temporaryFailure, "\(printed) of \(count) messages came in time; `sotano status` shows whether the stack runs")
  }

  private static func subscriber(
    _ patterns: [TopicPattern], _ directory: StateDirectory
  ) throws -> Subscriber {
    do {
      let endpoints = try Role.allCases.map { try Endpoint(path: directory.socket(.publish, of: $0)) }
      var subscriber = try Subscriber(Context(), connect: endpoints[0])
      for endpoint in endpoints.dropFirst() { try subscriber.connect(endpoint) }
      for pattern in patterns { try subscriber.subscribe(pattern) }
      return subscriber
    } catch let error as BusError {
      throw Failure(.unavailable, "\(error)")
    }
  }
}
