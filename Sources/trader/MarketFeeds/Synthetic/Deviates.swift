internal import Domain

/// Random numbers by additions, multiplications, divisions and square roots alone, which IEEE 754 fixes to the last
/// bit: the same seed gives the same market on every machine, whatever its logarithm is.
extension SplitMix64 {
  /// Nearly normal, mean 0 and variance 1: the sum of twelve uniform numbers of 16 bits (Irwin–Hall). It ends at ±6;
  /// fat tails come from `chiSquare`.
  mutating func nextNormal() -> Double {
    var sum: UInt64 = 0
    for _ in 0..<3 {
      let word = next()
      sum += word & 0xffff + (word >> 16) & 0xffff + (word >> 32) & 0xffff + word >> 48
    }
    // Each of the twelve is on average 65535 / 2 / 65536; the half that is missing is put back.
    return (Double(sum) + 6) / 65_536 - 6
  }

  /// A sum of squares of `degrees` normal numbers.
  mutating func nextChiSquare(degrees: Int) -> Double {
    var sum = 0.0
    for _ in 0..<degrees {
      let normal = nextNormal()
      sum += normal * normal
    }
    return sum
  }

  /// Student's t.
  mutating func nextStudent(degrees: Int) -> Double {
    let normal = nextNormal()
    return normal * (Double(degrees) / max(nextChiSquare(degrees: degrees), 0.01)).squareRoot()
  }
}
