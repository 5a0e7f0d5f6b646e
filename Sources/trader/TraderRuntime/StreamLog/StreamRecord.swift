internal import Digests
internal import Foundation

/// The first bytes of a record of the stream log, little-endian: length (4), sequence number (8), checksum (4).
///
/// The length's highest bit says that the record begins a turn, so that recovery can cut whole turns. The bit below
/// says that the checksum is of the first twelve bytes and the payload; in a log of an earlier build it is of the
/// payload alone. The next one says that the record's turn calls for a commit, so that its first records alone are not
/// taken for a quiet turn.
struct StreamRecordHeader {
  static let size = 16
  /// Bytes of the longest payload.
  static let longest = 1 << 24
  /// The numbers that a record can have: no log ever reaches the last.
  static let numbers: Range<Int64> = 1..<1 << 48
  private static let turnBit: UInt32 = 1 << 31
  private static let coveredBit: UInt32 = 1 << 30
  private static let commitBit: UInt32 = 1 << 29
  private static let flags = turnBit | coveredBit | commitBit

  private var word: UInt32
  let sequence: Int64
  let checksum: UInt32

  /// - Parameter bytes: at least `size` of them.
  init(_ bytes: UnsafeRawBufferPointer) {
    word = bytes.littleEndian(UInt32.self, at: 0)
    sequence = bytes.littleEndian(Int64.self, at: 4)
    checksum = bytes.littleEndian(UInt32.self, at: 12)
  }

  init(_ data: Data) {
    self = data.withUnsafeBytes { StreamRecordHeader($0) }
  }

  private init(word: UInt32, sequence: Int64, payload: UnsafeRawBufferPointer) {
    self.word = word
    self.sequence = sequence
    checksum = Self.checksum(word: word, sequence: sequence, payload: payload)
  }

  /// The bytes of a whole record.
  static func record(_ sequence: Int64, _ payload: Data, beginsTurn: Bool, callsForCommit: Bool) -> Data {
    let word =
      UInt32(payload.count) | coveredBit | (beginsTurn ? turnBit : 0) | (callsForCommit ? commitBit : 0)
    let header = payload.withUnsafeBytes { StreamRecordHeader(word: word, sequence: sequence, payload: $0) }
    var record = Data(capacity: size + payload.count)
    record.append(littleEndian: header.word)
    record.append(littleEndian: sequence)
    record.append(littleEndian: header.checksum)
    record.append(payload)
    return record
  }

  /// Bytes of the payload.
  var length: Int { Int(word & ~Self.flags) }
  var beginsTurn: Bool { word & Self.turnBit != 0 }
  var callsForCommit: Bool { word & Self.commitBit != 0 }
  /// Whether a record can have such a length and such a number.
  var isPossible: Bool { length <= Self.longest && Self.numbers.contains(sequence) }

  func matches(_ payload: UnsafeRawBufferPointer) -> Bool {
    if word & Self.coveredBit != 0 {
      return Self.checksum(word: word, sequence: sequence, payload: payload) == checksum
    }
    var crc = CRC32C()
    crc.update(payload)
    return crc.value == checksum
  }

  /// Whether the payload would be whole if the header's length were its length.
  func matchesButForItsLength(_ payload: UnsafeRawBufferPointer) -> Bool {
    guard payload.count <= Self.longest else { return false }
    var other = self
    other.word = word & Self.flags | UInt32(payload.count)
    return other.matches(payload)
  }

  private static func checksum(word: UInt32, sequence: Int64, payload: UnsafeRawBufferPointer) -> UInt32 {
    var crc = CRC32C()
    withUnsafeBytes(of: word.littleEndian) { crc.update($0) }
    withUnsafeBytes(of: sequence.littleEndian) { crc.update($0) }
    crc.update(payload)
    return crc.value
  }
}
