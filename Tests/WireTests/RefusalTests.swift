import Domain
import Testing
import Wire

/// What must be refused, and under which name.
@Suite struct RefusalTests {
  private func quote() throws -> Envelope {
    let header = Header(
      bot: try #require(BotName("demo")), symbol: Symbol("EURUSD"), sender: .trader, epoch: 3, sequence: 7,
      isDurable: true, time: MarketTime(utc: 1, open: 2), sentAt: 3)
    return Envelope(
      header: header,
      payload: .event(
        .quotes(
          QuoteBatch(quotes: [Quote(time: 1, bid: Price(points: 100), ask: Price(points: 110), path: .jump)]))))
  }

  @Test func `a process cannot speak for another`() throws {
    var envelope = try quote()
    envelope.header.sender = .monitor
    let frames = try envelope.encoded()
    #expect(throws: WireError.wrongSpeaker(sender: .monitor, speaker: .trader)) { try Envelope.decode(frames) }
  }

  @Test func `a durable event cannot hide in the transient stream`() throws {
    var envelope = try quote()
    envelope.header.isDurable = false
    let frames = try envelope.encoded()
    #expect(throws: WireError.wrongStream(durable: false)) { try Envelope.decode(frames) }
  }

  @Test(
    arguments: [
      "", "quote", "quote.", "quote.demo", "quote.demo.", "quote.demo.EURUS", "quote.demo.GBPUSD", "quote.demo.EURUSD.",
      "quote.demo.EURUSDX", "quote.demo.EURUSD.opened", "quote demo.EURUSD", "quote.demo,EURUSD", "quotedemo.EURUSD",
      "beat.trader",
    ])
  func `a topic that does not belong to the message is refused`(topic: String) throws {
    var frames = try quote().encoded()
    frames.topic = Array(topic.utf8)
    #expect(throws: WireError.wrongTopic(expected: "quote.demo.EURUSD")) { try Envelope.decode(frames) }
  }

  @Test func `another version of the contract is refused`() throws {
    var frames = try quote().encoded()
    #expect(frames.header.prefix(2) == [0x08, 0x01])
    frames.header[1] = 2
    #expect(throws: WireError.unknownVersion(2)) { try Envelope.decode(frames) }
  }

  @Test func `an absent field is missing and not zero`() throws {
    let frames = try quote().encoded()
    // Body.quotes (field 1) { QuoteBatch.quotes (field 1) { Quote.path (field 4) = 1 } }: no time, no prices.
    let body: [UInt8] = [0x0a, 0x04, 0x0a, 0x02, 0x20, 0x01]
    #expect(throws: WireError.missing(field: "Quote.time_ms")) {
      try Envelope.decode(Frames(topic: frames.topic, header: frames.header, body: body))
    }
    #expect(throws: WireError.missing(field: "Body.content")) {
      try Envelope.decode(Frames(topic: frames.topic, header: frames.header, body: []))
    }
  }

  @Test(arguments: [UInt8(0), 3, 127])
  func `an enum number without meaning is refused`(number: UInt8) throws {
    var frames = try quote().encoded()
    #expect(frames.body.suffix(2) == [0x20, 0x01])
    frames.body[frames.body.count - 1] = number
    #expect(throws: WireError.unknownEnumValue(field: "Quote.path", number: Int(number))) {
      try Envelope.decode(frames)
    }
  }

  @Test func `an event of a later version is refused, a field of a later version is passed over`() throws {
    var frames = try quote().encoded()
    // Field 1000 of type varint.
    let unknown: [UInt8] = [0xc0, 0x3e, 0x01]
    #expect(throws: WireError.missing(field: "Body.content")) {
      try Envelope.decode(Frames(topic: frames.topic, header: frames.header, body: unknown))
    }
    frames.body += unknown
    #expect(try Envelope.decode(frames) == quote())
  }

  @Test func `figures that are not finite leave as unknown and are refused on the way in`() throws {
    var random = SplitMix64(seed: 31)
    var metrics = MetricsSnapshot.sample(&random)
    metrics.winRate = .value(.nan)
    metrics.profitFactor = .value(.infinity)
    var envelope = try quote()
    envelope.header.sender = .monitor
    envelope.header.isDurable = false
    envelope.payload = .event(.metrics(metrics))
    guard case .event(.metrics(let read)) = try Envelope.decode(envelope.encoded()).payload else {
      Issue.record("metrics went out and something else came in")
      return
    }
    #expect(read.winRate == .unknown)
    #expect(read.profitFactor == .unknown)

    metrics.winRate = .value(123.25)
    envelope.payload = .event(.metrics(metrics))
    var frames = try envelope.encoded()
    let number = withUnsafeBytes(of: (123.25).bitPattern.littleEndian) { Array($0) }
    let at = try #require(frames.body.indices.first { frames.body[$0...].starts(with: number) })
    frames.body.replaceSubrange(at..<at + 8, with: withUnsafeBytes(of: Double.nan.bitPattern) { Array($0) })
    #expect(throws: WireError.notFinite(field: "MetricsSnapshot.win_rate")) { try Envelope.decode(frames) }
  }

  @Test func `a threshold that is not a number cannot be sent`() throws {
    var random = SplitMix64(seed: 32)
    var alert = Alert.sample(&random)
    alert.threshold = .nan
    let envelope = Envelope(header: try quote().header, payload: .event(.alert(alert)))
    #expect(throws: WireError.notFinite(field: "Alert.threshold")) { try envelope.encoded() }
  }

  @Test func `the largest batch fits a frame and one quote more is refused`() throws {
    let extreme = Quote(time: .min, bid: Price(points: .min), ask: Price(points: .max), path: .continuous)
    var envelope = try quote()
    envelope.payload = .event(.quotes(QuoteBatch(quotes: Array(repeating: extreme, count: WireLimits.quotes))))
    #expect(try envelope.encoded().body.count <= WireLimits.message)
    envelope.payload = .event(.quotes(QuoteBatch(quotes: Array(repeating: extreme, count: WireLimits.quotes + 1))))
    #expect(throws: WireError.outOfRange(field: "QuoteBatch.quotes", value: 2001)) { try envelope.encoded() }
  }

  @Test func `frames past their limit are refused unread`() throws {
    let frames = try quote().encoded()
    let large = [UInt8](repeating: 0, count: WireLimits.message + 1)
    #expect(throws: WireError.tooLarge(part: "Body", bytes: 65_537, limit: 65_536)) {
      try Envelope.decode(Frames(topic: frames.topic, header: frames.header, body: large))
    }
    #expect(throws: WireError.tooLarge(part: "Header", bytes: 65_537, limit: 512)) {
      try Envelope.decode(Frames(topic: frames.topic, header: large, body: frames.body))
    }
    #expect(throws: WireError.tooLarge(part: "topic", bytes: 65_537, limit: 200)) {
      try Envelope.decode(Frames(topic: large, header: frames.header, body: frames.body))
    }
    #expect(throws: WireError.tooLarge(part: "Request", bytes: 65_537, limit: 65_536)) {
      try Request.decode(large)
    }
  }

  @Test(arguments: 2040...2060)
  func `a long text is cut between two characters and stays readable`(count: Int) throws {
    var envelope = try quote()
    envelope.payload = .event(.incident(Incident(kind: .fenced, detail: String(repeating: "漢", count: count / 3 + 1))))
    guard case .event(.incident(let incident)) = try Envelope.decode(envelope.encoded()).payload else {
      Issue.record("an incident went out and something else came in")
      return
    }
    #expect(incident.detail.utf8.count <= WireLimits.text)
    #expect(incident.detail.dropLast().allSatisfy { $0 == "漢" })
    let fits = (count / 3 + 1) * 3 <= WireLimits.text
    #expect(incident.detail.last == (fits ? "漢" : "…"))
  }

  @Test func `a stop that stops nothing is neither sent nor taken`() throws {
    let bot = try #require(BotName("demo"))
    var stop = Trip(id: "a", level: .frozen, reason: "", source: "", time: 0)
    let bytes = try Request(bot: bot, id: "r", deadline: 1, content: .command(.stop(stop))).encoded()
    let trip: [UInt8] = [0x0a, 0x01, 0x61, 0x10]  // Trip { id = "a"; level = … }
    let level = try #require(bytes.indices.first { bytes[$0...].starts(with: trip) }) + trip.count
    let error = WireError.outOfRange(field: "Trip.level", value: 1)
    #expect(bytes[level] == 2)
    var lowered = bytes
    lowered[level] = 1
    #expect(throws: error) { try Request.decode(lowered) }
    stop.level = .active
    #expect(throws: error) {
      try Request(bot: bot, id: "r", deadline: 1, content: .command(.stop(stop))).encoded()
    }
  }

  @Test(arguments: ["", "../trip", ".hidden", "a b", "a/b", String(repeating: "x", count: 129)])
  func `an id that is no file name cannot be sent`(id: String) throws {
    let bot = try #require(BotName("demo"))
    let stop = Command.stop(Trip(id: id, level: .halted, reason: "", source: "", time: 0))
    #expect(throws: WireError.malformedName(field: "Trip.id")) {
      try Request(bot: bot, id: "r-1", deadline: 0, content: .command(stop)).encoded()
    }
    #expect(throws: WireError.malformedName(field: "Request.id")) {
      try Request(bot: bot, id: id, deadline: 0, content: .query(.status)).encoded()
    }
  }

  @Test(arguments: ["", "a\nb", "a\u{1b}[2J", String(repeating: "x", count: 65)])
  func `a person's name has no control characters`(name: String) throws {
    let bot = try #require(BotName("demo"))
    #expect(throws: WireError.malformedName(field: "Request.person")) {
      try Request(bot: bot, id: "r-1", deadline: 0, person: name, content: .query(.status)).encoded()
    }
  }
}
