/// Why a feed cannot be read, or not any further.
package enum FeedError: Error, Hashable, Sendable {
  /// The system refused the file.
  case unreadable(file: String, reason: String)
  /// The first line is of no form that is known, or not of the form that was asked for.
  case unknownFormat(file: String, firstLine: String, asked: FeedFormat?)
  /// The compressed file stops before its end.
  case truncated(file: String, line: Int)
  /// The compressed file fails its own check.
  case damaged(file: String, line: Int, reason: String)
  case lineTooLong(file: String, line: Int, limit: Int)
  /// The text is in UTF-16, as some exports of MetaTrader are.
  case utf16(file: String)
  /// A row that cannot be a quote. `column` counts bytes from 1; `text` is the field there.
  case badRow(file: String, line: Int, column: Int, problem: RowProblem, text: String)
  /// Bars of another length than the format says: `seconds` apart at the nearest.
  case wrongBarLength(file: String, seconds: Int, expected: Int)
  case noRows(file: String, refused: RefusedRows)
  /// A file whose quotes begin before those of the file named before it end: out of order, overlapping, or named twice.
  case overlaps(file: String, before: String)
  /// A position to go on from that this feed does not have at the end of a minute.
  case shorterThan(origin: FeedOrigin, position: Int64, quotes: Int64)
  /// The part of the data that has been traded is not what it was.
  case notWhatWasTraded(file: String, difference: DataDifference)
  /// The cache could not be written or read.
  case cache(file: String, reason: String)
}

extension FeedError: CustomStringConvertible {
  /// One sentence for a person: where, what, and what to do.
  package var description: String {
    switch self {
    case .unreadable(let file, let reason):
      return "\(file): cannot be read: \(reason)"
    case .unknownFormat(let file, let firstLine, let asked):
      let known = FeedFormat.allCases.map(\.rawValue).joined(separator: ", ")
      if let asked {
        return "\(file):1:1: not of the form \(asked.rawValue), whose first line is like '\(asked.example)': it begins"
          + " '\(firstLine)'; leave the format out to have it recognised"
      }
      return "\(file):1:1: unknown form: it begins '\(firstLine)'; known forms are \(known)"
    case .truncated(let file, let line):
      return "\(file):\(line):1: the compressed file stops before its end; fetch or copy it again"
    case .damaged(let file, let line, let reason):
      return "\(file):\(line):1: the compressed file is damaged (\(reason)); fetch or copy it again"
    case .lineTooLong(let file, let line, let limit):
      return "\(file):\(line):\(limit): a line of more than \(limit) bytes; this is no table of quotes"
    case .utf16(let file):
      return "\(file):1:1: the text is in UTF-16; make it UTF-8: iconv -f UTF-16 -t UTF-8 '\(file)' > new.csv"
    case .badRow(let file, let line, let column, let problem, let text):
      return "\(file):\(line):\(column): \(problem.sentence) ('\(text)'); \(problem.advice)"
    case .wrongBarLength(let file, let seconds, let expected):
      return
        "\(file): bars of \(expected) s expected, but no two are nearer than \(seconds) s; export bars of \(expected) s"
    case .noRows(let file, let refused):
      return "\(file): no usable row (\(refused.total) refused); check that it is the file you meant"
    case .overlaps(let file, let before):
      return "\(file): its quotes begin before those of \(before) end; name each file once, in order of time"
    case .shorterThan(let origin, let position, let quotes):
      return
        "\(origin): no minute ends at quote \(position) (now at \(quotes)); the data changed since it was last read"
    case .notWhatWasTraded(let file, let difference):
      return
        "\(file): \(difference.sentence); rows may be added at its end, and it may be moved. Restore the file that was "
        + "traded, or begin another run"
    case .cache(let file, let reason):
      return "\(file): cache: \(reason)"
    }
  }
}

extension RowProblem {
  /// What it is, for a person.
  package var sentence: String {
    switch self {
    case .tooFewFields: "too few fields"
    case .tooManyFields: "too many fields"
    case .notANumber: "not a number"
    case .notFinite: "not a finite number"
    case .negative: "a negative price"
    case .priceOutOfRange: "zero, or too large for a price"
    case .tooManyDecimals: "more decimals than the symbol's point has"
    case .malformedTime: "not a time of this form"
    case .timeOutOfRange: "a time before 1990 or after 2100"
    case .misalignedTime: "a bar that does not open at a whole bar length"
    case .repeatedTime: "a bar with the time of the bar before"
    case .decreasingTime: "a time before that of the row before"
    case .crossed: "the ask is below the bid"
    case .absurdSpread: "the ask is more than a tenth above the bid"
    case .inconsistentBar: "the high or low does not contain the open and close"
    case .otherSymbol: "a price that the symbol never had"
    case .absurdJump: "the price halves or doubles at once"
    case .ambiguousClock: "on this day the source's clock changed"
    case .incompleteTick: "one side is missing and was never given before"
    case .noVolume: "a bar without any trade"
    }
  }

  /// What to do about it, for a person.
  package var advice: String {
    switch self {
    case .tooFewFields, .tooManyFields, .notANumber, .notFinite, .negative, .malformedTime, .incompleteTick,
      .crossed, .inconsistentBar:
      "mend or remove the row"
    case .otherSymbol:
      "these are the quotes of something else, or in another unit: say with --symbol what the file holds"
    case .priceOutOfRange, .tooManyDecimals, .absurdSpread, .absurdJump:
      "check that the symbol and its profile are those of the file, else mend or remove the row"
    case .timeOutOfRange: "times are milliseconds since 1970 UTC"
    case .misalignedTime: "check the bar length of the export"
    case .repeatedTime, .decreasingTime: "sort the rows by time and remove repetitions"
    case .ambiguousClock, .noVolume: "remove the row, or read without --strict"
    }
  }
}
