/// A small seeded generator of 64-bit words, the only source of randomness a core may use.
///
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, section 4.
/// With seed 0 the first word is `0xe220a8397b1dcdaf`.
package struct SplitMix64: RandomNumberGenerator, Sendable, Hashable, Codable {
  package private(set) var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }

  /// A uniform number in [0, 1) from the upper 53 bits of the next word.
  package mutating func nextUnit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }
}
