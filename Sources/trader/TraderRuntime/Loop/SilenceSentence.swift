internal import Domain
internal import Safety

/// What a person reads about a process that cannot be relied on: which, how long, what it is behind, and how to go on.
enum SilenceSentence {
  /// Of a trip that silence has made.
  static func reason(_ silences: [DeadMan.Silence]) -> String {
    let who = silences.map { text($0) }.joined(separator: "; ")
    let names = silences.map(\.who.rawValue).joined(separator: " and ")
    return "\(who); to go on: restart \(names) if needed, wait until `sotano status` shows all answering, then re-arm"
  }

  static func text(_ silence: DeadMan.Silence) -> String {
    guard let lack = silence.lack else {
      return "the \(silence.who.rawValue) has been silent for \(seconds(silence.milliseconds))"
    }
    return blind(silence.who.rawValue, silence.milliseconds, lack)
  }

  static func blind(_ name: String, _ milliseconds: Int64, _ lack: BlindWatch.Lack) -> String {
    "the \(name) beats and has been blind for \(seconds(milliseconds)): \(text(lack))"
  }

  private static func text(_ lack: BlindWatch.Lack) -> String {
    switch lack {
    case .position: "it does not say what it has taken in"
    case .events(let last, let head): "it has taken in the trader's stream up to event \(last) of \(head)"
    case .otherStream(let last, let head):
      "it stands at event \(last) of another stream, the trader's has \(head); one of the two began anew"
    case .otherEpoch(let heard, let now): "it last heard start \(heard) of the trader, this is start \(now)"
    }
  }

  private static func seconds(_ milliseconds: Int64) -> String {
    guard milliseconds < .max else { return "ever" }
    return "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
  }
}
