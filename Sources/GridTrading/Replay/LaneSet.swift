/// Which of eight lanes hold, a byte a lane.
struct LaneSet {
  private var bytes: UInt64 = 0

  init() {}

  @inline(__always)
  init(_ mask: SIMDMask<SIMD8<Int32>>) {
    bytes = unsafeBitCast(
      SIMD8<Int8>(truncatingIfNeeded: unsafeBitCast(mask, to: SIMD8<Int32>.self)), to: UInt64.self)
  }

  @inline(__always)
  var isEmpty: Bool { bytes == 0 }

  /// The first lane; there must be one.
  @inline(__always)
  var first: Int { bytes.trailingZeroBitCount &>> 3 }

  @inline(__always)
  var inverted: LaneSet {
    var other = LaneSet()
    other.bytes = ~bytes
    return other
  }

  @inline(__always)
  mutating func insert(_ lane: Int) { bytes |= 0xff &<< UInt64(lane &<< 3) }

  /// Those from `lane` on, at most 8.
  @inline(__always)
  func from(_ lane: Int) -> LaneSet {
    var rest = self
    rest.bytes &= UInt64.max << UInt64(lane &<< 3)
    return rest
  }
}
