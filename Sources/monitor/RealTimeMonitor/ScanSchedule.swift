/// When the open trades are looked at, and when the account's metrics are published although no trade closed.
///
/// Both fall on whole multiples of their distance, in open-market milliseconds; the first quote is due for both.
struct ScanSchedule: Hashable, Sendable, Codable {
  private let scanEvery: Int64
  private let publishEvery: Int64
  private var nextScan: Int64 = 0
  private var nextPublication: Int64 = 0

  init(settings: MonitorSettings) {
    scanEvery = settings.scanEvery
    publishEvery = settings.publishEvery
  }

  func isDue(at open: Int64) -> Bool { open >= nextScan }

  /// Notes that a scan is made now.
  /// - Returns: whether the account is to be published with it in any case.
  mutating func scan(at open: Int64) -> Bool {
    nextScan = (open / scanEvery + 1) * scanEvery
    guard open >= nextPublication else { return false }
    nextPublication = (open / publishEvery + 1) * publishEvery
    return true
  }
}
