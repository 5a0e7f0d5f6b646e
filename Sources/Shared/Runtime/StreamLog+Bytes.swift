internal import Foundation

extension Data {
  mutating func append(littleEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  func littleEndian<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, at offset: Int) -> Number {
    withUnsafeBytes { $0.littleEndian(type, at: offset) }
  }
}

extension UnsafeRawBufferPointer {
  func littleEndian<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, at offset: Int) -> Number {
    Number(littleEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }
}

func crc32c(_ data: Data) -> UInt32 {
  data.withUnsafeBytes { crc32c($0) }
}

/// CRC-32C (Castagnoli), RFC 3720 appendix B.4, eight bytes at a time by eight tables (M. Kounavis and F. Berry, "A
/// systematic approach to building high performance software-based CRC generators", 2005).
func crc32c(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
  castagnoli.withUnsafeBufferPointer { tables in
    var crc: UInt32 = ~0
    var offset = 0
    while offset &+ 8 <= bytes.count {
      let word = bytes.littleEndian(UInt64.self, at: offset) ^ UInt64(crc)
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
    return ~crc
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
