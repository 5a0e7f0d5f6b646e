import Domain
import Settings
import Testing

@Suite struct SettingsLoaderTests {
  private func load(_ yaml: String) throws -> SampleSettings {
    try SettingsLoader.load(yaml: yaml, file: "sotano.yaml", defaults: SampleSettings())
  }

  @Test(arguments: ["", "# nothing\n", "monitor:\n", "monitor: {}\nparameters: ~\n", "---\n", "monitor:\n  limits:\n"])
  func `a file that says nothing leaves every default`(yaml: String) throws {
    #expect(try load(yaml) == SampleSettings())
  }

  @Test func `what the file says stands and all else keeps its default`() throws {
    var expected = SampleSettings()
    expected.bot = "gold"
    expected.monitor.limits.drawdown = 12
    expected.monitor.limits.halts = 30.5
    expected.monitor.scanEvery = 60_000
    expected.monitor.windows = [2]
    expected.monitor.isLoud = true
    expected.autonomy = .auto
    expected.policies = [.init(name: "a", threshold: 1), .init(name: "b", threshold: 2)]
    expected.weights = ["XAGUSD": 2]
    expected.feed = .synthetic(seed: 7)
    let loaded = try load(
      """
      bot: gold
      monitor:
        scanEvery: 60_000
        windows: [2]
        isLoud: true
        limits: {drawdown: 12, halts: 30.5}
      autonomy: auto
      policies:
        - {name: a, threshold: 1}
        - name: b
          threshold: 2
      weights: {XAGUSD: 2}
      feed: {synthetic: {seed: 7}}
      """)
    #expect(loaded == expected)
  }

  @Test func `quantities stand in the units in which a person thinks`() throws {
    let monitor = try load(
      """
      monitor:
        step: 22.5
        volume: 0.10
        balance: 2500.75
        sessions: london+newYork
        floor: reducing
      """
    ).monitor
    #expect(monitor.step == Pips(tenths: 225))
    #expect(monitor.volume == Lots(hundredths: 10))
    #expect(monitor.balance == Money(micros: 2_500_750_000))
    #expect(monitor.sessions.sessions == [.london, .newYork])
    #expect(monitor.floor == .reducing)
    #expect(try load("monitor: {sessions: [tokyo, sydney]}").monitor.sessions.sessions == [.sydney, .tokyo])
    #expect(try load("monitor: {sessions: []}").monitor.sessions.isEmpty)
    #expect(try load("monitor: {step: -0.5}").monitor.step == Pips(tenths: -5))
  }

  @Test func `a starting parameter is text in its own form`() throws {
    let parameters = try load("parameters: {gridSpacing: 22.50, lotSize: 0.1, tradingSessions: [london, tokyo]}")
      .parameters
    #expect(parameters.gridSpacing == "22.5")
    #expect(parameters.lotSize == "0.10")
    #expect(parameters.tradingSessions == "tokyo+london")
  }

  @Test func `null takes an optional setting away`() throws {
    var defaults = SampleSettings()
    defaults.monitor.note = "loud"
    defaults.monitor.limits.halts = 40
    let yaml = "monitor: {note: null, limits: {halts: ~}}"
    let loaded = try SettingsLoader.load(yaml: yaml, file: "f", defaults: defaults)
    #expect(loaded.monitor.note == nil)
    #expect(loaded.monitor.limits.halts == nil)
  }

  @Test func `the settings in force read back as the same settings`() throws {
    var settings = SampleSettings()
    settings.bot = "true"
    settings.monitor.note = "a: \"quoted\" # line\n\tand más \u{1}"
    settings.monitor.balance = Money(micros: -1)
    settings.monitor.limits.drawdown = 1e-9
    settings.weights = ["a b": 0.1, "null": 1e300]
    settings.parameters.gridSpacing = "22.5"
    #expect(try load(SettingsLoader.effective(settings)) == settings)
    #expect(try load(SettingsLoader.effective(SampleSettings())) == SampleSettings())
  }

  @Test func `what is in force is shown with where it comes from`() throws {
    let loaded = try SettingsLoader.loaded(
      yaml: "monitor: {windows: [5], limits: {drawdown: 15}}\nweights: {C: 1, A: 1, B: 2}", file: "f",
      defaults: SampleSettings())
    #expect(
      try loaded.effective() == """
        bot: grid  # default
        parameters:
          gridSpacing: null  # default
          lotSize: null  # default
          tradingSessions: null  # default
        monitor:
          scanEvery: 30000  # default
          windows: [5]  # file
          limits:
            drawdown: 15  # file
            clears: 8  # default
            halts: null  # default
            retries: 3  # default
          balance: 10000  # default
          step: 22.5  # default
          volume: 0.10  # default
          sessions: all  # default
          floor: active  # default
          isLoud: false  # default
          note: null  # default
        autonomy: approve  # default
        policies: [{name: widen, threshold: 0.45}]  # default
        weights:
          A: 1  # file
          B: 2  # file
          C: 1  # file
        feed:
          files:
            _0: ["a.csv"]  # default

        """)
  }

  @Test func `a rule of the settings is told at the line that breaks it`() {
    let yaml = "bot: x\nmonitor:\n  limits:\n    drawdown: 5\n"
    let error = #expect(throws: SettingsError.self) {
      try SettingsLoader.load(yaml: yaml, file: "f", defaults: SampleSettings()) { settings in
        settings.monitor.limits.clears < settings.monitor.limits.drawdown
          ? [] : [SettingsComplaint(path: "monitor.limits.drawdown", text: "must be above clears (8)")]
      }
    }
    #expect(error?.description == "f:4:15: monitor.limits.drawdown: must be above clears (8)")
  }

  /// Writes its absent values itself, as types do that do not rely on the compiler.
  private struct Expectations: Codable, Hashable {
    var drawdown: Money?
    var spread: Pips?

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(drawdown, forKey: .drawdown)
      try container.encode(spread, forKey: .spread)
    }

    enum CodingKeys: CodingKey { case drawdown, spread }
  }

  @Test func `an optional quantity keeps its unit whether it is set by default, by the file or not at all`() throws {
    let defaults = Expectations(drawdown: Money(micros: 1_500_000), spread: nil)
    #expect(try SettingsLoader.effective(defaults) == "drawdown: 1.5  # default\nspread: null  # default\n")
    let loaded = try SettingsLoader.load(yaml: "spread: 0.2", file: "f", defaults: defaults)
    #expect(loaded == Expectations(drawdown: Money(micros: 1_500_000), spread: Pips(tenths: 2)))
  }
}
