import Domain

/// Reads quotes from the rows of a file: all of the mutable state of a `FileFeed`.
struct RowReader: ~Copyable {
  let format: FeedFormat
  private(set) var position: Int64 = 0
  private(set) var refused = RefusedRows()
  private(set) var rows = 0

  private var lines: LineReader
  private let path: QuotePath
  private let strict: Bool
  private var parser: RowParser
  private var check: RowCheck
  private var barLength: BarLengthCheck?
  /// Quotes made of rows but not given yet, from `nextReady` on.
  private var ready: [Quote] = []
  private var nextReady = 0

  init(path file: String, options: FeedOptions) throws(FeedError) {
    var lines = try LineReader(path: file)
    let format = try Self.format(of: &lines, asked: options.format)
    self.lines = lines
    self.format = format
    path = QuotePath(format: format, options: options)
    strict = options.strict
    parser = RowParser(format: format, digits: options.profile.digits, brokerClock: options.brokerClock)
    check = RowCheck(format: format, options: options)
    barLength = format.barLength.map(BarLengthCheck.init)
  }

  var progress: FeedProgress {
    FeedProgress(rows: rows, bytes: lines.file.offset, size: lines.file.size)
  }

  /// As `MarketFeed.next(into:)`.
  mutating func next(into quotes: inout [Quote]) throws(FeedError) -> Int64? {
    quotes.removeAll(keepingCapacity: true)
    guard try fill() else {
      guard position > 0 else { throw .noRows(file: lines.file.path, refused: refused) }
      return nil
    }
    let time = ready[nextReady].time
    let start = time - time % CivilTime.minute
    let end = start + CivilTime.minute
    repeat {
      quotes.append(ready[nextReady])
      nextReady += 1
    } while try fill() && ready[nextReady].time < end
    position += Int64(quotes.count)
    return start
  }

  /// Makes sure that a quote is ready; `false` at the end of the file.
  private mutating func fill() throws(FeedError) -> Bool {
    guard nextReady == ready.count else { return true }
    ready.removeAll(keepingCapacity: true)
    nextReady = 0
    while let line = try lines.next() {
      if line.isEmpty { continue }
      rows += 1
      let row: Row
      do throws(RowFault) {
        row = try parser.parse(line)
        try check.accept(row)
      } catch {
        try refuse(error, line: line)
        continue
      }
      try barLength?.see(row.time, file: lines.file.path)
      path.append(row, to: &ready)
      return true
    }
    return false
  }

  private mutating func refuse(_ fault: RowFault, line: UnsafeBufferPointer<UInt8>) throws(FeedError) {
    guard !strict, format.tolerates(fault.problem) else {
      let field = line.dropFirst(fault.column - 1).prefix { $0 != format.separator }.prefix(40)
      throw .badRow(
        file: lines.file.path, line: lines.number, column: fault.column, problem: fault.problem,
        text: printable(field))
    }
    refused.add(fault.problem)
  }

  private static func format(of lines: inout LineReader, asked: FeedFormat?) throws(FeedError) -> FeedFormat {
    guard let first = try lines.next() else {
      throw .noRows(file: lines.file.path, refused: RefusedRows())
    }
    let text = printable(first.prefix(200))
    let recognised = FeedFormat.recognise(firstLine: text, fileName: lines.file.path)
    guard let format = asked ?? recognised, recognised?.example == format.example else {
      throw .unknownFormat(file: lines.file.path, firstLine: String(text.prefix(80)), asked: asked)
    }
    if !format.hasHeader { lines.giveAgain() }
    return format
  }
}

/// The bytes as text that can be printed anywhere: all but visible ASCII becomes a question mark.
private func printable(_ bytes: some Sequence<UInt8>) -> String {
  String(decoding: bytes.map { (32..<127).contains($0) || $0 == 9 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
}

/// Notices bars of another length than the format says, by the distances of the first rows.
///
/// Without it hourly bars under a one-minute format would play as one minute of every hour.
struct BarLengthCheck {
  private static let rows = 200

  private let length: Int64
  private var previous: Int64?
  private var nearest = Int64.max
  private var seen = 0

  init(length: Int64) {
    self.length = length
  }

  mutating func see(_ time: Int64, file: String) throws(FeedError) {
    guard seen < Self.rows else { return }
    if let previous { nearest = min(nearest, time - previous) }
    previous = time
    seen += 1
    if seen == Self.rows, nearest > length {
      throw .wrongBarLength(file: file, seconds: Int(nearest / 1000), expected: Int(length / 1000))
    }
  }
}
