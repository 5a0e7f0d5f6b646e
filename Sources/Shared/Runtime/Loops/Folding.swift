/// Logs the same text once and counts its repetitions, so that a client that repeats a fault without end fills no
/// journal and costs no sync each time. It has no clock.
package struct Folding: Sendable {
  private struct Entry: Sendable {
    var text: String
    var isTold: Bool
    var again = 0
  }

  /// Monotonic milliseconds within which a text is logged once.
  private static let patience: Int64 = 1_000
  /// Different texts within that time; more are counted and not logged.
  private static let most = 8

  private var entries: [Entry] = []
  private var overflow = 0
  private var since: Int64 = .min

  package init() {}

  package mutating func note(_ text: String) {
    if let index = entries.firstIndex(where: { $0.text == text }) {
      entries[index].again += 1
    } else if entries.count < Self.most {
      entries.append(Entry(text: text, isTold: false))
    } else {
      overflow += 1
    }
  }

  /// What is to be logged now.
  package mutating func due(at now: Int64) -> [String] {
    guard !entries.isEmpty else { return [] }
    var due: [String] = []
    for index in entries.indices where !entries[index].isTold {
      due.append(entries[index].text)
      entries[index].isTold = true
    }
    if !due.isEmpty, since == .min { since = now }
    guard now &- since >= Self.patience else { return due }
    due += entries.filter { $0.again > 0 }.map { "\($0.text), and \($0.again) times more" }
    if overflow > 0 { due.append("\(overflow) more of other senders were refused") }
    entries.removeAll()
    overflow = 0
    since = .min
    return due
  }
}
