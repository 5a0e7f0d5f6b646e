internal import Digests
package import Domain
package import FoundationEssentials

/// The paper venue's list, read line by line from its log. Every reader of the log uses this.
///
/// A line that cannot be read is a position of which nothing is known: it may be open, so a book with one is never
/// empty. Only what has no end of line is a torn tail, which was never acknowledged; a whole line whose end has become
/// something else is damage.
package struct VenueBook: Sendable {
  package private(set) var open: [String: OpenTrade] = [:]
  /// Every order that the venue ever took.
  package private(set) var known: Set<String> = []
  /// Numbers of the lines that cannot be read, from 1.
  package private(set) var damaged: [Int] = []
  /// What was closed while the bot could not run, by order.
  package private(set) var closedAway: [String: VenueClosing] = [:]
  /// The last price in the log, and its market time.
  package private(set) var lastPrice: (price: Price, time: Int64)?
  /// Bytes of all lines that have an end.
  package private(set) var wholeBytes = 0
  private var lines = 0
  private var digest = CRC32C()
  private var tail = Data()
  /// Whether a line had a check. Every later one has it then.
  private var hasChecks = false
  /// How watched positions ended, by whatever hand, by order.
  package private(set) var ends: [String: VenueClosing] = [:]
  private let watched: Set<String>?
  private let expected: VenueHead?
  private var hasMetExpected = false

  /// - Parameters:
  ///   - head: what the log must have had at its beginning, for `finding`.
  ///   - watched: orders whose ends are kept; `nil` for all.
  package init(expecting head: VenueHead? = nil, watching watched: Set<String>? = []) {
    expected = head
    self.watched = watched
    hasMetExpected = head.map { $0 == self.head } ?? true
  }

  /// How far it has come.
  package var head: VenueHead { VenueHead(lines: lines, bytes: wholeBytes, digest: digest.value) }

  /// Whether the log ends in the middle of a line.
  package var hasTornTail: Bool { !tail.isEmpty }

  /// Whether what has no end is a whole line and something else, which no crash leaves.
  package var isTailDamaged: Bool { tail.count > 1 && VenueLine.isChecked(Data(tail.dropLast())) }

  /// Positions that a bot has opened itself; whatever else is in the account is somebody else's.
  package func own(of bot: String) -> [String: OpenTrade] {
    open.filter { $0.key == VenueLine.order(of: $0.value.id, bot: bot) }
  }

  /// Lines that cannot be read. Each may be an open position.
  package var unknown: Int { damaged.count + (isTailDamaged ? 1 : 0) }

  /// What is open, by whatever hand.
  package var whole: VenueList { VenueList(open: open.values.map(\.id).sorted(), unknown: unknown) }

  /// What is open of a bot. Of a line that cannot be read it is not known whose it is.
  package func list(of bot: String) -> VenueList {
    VenueList(open: own(of: bot).values.map(\.id).sorted(), unknown: unknown)
  }

  /// How the log differs from what was acknowledged, as far as it has been read; `nil` where it does not.
  package var finding: VenueListFinding? {
    let damaged = damaged + (isTailDamaged ? [lines + 1] : [])
    guard damaged.isEmpty else { return .damaged(lines: damaged) }
    guard let expected, !hasMetExpected else { return nil }
    return wholeBytes < expected.bytes
      ? .behind(lines: lines, remembered: expected.lines) : .replaced(remembered: expected.lines)
  }

  /// Reads on. The bytes follow those of the call before.
  package mutating func read(_ bytes: Data) {
    tail.append(bytes)
    var begin = tail.startIndex
    while let end = tail[begin...].firstIndex(of: UInt8(ascii: "\n")) {
      let line = Data(tail[begin..<end])
      count(tail[begin...end])
      take(VenueLine(line, mustBeChecked: hasChecks))
      if !hasChecks { hasChecks = VenueLine.isChecked(line) }
      begin = end + 1
    }
    tail = Data(tail[begin...])
  }

  private mutating func count(_ line: Data) {
    lines += 1
    wholeBytes += line.count
    digest.update(line)
    if head == expected { hasMetExpected = true }
  }

  private mutating func take(_ line: VenueLine?) {
    guard let line else { return damaged.append(lines) }
    switch line.event {
    case .torn: if damaged.last == lines - 1 { damaged.removeLast() }
    case .accepted:
      guard known.insert(line.order).inserted, let trade = line.trade else { return }
      open[line.order] = trade
      lastPrice = (Price(points: line.price), line.time)
    case .closed:
      lastPrice = (Price(points: line.price), line.time)
      guard let trade = open.removeValue(forKey: line.order) else { return }
      let closing = VenueClosing(trade: trade, time: line.time, price: Price(points: line.price))
      if watched?.contains(line.order) ?? true { ends[line.order] = closing }
      if line.by != nil { closedAway[line.order] = closing }
    }
  }

  /// Counts lines that have just been written behind those that were read.
  package mutating func add(written bytes: Data) {
    for line in bytes.split(separator: UInt8(ascii: "\n")) { count(line + Data("\n".utf8)) }
  }

  /// Takes an order that has just been written, unless it is known.
  package mutating func accept(_ trade: OpenTrade, order: String) -> Bool {
    guard known.insert(order).inserted else { return false }
    open[order] = trade
    return true
  }

  /// Takes the end of a position that has just been written; `nil` where it is not open.
  package mutating func close(_ order: String) -> OpenTrade? { open.removeValue(forKey: order) }
}
