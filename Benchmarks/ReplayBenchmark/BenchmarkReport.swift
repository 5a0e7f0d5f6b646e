import Domain
import GridTrading
import Measuring

/// The table that a person reads and the values that are kept.
struct BenchmarkReport {
  var values: [String: Double] = [:]
  private let quotes: Int

  init(name: String, quotes: Int) {
    self.quotes = quotes
    print("\(name): \(quotes) quotes\n")
    print(Self.row("", "ms", "quotes/s", "× C loop"))
  }

  /// Prints one measurement.
  func line(_ name: String, _ milliseconds: Double, against reference: Double) {
    let rate = Double(quotes) / milliseconds / 1000
    print(
      Self.row(
        name, Self.text(milliseconds, 2), "\(Self.text(rate, 0)) M", Self.text(reference / milliseconds, 2)))
  }

  /// Shows how the cost follows length and trades.
  mutating func growth(_ replay: Replay, _ configuration: Configuration) {
    print("\n" + Self.row("growth", "ms", "trades", "ns/trade"))
    for share in [4, 2, 1] {
      let series = replay.series.slice(0..<replay.series.count / share)
      let part = Replay(series: series, profile: replay.profile, path: replay.path)
      values["replay.growth.length_1_\(share)_ms"] =
        row("1/\(share) of the quotes, spacing 20", part, configuration)
    }
    for spacing in [Int32(100), 200, 400, 800] {
      var other = configuration
      other.gridSpacing = Pips(tenths: spacing)
      values["replay.growth.spacing_\(spacing / 10)_ms"] =
        row("all quotes, spacing \(spacing / 10)", replay, other)
    }
    print("\nmemory: \(Self.text(Double(replay.memory) / 1e6, 1)) MB for quotes and index")
  }

  func finish() {
    print("")
    for (key, value) in values.sorted(by: { $0.key < $1.key }) { print("\(key)  \(Self.text(value, 3))") }
  }

  /// Prints one row and tells its milliseconds.
  private func row(_ name: String, _ replay: Replay, _ configuration: Configuration) -> Double {
    let trades = replay.run(configuration).trades.count
    let time = Stopwatch.best(of: 9) { _ = replay.run(configuration) }
    print(Self.row(name, Self.text(time, 2), "\(trades)", Self.text(time / Double(max(1, trades)) * 1e6, 0)))
    return time
  }

  private static func row(_ name: String, _ columns: String...) -> String {
    let padded = columns.map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }
    return name + String(repeating: " ", count: max(1, 42 - name.count)) + padded.joined()
  }

  private static func text(_ value: Double, _ places: Int) -> String {
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    let rounded = (value * scale).rounded() / scale
    return places == 0 ? "\(Int(rounded))" : "\(rounded)"
  }
}
