internal import Domain
internal import Foundation
internal import GridTrading
internal import Journal
internal import MarketFeeds
internal import Runtime
internal import Safety
internal import Settings
internal import Stack
internal import TraderRuntime
internal import Wire

/// Everything that reads bytes which somebody else may have written.
package enum Decoder: String, CaseIterable, Sendable {
  case message
  case request
  case reply
  case settings
  case quotes
  case stream
  case journal
  case latch

  /// Gives it these bytes, as if they had come from outside. It may refuse anything.
  ///
  /// - Throws: `BrokenRule` where what it accepted does not hold.
  package func take(_ bytes: [UInt8]) throws {
    switch self {
    case .message: try message(bytes)
    case .request:
      guard let request = try? Request.decode(bytes) else { return }
      try require((try? Request.decode(request.encoded())) == request, "a request says the same when it is sent on")
    case .reply:
      guard let reply = try? Reply.decode(bytes) else { return }
      try require((try? Reply.decode(reply.encoded())) == reply, "a reply says the same when it is sent on")
    case .settings: try settings(bytes)
    case .quotes: try quotes(bytes)
    case .stream: try stream(bytes)
    case .journal: journal(bytes)
    case .latch: try latch(bytes)
    }
  }

  /// Two bytes say how long topic and header are.
  private func message(_ bytes: [UInt8]) throws {
    guard bytes.count >= 2, bytes.count >= 2 + Int(bytes[0]) + Int(bytes[1]) else { return }
    let header = 2 + Int(bytes[0])
    let body = header + Int(bytes[1])
    let frames = Frames(
      topic: Array(bytes[2..<header]), header: Array(bytes[header..<body]), body: Array(bytes[body...]))
    guard let envelope = try? Envelope.decode(frames) else { return }
    try require((try? Envelope.decode(envelope.encoded())) == envelope, "a message says the same when it is sent on")
    try require((try? envelope.jsonLine()) != nil, "what can be read can be shown")
  }

  private func settings(_ bytes: [UInt8]) throws {
    let yaml = String(decoding: bytes, as: UTF8.self)
    guard let loaded = try? SettingsLoader.loaded(yaml: yaml, file: "f", defaults: StackSettings()) else { return }
    guard let printed = try? loaded.effective() else { return try require(false, "what is in force can be printed") }
    let again = try? SettingsLoader.load(yaml: printed, file: "f", defaults: StackSettings())
    try require(again == loaded.value, "what is in force reads back as the same")
  }

  private func quotes(_ bytes: [UInt8]) throws {
    guard let profile = SymbolProfile.named("EURUSD") else { preconditionFailure("EURUSD is a shipped symbol") }
    let file = MemoryFile(bytes)
    guard let feed = try? FileFeed(path: file.path, options: FeedOptions(profile: profile)) else { return }
    var last = Int64.min
    var quotes: [Quote] = []
    while let time = try? feed.next(into: &quotes) {
      try require(time % 60_000 == 0, "a minute begins at a whole minute")
      for quote in quotes {
        try require(quote.time >= last && quote.bid.points > 0 && quote.ask >= quote.bid, "a quote can be true")
        last = quote.time
      }
    }
  }

  private func stream(_ bytes: [UInt8]) throws {
    let file = MemoryFile(bytes)
    guard let log = try? StreamLog(path: file.path) else { return }
    let kept = (try? log.read(from: log.first, limit: 1000, bytes: 1 << 20)) ?? []
    try require(kept.map(\.sequence) == Array(log.first..<log.first + Int64(kept.count)), "records follow each other")
    do {
      try log.append(log.last + 1, Data("more".utf8))
      try require(try log.read(from: log.last, limit: 1, bytes: 1).first?.payload == Data("more".utf8), "it goes on")
    } catch {
      try require(false, "a log that was opened takes the next record: \(error)")
    }
  }

  private func journal(_ bytes: [UInt8]) {
    let file = MemoryFile(bytes)
    _ = try? JournalFile.verify(path: file.path)
  }

  private func latch(_ bytes: [UInt8]) throws {
    let folder = MemoryFile.folder + "/latch"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    MemoryFile.write(bytes, to: folder + "/t.trip")
    try require(Latch(directory: folder).read().level != .active, "any file in a latch is a stop, whatever is in it")
  }
}

/// A rule that does not hold for bytes that a decoder has accepted.
package struct BrokenRule: Error, CustomStringConvertible {
  package var description: String
}

private func require(_ condition: @autoclosure () throws -> Bool, _ rule: String) throws {
  guard (try? condition()) == true else { throw BrokenRule(description: rule) }
}
