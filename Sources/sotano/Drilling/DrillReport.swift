import Domain

/// How long each part of one rehearsal took, in nanoseconds from the stop being asked for.
struct DrillTimes {
  var refused: Int64
  /// Only what the bus took: from the acknowledgement or the latch file's arrival.
  var state: Int64
  var flat: Int64
  var positionsOpen: Int
  /// Orders that the venue took although their last look at the gate came after the stop was in force.
  var ordersAfterStop: Int
}

/// The result of a number of rehearsals. Keys as printed; times in milliseconds.
struct DrillReport: Encodable {
  private enum CodingKeys: String, CodingKey {
    case count, path, load
    case refusedMedian = "refused_p50_ms"
    case refusedTail = "refused_p99_ms"
    case refusedMaximum = "refused_max_ms"
    case stateMedian = "state_p50_ms"
    case stateTail = "state_p99_ms"
    case stateMaximum = "state_max_ms"
    case flatMedian = "flat_p50_ms"
    case flatTail = "flat_p99_ms"
    case flatMaximum = "flat_max_ms"
    case ordersAfterStop = "orders_after_stop"
    case positionsClosed = "positions_closed"
    case eventsPerSecond = "events_per_s"
    case seconds
  }

  let path: DrillPath
  let load: Int
  private var times: [DrillTimes] = []
  private var eventsPerSecond = 0.0
  private var seconds = 0.0

  init(path: DrillPath, load: Int) {
    self.path = path
    self.load = load
  }

  var count: Int { times.count }
  var ordersAfterStop: Int { times.reduce(0) { $0 + $1.ordersAfterStop } }

  mutating func add(_ rehearsal: DrillTimes) {
    times.append(rehearsal)
  }

  mutating func finish(events: Int64, nanoseconds: Int64) {
    seconds = Double(nanoseconds) / 1e9
    eventsPerSecond = seconds > 0 ? Double(events) / seconds : 0
  }

  func encode(to encoder: any Encoder) throws {
    var keyed = encoder.container(keyedBy: CodingKeys.self)
    try keyed.encode(count, forKey: .count)
    try keyed.encode(path, forKey: .path)
    try keyed.encode(load, forKey: .load)
    try keyed.encode(milliseconds(\.refused, 0.5), forKey: .refusedMedian)
    try keyed.encode(milliseconds(\.refused, 0.99), forKey: .refusedTail)
    try keyed.encode(milliseconds(\.refused, 1), forKey: .refusedMaximum)
    try keyed.encode(milliseconds(\.state, 0.5), forKey: .stateMedian)
    try keyed.encode(milliseconds(\.state, 0.99), forKey: .stateTail)
    try keyed.encode(milliseconds(\.state, 1), forKey: .stateMaximum)
    try keyed.encode(milliseconds(\.flat, 0.5), forKey: .flatMedian)
    try keyed.encode(milliseconds(\.flat, 0.99), forKey: .flatTail)
    try keyed.encode(milliseconds(\.flat, 1), forKey: .flatMaximum)
    try keyed.encode(ordersAfterStop, forKey: .ordersAfterStop)
    try keyed.encode(positionsClosed, forKey: .positionsClosed)
    try keyed.encode((eventsPerSecond * 10).rounded() / 10, forKey: .eventsPerSecond)
    try keyed.encode((seconds * 10).rounded() / 10, forKey: .seconds)
  }

  private var positionsClosed: Int { times.reduce(0) { $0 + $1.positionsOpen } }

  /// The smallest time that at least this part of the rehearsals did not exceed (nearest rank).
  private func milliseconds(_ part: KeyPath<DrillTimes, Int64>, _ quantile: Double) -> Double {
    let sorted = times.map { $0[keyPath: part] }.sorted()
    guard !sorted.isEmpty else { return 0 }
    let rank = Int((quantile * Double(sorted.count)).rounded(.up))
    return (Double(sorted[max(0, min(sorted.count, rank) - 1)]) / 1e3).rounded() / 1e3
  }

  var text: String {
    func row(_ name: String, _ part: KeyPath<DrillTimes, Int64>) -> [String] {
      [name] + [0.5, 0.99, 1].map { "\(milliseconds(part, $0))" }
    }
    let rows = [
      ["ms", "p50", "p99", "max"], row("refused", \.refused), row("state", \.state), row("flat", \.flat),
    ]
    let table = rows.map { row in
      row.enumerated().map { index, cell in
        let blanks = String(repeating: " ", count: max(0, (index == 0 ? 8 : 10) - cell.count))
        return index == 0 ? cell + blanks : blanks + cell
      }.joined()
    }
    return """
      \(count) rehearsals by \(path.rawValue), \(positionsClosed) positions closed, \
      \(Int(eventsPerSecond.rounded())) events/s on the bus, \((seconds * 10).rounded() / 10) s
      \(table.joined(separator: "\n"))
      orders after a stop: \(ordersAfterStop)
      """
  }
}
