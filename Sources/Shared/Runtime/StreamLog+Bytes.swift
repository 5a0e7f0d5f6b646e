internal import Foundation

extension Data {
  mutating func append(littleEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  func littleEndian<Number: FixedWidthInteger>(_ type: Number.Type, at offset: Int) -> Number {
    var number: Number = 0
    for byte in self[(startIndex + offset)..<(startIndex + offset + Number.bitWidth / 8)].reversed() {
      number = number << 8 | Number(truncatingIfNeeded: byte)
    }
    return number
  }
}

/// CRC-32C (Castagnoli), RFC 3720 appendix B.4, by table.
func crc32c(_ data: Data) -> UInt32 {
  var crc: UInt32 = ~0
  data.withUnsafeBytes { bytes in
    for byte in bytes { crc = crc >> 8 ^ castagnoli[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] }
  }
  return ~crc
}

private let castagnoli: [UInt32] = (0..<256).map { index in
  (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0x82f6_3b78 : crc >> 1 }
}
