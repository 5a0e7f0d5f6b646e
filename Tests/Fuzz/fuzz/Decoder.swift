import Domain
import Foundation
import GridTrading
import Journal
import MarketFeeds
import Runtime
import Safety
import Settings
import Stack
import Wire

/// Everything that reads bytes which somebody else may have written.
enum Decoder: String, CaseIterable {
  case message
  case request
  case reply
  case settings
  case quotes
  case stream
  case journal
  case latch

  func take(_ bytes: [UInt8]) {
    switch self {
    case .message: message(bytes)
    case .request:
      guard let request = try? Request.decode(bytes) else { return }
      require((try? Request.decode(request.encoded())) == request, "a request says the same when it is sent on")
    case .reply:
      guard let reply = try? Reply.decode(bytes) else { return }
      require((try? Reply.decode(reply.encoded())) == reply, "a reply says the same when it is sent on")
    case .settings: settings(bytes)
    case .quotes: quotes(bytes)
    case .stream: stream(bytes)
    case .journal: journal(bytes)
    case .latch: latch(bytes)
    }
  }

  /// Two bytes say how long topic and header are.
  private func message(_ bytes: [UInt8]) {
    guard bytes.count >= 2, bytes.count >= 2 + Int(bytes[0]) + Int(bytes[1]) else { return }
    let header = 2 + Int(bytes[0])
    let body = header + Int(bytes[1])
    let frames = Frames(
      topic: Array(bytes[2..<header]), header: Array(bytes[header..<body]), body: Array(bytes[body...]))
    guard let envelope = try? Envelope.decode(frames) else { return }
    require((try? Envelope.decode(envelope.encoded())) == envelope, "a message says the same when it is sent on")
    require((try? envelope.jsonLine()) != nil, "what can be read can be shown")
  }

  private func settings(_ bytes: [UInt8]) {
    let yaml = String(decoding: bytes, as: UTF8.self)
    guard let loaded = try? SettingsLoader.loaded(yaml: yaml, file: "f", defaults: StackSettings()) else { return }
    guard let printed = try? loaded.effective() else { return require(false, "what is in force can be printed") }
    let again = try? SettingsLoader.load(yaml: printed, file: "f", defaults: StackSettings())
    require(again == loaded.value, "what is in force reads back as the same")
  }

  private func quotes(_ bytes: [UInt8]) {
    guard let profile = SymbolProfile.named("EURUSD") else { preconditionFailure("EURUSD is a shipped symbol") }
    let file = MemoryFile(bytes)
    guard let feed = try? FileFeed(path: file.path, options: FeedOptions(profile: profile)) else { return }
    var last = Int64.min
    var quotes: [Quote] = []
    while let time = try? feed.next(into: &quotes) {
      require(time % 60_000 == 0, "a minute begins at a whole minute")
      for quote in quotes {
        require(quote.time >= last && quote.bid.points > 0 && quote.ask >= quote.bid, "a quote can be true")
        last = quote.time
      }
    }
  }

  private func stream(_ bytes: [UInt8]) {
    let file = MemoryFile(bytes)
    guard let log = try? StreamLog(path: file.path) else { return }
    let kept = (try? log.read(from: log.first, limit: 1000, bytes: 1 << 20)) ?? []
    require(kept.map(\.sequence) == Array(log.first..<log.first + Int64(kept.count)), "records follow each other")
    do {
      try log.append(log.last + 1, Data("more".utf8))
      require(try log.read(from: log.last, limit: 1, bytes: 1).first?.payload == Data("more".utf8), "it goes on")
    } catch {
      require(false, "a log that was opened takes the next record: \(error)")
    }
  }

  private func journal(_ bytes: [UInt8]) {
    let file = MemoryFile(bytes)
    _ = try? JournalFile.verify(path: file.path)
  }

  private func latch(_ bytes: [UInt8]) {
    let folder = MemoryFile.folder + "/latch"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    MemoryFile.write(bytes, to: folder + "/t.trip")
    require(Latch(directory: folder).read().level != .active, "any file in a latch is a stop, whatever is in it")
  }
}

func require(_ condition: @autoclosure () throws -> Bool, _ rule: String) {
  precondition((try? condition()) == true, rule)
}
