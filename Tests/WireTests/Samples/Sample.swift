import Domain
import Wire

/// A type whose valid values can be drawn at random, every case and the ends of its ranges among them.
protocol Sample {
  static func sample(_ random: inout SplitMix64) -> Self
}

extension SplitMix64 {
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func flip() -> Bool { next() & 1 == 0 }

  /// Any 64-bit number, the extremes and zero often.
  mutating func whole() -> Int64 {
    switch below(6) {
    case 0: 0
    case 1: .min
    case 2: .max
    case 3: Int64(truncatingIfNeeded: next())
    default: Int64(below(2_000_001)) - 1_000_000
    }
  }

  mutating func half() -> Int32 {
    switch below(6) {
    case 0: 0
    case 1: .min
    case 2: .max
    default: Int32(truncatingIfNeeded: next())
    }
  }

  /// Zero or more.
  mutating func natural() -> Int64 {
    switch below(5) {
    case 0: 0
    case 1: .max
    default: Int64(next() >> UInt64(1 + below(62)))
    }
  }

  mutating func naturalInt() -> Int { Int(natural()) }

  mutating func finite() -> Double {
    switch below(6) {
    case 0: 0
    case 1: -.greatestFiniteMagnitude
    case 2: .leastNonzeroMagnitude
    default: (nextUnit() - 0.5) * 1e6
    }
  }

  mutating func logarithm() -> Double { below(5) == 0 ? -.infinity : finite() }

  /// Up to 40 characters of one to four bytes each.
  mutating func text() -> String {
    let letters: [Character] = ["a", "Z", "0", " ", "\"", "\\", "\n", "é", "€", "漢", "🙂", "\u{0}", "."]
    let length = below(41)
    return String((0..<length).map { _ in letters[below(letters.count)] })
  }

  mutating func name(_ longest: Int) -> String {
    let letters = Array("abcXYZ019_-.")
    return "n" + String((0..<below(longest)).map { _ in letters[below(letters.count)] })
  }

  mutating func hash() -> [UInt8] { (0..<32).map { _ in UInt8(truncatingIfNeeded: next()) } }

  mutating func optional<Value: Sample>(_ type: Value.Type) -> Value? { flip() ? Value.sample(&self) : nil }

  mutating func list<Value: Sample>(_ longest: Int, of type: Value.Type) -> [Value] {
    (0..<below(longest + 1)).map { _ in Value.sample(&self) }
  }

  mutating func any<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}
