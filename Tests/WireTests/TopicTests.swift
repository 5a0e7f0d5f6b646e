import Domain
import Testing
import Wire

@Suite struct TopicTests {
  private let bot: BotName
  private let symbol: Symbol

  init() throws {
    bot = try #require(BotName("demo"))
    symbol = try #require(Symbol("EURUSD"))
  }

  private func topics() -> [Topic] {
    var random = SplitMix64(seed: 21)
    return Event.ofEveryCase(&random).map { Topic($0, bot: bot, symbol: symbol) } + [Topic(beatOf: .monitor)]
  }

  @Test func `topics read kind, bot, symbol, detail`() {
    var random = SplitMix64(seed: 22)
    let kinds = Set(topics().map { $0.text.split(separator: ".")[0] })
    #expect(
      kinds == [
        "quote", "trade", "account", "safety", "parameters", "incident", "minute", "metrics", "alert", "measurement",
        "experiment", "decision", "report", "change", "plans", "entries", "beat",
      ])
    let closed = Topic(.tradeClosed(ClosedTrade.sample(&random)), bot: bot, symbol: symbol)
    #expect(closed.text == "trade.demo.EURUSD.closed")
    var metrics = MetricsSnapshot.sample(&random)
    metrics.window = .trades(100)
    #expect(Topic(.metrics(metrics), bot: bot, symbol: symbol).text == "metrics.demo.EURUSD.window100")
    var alert = Alert.sample(&random)
    alert.kind = .winRateFell
    #expect(Topic(.alert(alert), bot: bot, symbol: nil).text == "alert.demo.winRateFell")
    #expect(Topic(beatOf: .optimizer).text == "beat.optimizer")
  }

  @Test(
    arguments: [
      ("*", "anything.at.all", true), ("metrics.*", "metrics.demo.EURUSD.1h", true),
      ("metrics.*", "metric.demo", false), ("metrics.*", "metrics.", true), ("metrics.*", "metrics", false),
      ("*.winRateFell", "alert.demo.EURUSD.winRateFell", true), ("*.winRateFell", "alert.demo.winRateFel", false),
      ("trade.*.closed", "trade.demo.EURUSD.closed", true), ("trade.*.closed", "trade.demo.EURUSD.opened", false),
      ("trade.*.closed", "trade.closed", false), ("a*b*c", "axxbyybzzc", true), ("a*b*c", "axxbyybzz", false),
      ("quote.demo.EURUSD", "quote.demo.EURUSD", true), ("quote.demo.EURUSD", "quote.demo.EURUSD.pro", false),
      ("**", "", true), ("a", "", false),
    ])
  func `a pattern matches what it says`(pattern: String, topic: String, matches: Bool) throws {
    let pattern = try #require(TopicPattern(pattern))
    #expect(pattern.matches(Array(topic.utf8)) == matches)
  }

  @Test func `whatever matches begins with the prefix, so the socket's filter loses nothing`() throws {
    var random = SplitMix64(seed: 23)
    for _ in 0..<2_000 {
      let topic = random.any(topics())
      var letters = Array(topic.text)
      for _ in 0...random.below(3) { letters[random.below(letters.count)] = "*" }
      let pattern = try #require(TopicPattern(String(letters)))
      #expect(pattern.matches(topic))
      #expect(Array(topic.text.utf8).starts(with: pattern.prefix))
    }
  }

  @Test func `the pattern of a topic matches that topic alone`() {
    for topic in topics() {
      let pattern = TopicPattern(topic)
      #expect(topics().filter(pattern.matches) == topics().filter { $0 == topic })
      #expect(pattern.prefix == Array(topic.text.utf8))
    }
  }

  @Test(arguments: ["", " ", "metrics. *", "métrics", "a\nb", String(repeating: "a", count: 201)])
  func `text that no topic can match is no pattern`(text: String) {
    #expect(TopicPattern(text) == nil)
  }

  @Test(arguments: ["", "a b", "ä", "a/b", String(repeating: "a", count: 33)])
  func `a bot's name has name characters only`(text: String) {
    #expect(BotName(text) == nil)
  }
}
