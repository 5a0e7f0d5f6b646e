/// The generator behind numpy's `default_rng(seed)`, so that resamples drawn there can be drawn again here.
///
/// PCG XSL-RR 128/64 (O'Neill, "PCG", HMC-CS-2014-0905), seeded by numpy's hash of the seed (NEP 19).
struct NumpyGenerator {
  private var state: UInt128 = 0
  private let increment: UInt128
  private var spareHalf: UInt32?

  init(seed: UInt32) {
    let words = NumpyGenerator.hashed(seed)
    increment = (UInt128(words[2]) << 64 | UInt128(words[3])) << 1 | 1
    step()
    state &+= UInt128(words[0]) << 64 | UInt128(words[1])
    step()
  }

  /// `integers(bound)` as numpy draws it for bounds of up to 32 bits: Lemire's multiplication with rejection.
  mutating func integer(below bound: UInt32) -> Int {
    var product = UInt64(next32()) * UInt64(bound)
    if UInt32(truncatingIfNeeded: product) < bound {
      let threshold = (0 &- bound) % bound
      while UInt32(truncatingIfNeeded: product) < threshold { product = UInt64(next32()) * UInt64(bound) }
    }
    return Int(product >> 32)
  }

  /// `random()`.
  mutating func unit() -> Double {
    Double(next64() >> 11) * 0x1p-53
  }

  private mutating func step() {
    state = state &* 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645 &+ increment
  }

  private mutating func next64() -> UInt64 {
    step()
    let folded = UInt64(truncatingIfNeeded: state >> 64) ^ UInt64(truncatingIfNeeded: state)
    let turn = UInt64(truncatingIfNeeded: state >> 122)
    return folded >> turn | folded << ((0 &- turn) & 63)
  }

  /// Low half first; the high half waits for the next call.
  private mutating func next32() -> UInt32 {
    if let half = spareHalf {
      spareHalf = nil
      return half
    }
    let word = next64()
    spareHalf = UInt32(truncatingIfNeeded: word >> 32)
    return UInt32(truncatingIfNeeded: word)
  }

  private static func hashed(_ seed: UInt32) -> [UInt64] {
    var constant: UInt32 = 0x43b0_d7e5
    func scrambled(_ value: UInt32) -> UInt32 {
      var value = value ^ constant
      constant = constant &* 0x931e_8875
      value = value &* constant
      return value ^ value >> 16
    }
    var pool = [seed, 0, 0, 0].map(scrambled)
    for source in 0..<4 {
      for target in 0..<4 where target != source {
        let mixed = 0xca01_f9dd &* pool[target] &- 0x4973_f715 &* scrambled(pool[source])
        pool[target] = mixed ^ mixed >> 16
      }
    }
    var output: UInt32 = 0x8b51_f9dd
    let halves = (0..<8).map { index -> UInt32 in
      var value = pool[index % 4] ^ output
      output = output &* 0x58f3_8ded
      value = value &* output
      return value ^ value >> 16
    }
    return (0..<4).map { UInt64(halves[2 * $0]) | UInt64(halves[2 * $0 + 1]) << 32 }
  }
}
