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
