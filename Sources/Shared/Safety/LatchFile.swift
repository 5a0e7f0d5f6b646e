internal import Domain
internal import FoundationEssentials

/// The bytes of a trip on the disk: one JSON object that holds the trip and a checksum of it, so that a file which was
/// cut short or written over can be distinguished from a whole one.
enum LatchFile {
  /// The most bytes that a file of a trip may have; every trip within `Trip.Bounds` fits.
  static let largest = 4096

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

  /// `nil` where the bytes are not a whole trip; one that stops nothing is not, nor is one that no report could carry.
  static func trip(from bytes: [UInt8]) -> Trip? {
    guard bytes.count <= largest, let content = try? JSONDecoder().decode(Content.self, from: Data(bytes)),
      content.checksum == checksum(of: content.trip), content.trip.level > .active, Trip.isID(content.trip.id)
    else { return nil }
    return content.trip.bounded
  }

  /// Over the fields with a zero byte after each.
  private static func checksum(of trip: Trip) -> String {
    var fields = [trip.id, "\(trip.level.rawValue)", trip.reason, trip.source, "\(trip.time)"]
    if trip.repeats != 0 { fields.append("\(trip.repeats)") }
    return String(fields.reduce(FNV.seed) { FNV.hash(Array($1.utf8) + [0], from: $0) }, radix: 16)
  }

  /// The name of a trip's file.
  static func name(of id: String) -> String {
    let id = Trip.id(for: id)
    // A name may have 255 bytes, and the hidden one of a file that is being written is longer than the file's own.
    return id.utf8.count <= 100 ? "\(id).trip" : "trip-\(id.utf8.prefix(60))-\(FNV.hexadecimal(id.utf8)).trip"
  }

  /// The id that stands for a file that is not a whole trip: made from its name's bytes, whatever they are, and never a
  /// part of them.
  static func foreignID(of name: some Sequence<UInt8>) -> String { "foreign-\(FNV.hexadecimal(name))" }
}
