extension Trip {
  /// Sizes in bytes that no recorded trip passes, so that every one fits the wire, a latch file and a report.
  package enum Bounds {
    package static let id = 128
    package static let reason = 480
    package static let source = 64
    /// The highest count of repeats.
    package static let repeats: Int64 = 1_000_000_000_000
  }

  /// Whether a text can be the id of a trip: 1 to 128 of [A-Za-z0-9._-], no dot in front.
  package static func isID(_ text: String) -> Bool {
    (1...Bounds.id).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: ".")
      && text.utf8.allSatisfy(\.isNameByte)
  }

  /// The id under which a stop is held. A stop must not fail for its id: an invalid one is replaced, by what can be
  /// kept and a digest of all of it, so that such ids stay apart.
  package static func id(for text: String) -> String {
    if isID(text) { return text }
    let kept = String(decoding: text.utf8.filter(\.isNameByte).prefix(60), as: UTF8.self)
    return "trip-\(kept)-\(FNV.hexadecimal(text.utf8))"
  }

  /// The trip as it is recorded: with a valid id, its texts cut, and no time that cannot be shown.
  package var bounded: Trip {
    Trip(
      id: Self.id(for: id), level: level, reason: reason.cut(toBytes: Bounds.reason),
      source: source.cut(toBytes: Bounds.source), time: time,
      repeats: min(max(0, repeats), Bounds.repeats))
  }

  /// The one trip that stands for all further stops of a level where there are too many to hold each as its own.
  package static func summaryID(of level: SafetyLevel) -> String { "more-\(level.name)" }

  /// Whether it stands for something in the latch that could not be read. A trip written under such a name is taken for
  /// that, which does no harm.
  package var isOfUnreadableLatch: Bool { source == Self.latchSource }

  package static let latchSource = "latch"

  package var isSummary: Bool { id == Self.summaryID(of: level) }

  /// The summary that a stop is folded into.
  package var folded: Trip {
    if isSummary { return self }
    return Trip(
      id: Self.summaryID(of: level), level: level,
      reason: "more stops than are held one by one; the newest: \(reason)".cut(toBytes: Bounds.reason),
      source: source, time: time, repeats: 1)
  }
}

/// FNV-1a, 64 bits: it tells names and torn files apart and keeps nothing secret.
package enum FNV {
  package static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

  package static func hash(_ bytes: some Sequence<UInt8>, from start: UInt64 = seed) -> UInt64 {
    bytes.reduce(start) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  /// Sixteen digits.
  package static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = String(hash(bytes), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
