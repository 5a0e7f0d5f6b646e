internal import Domain
internal import FoundationEssentials

/// The bytes of a trip on the disk: one JSON object that holds the trip and a checksum of it, so that a file which was
/// cut short or written over is told from one that is whole.
enum LatchFile {
  private struct Content: Codable {
    var checksum: String
    var trip: Trip
  }

  static func bytes(of trip: Trip) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and integers alone always encode; were it otherwise, an empty file would still read as a halt.
    return Array((try? encoder.encode(Content(checksum: checksum(of: trip), trip: trip))) ?? Data())
  }

  /// `nil` where the bytes are not a whole trip; one that stops nothing is none.
  static func trip(from bytes: [UInt8]) -> Trip? {
    guard let content = try? JSONDecoder().decode(Content.self, from: Data(bytes)),
      content.checksum == checksum(of: content.trip), content.trip.level > .active
    else { return nil }
    return content.trip
  }

  /// FNV-1a, 64 bits, over the fields with a zero byte after each.
  private static func checksum(of trip: Trip) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for field in [trip.id, "\(trip.level.rawValue)", trip.reason, trip.source, "\(trip.time)"] {
      for byte in Array(field.utf8) + [0] {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
      }
    }
    return String(hash, radix: 16)
  }

  /// The name of a trip's file. A stop must not fail for its id, so what a file name cannot hold is replaced and a
  /// checksum of the whole id keeps such names apart.
  static func name(of id: String) -> String {
    let safe = id.utf8.allSatisfy(isNameByte)
    if safe, (1...100).contains(id.utf8.count), !id.hasPrefix(".") { return "\(id).trip" }
    let kept = String(decoding: id.utf8.filter(isNameByte).prefix(60), as: UTF8.self)
    let whole = Trip(id: id, level: .active, reason: "", source: "", time: 0)
    return "trip-\(kept)-\(checksum(of: whole)).trip"
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
