import Domain

/// Draws values that a field of the contract can carry and that hardly anybody would mean.
struct ExtremeValues {
  private var random: SplitMix64

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
  }

  mutating func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

  mutating func chance(_ oneIn: Int) -> Bool { below(oneIn) == 0 }

  mutating func one<Value>(of values: [Value]) -> Value { values[below(values.count)] }

  var narrow: Int32 {
    mutating get {
      one(of: [.min, .min + 1, -1_000_000_001, -10, -1, 0, 1, 9, 200, 220, 1_000_000_001, .max - 1, .max])
    }
  }

  var wide: Int64 {
    mutating get {
      one(of: [
        .min, .min + 1, -1 << 53, Int64(Int32.min) - 1, -1, 0, 1, 2, 10, Int64(Int32.max) + 1, 1 << 53,
        1_000_000_000_000_001, .max - 1, .max,
      ])
    }
  }

  var double: Double {
    mutating get {
      one(of: [
        .nan, .infinity, -.infinity, -0.0, 0, 1, 0.5, -1, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
        -.greatestFiniteMagnitude, 1e19,
      ])
    }
  }

  /// Empty, ordinary, as long as is allowed, longer; with what a terminal obeys, with what a path means.
  var text: String {
    mutating get {
      one(of: [
        "", " ", "a test", String(repeating: "x", count: 2048), String(repeating: "x", count: 2049),
        String(repeating: "é", count: 1024), String(repeating: "𝄞", count: 512), "\u{1b}[2J\u{7}", "\0", "../../x",
        "line\nline", "\u{202e}abc", String(repeating: "y", count: 40_000),
      ])
    }
  }

  var identifier: String {
    mutating get {
      one(of: [
        "", ".", "..", "a", "-", ".hidden", "a/b", "é", "\u{1b}[2J", "x y", String(repeating: "i", count: 128),
        String(repeating: "i", count: 129),
      ])
    }
  }
}
