internal import Digests
package import FoundationEssentials

/// The SHA-256 digest that ties a row to every row before it.
package struct JournalHash: Hashable, Sendable, CustomStringConvertible {
  /// 32 bytes.
  package let bytes: Data

  /// `nil` unless there are 32 bytes.
  package init?(_ bytes: Data) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  fileprivate init(_ digest: [UInt8]) {
    bytes = Data(digest)
  }

  /// 64 hexadecimal digits.
  package var description: String {
    bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// What an empty journal's first row is chained to. It names the owner, so that one process's file put in another's
  /// place does not pass for it.
  static func genesis(role: String) -> JournalHash {
    JournalHash(SHA256.hash("sotano journal 1 \(role)".utf8))
  }

  static func of(_ bytes: Data) -> JournalHash {
    JournalHash(SHA256.hash(bytes))
  }
}

/// The end of a journal: the number of its last row (0 when empty) and the digest of everything up to it.
package struct ChainHead: Hashable, Sendable {
  package var number: Int64
  package var hash: JournalHash

  package init(number: Int64, hash: JournalHash) {
    self.number = number
    self.hash = hash
  }
}

/// One record of the append-only journal.
package struct JournalRow: Hashable, Sendable {
  /// From 1, without gaps.
  package var number: Int64
  package var kind: String
  /// The sequence number in the owner's published stream; `nil` for what was not published.
  package var sequence: Int64?
  /// The sequence number of the trader's stream at which it happened.
  package var position: Int64
  /// Milliseconds since 1970 UTC by the wall clock, for people; nothing is computed from it.
  package var time: Int64
  package var payload: Data
  package var hash: JournalHash

  /// SHA-256 of the previous digest and of this row's fields, each with its length or at fixed width, big-endian, so
  /// that no two different rows share an encoding:
  ///
  ///     previous (32) number (8) length of kind (4) kind has-sequence (1) sequence (8) position (8) time (8)
  ///     length of payload (8) payload
  static func chain(
    after previous: JournalHash, number: Int64, kind: String, sequence: Int64?, position: Int64, time: Int64,
    payload: Data
  ) -> JournalHash {
    var header = Data(previous.bytes)
    header.reserveCapacity(128)
    let kindBytes = Array(kind.utf8)
    header.append(bigEndian: number)
    header.append(bigEndian: UInt32(kindBytes.count))
    header.append(contentsOf: kindBytes)
    header.append(sequence == nil ? 0 : 1)
    header.append(bigEndian: sequence ?? 0)
    header.append(bigEndian: position)
    header.append(bigEndian: time)
    header.append(bigEndian: Int64(payload.count))
    var hasher = SHA256()
    hasher.update(header)
    hasher.update(payload)
    return JournalHash(hasher.finalize())
  }
}

extension Data {
  fileprivate mutating func append(bigEndian number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }
}
