import Domain
import Testing
import Wire

@Suite struct JSONTests {
  @Test func `a message is one line of canonical JSON`() throws {
    let envelope = Envelope(
      header: Header(
        bot: try #require(BotName("demo")), symbol: Symbol("EURUSD"), sender: .monitor, epoch: 3, sequence: 7,
        isDurable: true, time: MarketTime(utc: 60_000, open: 0), sentAt: 61_000),
      payload: .event(
        .alert(
          Alert(
            number: 2, kind: .winRateFell, phase: .raised, measured: .undefined, threshold: 0.5, session: .london,
            text: "from 65 %\nto \"45 %\""))))
    #expect(
      try envelope.jsonLine() == #"""
        {"topic":"alert.demo.EURUSD.winRateFell",\#
        "header":{"protocolVersion":1,"bot":"demo","symbol":"EURUSD","sender":"ROLE_MONITOR","epoch":"3",\#
        "sequence":"7","durable":true,"eventTime":{"utcMs":"60000","openMs":"0"},"sentAtMs":"61000"},\#
        "body":{"alert":{"number":"2","kind":"KIND_WIN_RATE_FELL","phase":"PHASE_RAISED",\#
        "measured":{"undefined":{}},"threshold":0.5,"session":"TRADING_SESSION_LONDON",\#
        "text":"from 65 %\nto \"45 %\""}}}
        """#)
  }

  @Test func `no message breaks the line`() throws {
    var random = SplitMix64(seed: 41)
    for _ in 0..<50 {
      for envelope in Envelope.ofEveryCase(&random) {
        let line = try envelope.jsonLine()
        #expect(line.utf8.allSatisfy { $0 >= 0x20 })
      }
    }
  }
}
