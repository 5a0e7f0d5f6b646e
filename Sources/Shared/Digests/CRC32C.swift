/// CRC-32C (Castagnoli), RFC 3720 appendix B.4, piece by piece or in one go.
///
///     var pieces = CRC32C()
///     pieces.update(header)
///     pieces.update(payload)
///     let checksum = pieces.value
///
/// A later process goes on where an earlier one stopped: `CRC32C(resuming: checksum)`.
///
/// Eight bytes at a time by eight tables (M. Kounavis and F. Berry, "A systematic approach to building high performance
/// software-based CRC generators", 2005).
package struct CRC32C: Hashable, Sendable {
  private var register: UInt32

  package init() { register = ~0 }

  package init(resuming value: UInt32) { register = ~value }

  /// The checksum of all that was given.
  package var value: UInt32 { ~register }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    var crc = register
    castagnoli.withUnsafeBufferPointer { tables in
      var offset = 0
      while offset &+ 8 <= bytes.count {
        let loaded = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let word = UInt64(littleEndian: loaded) ^ UInt64(crc)
        crc = 0
        for place in 0..<8 {
          let byte = Int(word >> UInt64(8 &* place) & 0xff)
          crc ^= tables[(7 &- place) &* 256 &+ byte]
        }
        offset &+= 8
      }
      while offset < bytes.count {
        crc = (crc >> 8) ^ tables[Int(UInt8(truncatingIfNeeded: crc) ^ bytes[offset])]
        offset &+= 1
      }
    }
    register = crc
  }

  package mutating func update(_ bytes: some Sequence<UInt8>) {
    let done: Void? = bytes.withContiguousStorageIfAvailable { update(UnsafeRawBufferPointer($0)) }
    if done == nil { Array(bytes).withUnsafeBytes { update($0) } }
  }

  /// The checksum of `bytes`.
  package static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var crc = CRC32C()
    crc.update(bytes)
    return crc.value
  }
}

/// Table `n`, of 256 entries, is of a byte with `n` bytes of zero after it.
private let castagnoli: [UInt32] = {
  var tables = (0..<256).map { (index: UInt32) -> UInt32 in
    (0..<8).reduce(index) { (crc: UInt32, _: Int) -> UInt32 in
      let half = crc >> 1
      return crc & 1 == 1 ? half ^ 0x82f6_3b78 : half
    }
  }
  for entry in 256..<2048 {
    let before = tables[entry - 256]
    tables.append((before >> 8) ^ tables[Int(before & 0xff)])
  }
  return tables
}()
