/// The last things that happened, for whoever reads a failure.
struct Trace {
  let isOn: Bool
  private(set) var lines: [String] = []
  private static let capacity = 60

  init(isOn: Bool) {
    self.isOn = isOn
  }

  mutating func note(_ now: Int64, _ text: @autoclosure () -> String) {
    guard isOn else { return }
    if lines.count == Self.capacity { lines.removeFirst() }
    lines.append("\(now) ms  \(text())")
  }
}
