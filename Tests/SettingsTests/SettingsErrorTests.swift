import Domain
import Settings
import Testing

@Suite struct SettingsErrorTests {
  private func problems(_ yaml: String) -> String {
    do throws(SettingsError) {
      _ = try SettingsLoader.load(yaml: yaml, file: "s.yaml", defaults: SampleSettings())
      return "accepted"
    } catch {
      return error.description
    }
  }

  @Test(
    arguments: [
      ("monitr: {}", "s.yaml:1:1: unknown key monitr; did you mean monitor?"),
      (
        "monitor:\n  limits:\n    drawdonw: 5\n",
        "s.yaml:3:5: monitor.limits: unknown key drawdonw; did you mean drawdown?"
      ),
      (
        "monitor:\n  limits:\n    zebra: 5\n",
        "s.yaml:3:5: monitor.limits: unknown key zebra; known here: drawdown, clears, halts, retries"
      ),
      (
        "autonomy: atuo",
        "s.yaml:1:11: autonomy: atuo is not one of observe, recommend, approve, auto; did you mean auto?"
      ),
      ("autonomy: 3", "s.yaml:1:11: autonomy: 3 is not one of observe, recommend, approve, auto"),
      ("monitor: {scanEvery: soon}", "s.yaml:1:22: monitor.scanEvery: expected a whole number, found soon"),
      ("monitor: {scanEvery: 1.5}", "s.yaml:1:22: monitor.scanEvery: expected a whole number, found 1.5"),
      ("monitor: {scanEvery: '5'}", "s.yaml:1:22: monitor.scanEvery: expected a whole number, found the text \"5\""),
      ("monitor: {scanEvery: 0x10}", "s.yaml:1:22: monitor.scanEvery: expected a whole number, found 0x10"),
      ("monitor: {scanEvery: }", "s.yaml:1:22: monitor.scanEvery: expected a whole number, found nothing"),
      (
        "monitor: {scanEvery: 9223372036854775808}",
        "s.yaml:1:22: monitor.scanEvery: 9223372036854775808 is too large or too small here"
      ),
      ("monitor: {limits: {retries: 256}}", "s.yaml:1:29: monitor.limits.retries: 256 is too large or too small here"),
      ("monitor: {limits: {retries: -1}}", "s.yaml:1:29: monitor.limits.retries: -1 is too large or too small here"),
      ("monitor: {limits: {drawdown: .nan}}", "s.yaml:1:30: monitor.limits.drawdown: .nan is not a finite number"),
      ("monitor: {limits: {drawdown: -.Inf}}", "s.yaml:1:30: monitor.limits.drawdown: -.Inf is not a finite number"),
      ("monitor: {limits: {drawdown: 1e999}}", "s.yaml:1:30: monitor.limits.drawdown: 1e999 is not a finite number"),
      ("monitor: {limits: {halts: inf}}", "s.yaml:1:27: monitor.limits.halts: inf is not a finite number"),
      ("monitor: {limits: {drawdown: [1]}}", "s.yaml:1:30: monitor.limits.drawdown: expected a number, found a list"),
      ("monitor: {isLoud: yes}", "s.yaml:1:19: monitor.isLoud: expected true or false, found yes"),
      ("monitor: {windows: 5}", "s.yaml:1:20: monitor.windows: expected a list, found 5"),
      ("monitor: {windows: [1, x]}", "s.yaml:1:24: monitor.windows.1: expected a whole number, found x"),
      ("monitor: 5", "s.yaml:1:10: monitor: expected a group of settings, found 5"),
      ("- a", "s.yaml:1:1: expected a group of settings, found a list"),
      ("bot: {a: 1}", "s.yaml:1:6: bot: expected text, found a group of settings"),
      ("policies: [{name: a}]", "s.yaml:1:12: policies.0: threshold is missing and has no default"),
      (
        "policies: [{name: a, threshold: 1, color: 2}]",
        "s.yaml:1:36: policies.0: unknown key color; known here: name, threshold"
      ),
      ("monitor: {step: 22.55}", "s.yaml:1:17: monitor.step: expected pips, at most one decimal place, found 22.55"),
      ("monitor: {step: 1e2}", "s.yaml:1:17: monitor.step: expected pips, at most one decimal place, found 1e2"),
      ("monitor: {step: 300000000}", "s.yaml:1:17: monitor.step: 300000000 is too large or too small here"),
      ("monitor: {volume: nan}", "s.yaml:1:19: monitor.volume: nan is not a finite number"),
      (
        "monitor: {floor: halt}",
        "s.yaml:1:18: monitor.floor: halt is not one of active, frozen, reducing, halted; did you mean halted?"
      ),
      (
        "monitor: {sessions: paris}",
        "s.yaml:1:21: monitor.sessions: expected all, none, or sessions such as london+newYork or [london, newYork], "
          + "found paris"
      ),
      (
        "parameters: {gridSpacing: 22.55}",
        "s.yaml:1:27: parameters.gridSpacing: expected a number of pips, at most one decimal place, such as 22.5, "
          + "found 22.55"
      ),
      ("bot: a\nbot: b\n", "s.yaml:1:1: bot stands more than once; keep one"),
    ])
  func `what is wrong is told with its place and what to do`(yaml: String, expected: String) {
    #expect(problems(yaml) == expected)
  }

  @Test(arguments: ["a: b: c", "a: [1", "\ta: 1", "a: *nobody", "'unfinished", "--- a\n--- b\n", "a: 1\n  b: 2", "{"])
  func `text that is not YAML is told and does not crash`(yaml: String) {
    #expect(problems(yaml).contains("not valid YAML"), "\(problems(yaml))")
  }

  @Test func `everything that is wrong is told at once, in the order of the lines`() {
    let yaml = """
      bto: x
      monitor:
        scanEvery: soon
        limits:
          drawdown: .inf
          halts: many
      autonomy: atuo
      """
    #expect(problems(yaml).split(separator: "\n").map { $0.split(separator: ":")[1] } == ["1", "3", "5", "6", "7"])
  }

  @Test func `a file that unfolds without end is refused`() {
    var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...8 {
      let references = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      yaml += "a\(level): &a\(level) [\(references)]\n"
    }
    #expect(problems(yaml).contains("unfolds to more than"))
  }

  @Test(arguments: 1...300) func `no mangled file crashes the loader`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var text = Array(try SettingsLoader.effective(SampleSettings()).utf8)
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let index = text.indices.randomElement(using: &random) ?? 0
      switch Int.random(in: 0...2, using: &random) {
      case 0: text[index] = UInt8.random(in: 0...255, using: &random)
      case 1: text.remove(at: index)
      default:
        text.insert(contentsOf: Array(":-[]{}&*!|>'\"%@`#,? \n\t".utf8).shuffled(using: &random).prefix(2), at: index)
      }
    }
    #expect(!problems(String(decoding: text, as: UTF8.self)).isEmpty)
  }
}
