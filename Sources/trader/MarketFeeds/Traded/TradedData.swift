internal import Digests
package import Domain

/// What a run's data was, as far as it has been traded: digests of its quotes up to a ladder of places, so that rows may
/// be added behind them, the file may be moved, and nothing before them may change.
///
/// A quote's digest is SHA-256 over the digest before it and the quote. A few dozen rungs are kept, further apart as the
/// run grows, to say about where a change is; the last one is the end of what was traded.
package struct TradedData: Hashable, Sendable, Codable {
  package struct Mark: Hashable, Sendable, Codable {
    /// Quotes up to here.
    package var position: Int64
    /// Of the last of them; milliseconds since 1970 UTC.
    package var time: Int64
    /// SHA-256 in hexadecimal.
    package var digest: String
  }

  /// The end of what has been traded; `nil` where nothing has been.
  package private(set) var last: Mark?
  /// Earlier places, in their order.
  package private(set) var rungs: [Mark] = []
  /// Quotes from one rung to the next, at least.
  private var spacing: Int64 = 1_024

  /// More than these are thinned out.
  private static let mostRungs = 16

  package init() {}

  /// Takes quotes that were traded, in their order.
  package mutating func append(_ quotes: some Sequence<Quote>) {
    var end = last ?? Mark(position: 0, time: 0, digest: "")
    var digest = [UInt8](hexadecimal: end.digest) ?? []
    for quote in quotes {
      var sum = SHA256()
      sum.update(digest)
      withUnsafeBytes(of: quote.time.littleEndian) { sum.update($0) }
      withUnsafeBytes(of: quote.bid.points.littleEndian) { sum.update($0) }
      withUnsafeBytes(of: quote.ask.points.littleEndian) { sum.update($0) }
      sum.update(CollectionOfOne(quote.path.rawValue))
      digest = sum.finalize()
      end.position += 1
      end.time = quote.time
    }
    guard end.position > last?.position ?? 0 else { return }
    if let last, last.position - (rungs.last?.position ?? 0) >= spacing { add(last) }
    end.digest = digest.hexadecimal
    last = end
  }

  private mutating func add(_ rung: Mark) {
    rungs.append(rung)
    guard rungs.count > Self.mostRungs else { return }
    rungs = rungs.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    spacing *= 2
  }

  /// Compares other data with what was traded.
  ///
  /// - Parameter next: the next minute of the other data, from its beginning; `nil` at its end.
  /// - Returns: where they part; `nil` where all that was traded is there, whatever follows.
  package func difference(
    _ next: () throws(FeedError) -> [Quote]?
  ) throws(FeedError) -> DataDifference? {
    var other = TradedData()
    var same: Mark?
    var rest: [Quote]?
    for mark in rungs + [last].compactMap({ $0 }) {
      while case let here = other.last?.position ?? 0, here < mark.position {
        let minute = if let rest { rest } else { try next() }
        guard let minute else {
          return DataDifference(after: same?.time, upTo: mark.time, kind: .ends(other.last?.time))
        }
        // Data that ended within a minute may have got the rest of it since.
        let part = minute.prefix(Int(mark.position - here))
        other.append(part)
        rest = part.count < minute.count ? Array(minute[part.count...]) : nil
      }
      guard other.last?.position == mark.position, other.last?.digest == mark.digest else {
        return DataDifference(after: same?.time, upTo: mark.time, kind: .changed)
      }
      same = mark
    }
    return nil
  }
}

extension [UInt8] {
  /// `nil` unless the text is pairs of hexadecimal digits.
  init?(hexadecimal text: String) {
    let digits = text.utf8.map { digit -> UInt8? in
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
      default: nil
      }
    }
    guard digits.count % 2 == 0, !digits.contains(nil) else { return nil }
    self = stride(from: 0, to: digits.count, by: 2).map { ((digits[$0] ?? 0) << 4) | (digits[$0 + 1] ?? 0) }
  }
}

/// Where data is not what was traded.
package struct DataDifference: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// Quotes are others, or there are more or fewer of them.
    case changed
    /// It ends before the traded part does, with a quote of this time.
    case ends(Int64?)
  }

  /// The last place up to which both are the same; milliseconds since 1970 UTC; `nil` for none.
  package var after: Int64?
  /// The first place at which they differ is not later.
  package var upTo: Int64
  package var kind: Kind

  /// For a person.
  package var sentence: String {
    let end = Self.text(upTo)
    let place = after.map { "between \(Self.text($0)) and \(end)" } ?? "before \(end)"
    switch kind {
    case .changed: return "its quotes \(place) UTC are not those that were traded"
    case .ends(let time):
      let last = time.map { "it ends at \(Self.text($0)) UTC" } ?? "it has no quote"
      return "\(last), and what was traded goes to \(end) UTC at least"
    }
  }

  private static func text(_ time: Int64) -> String { CivilTime.text(time) }
}
