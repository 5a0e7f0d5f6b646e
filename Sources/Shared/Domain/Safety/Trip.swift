/// One stop that was asked for. It is kept until a named person re-arms.
package struct Trip: Hashable, Sendable {
  /// Unique and file-name safe, such as `monitor-12` or `operator-1769000000000-4711`.
  package var id: String
  /// Frozen or above.
  package var level: SafetyLevel
  package var reason: String
  /// Who asked: a role's name or a person's.
  package var source: String
  /// Milliseconds since 1970 UTC by the sender's wall clock, or market time in lockstep.
  package var time: Int64
  /// How often the same stop was repeated; of a summary (`isSummary`) how many stops it stands for.
  package var repeats: Int64

  package init(
    id: String, level: SafetyLevel, reason: String, source: String, time: Int64, repeats: Int64 = 0
  ) {
    self.id = id
    self.level = level
    self.reason = reason
    self.source = source
    self.time = time
    self.repeats = repeats
  }
}

extension Trip: Codable {
  private enum CodingKeys: String, CodingKey { case id, level, reason, source, time, repeats }

  package init(from decoder: any Decoder) throws {
    let keyed = try decoder.container(keyedBy: CodingKeys.self)
    id = try keyed.decode(String.self, forKey: .id)
    level = try keyed.decode(SafetyLevel.self, forKey: .level)
    reason = try keyed.decode(String.self, forKey: .reason)
    source = try keyed.decode(String.self, forKey: .source)
    time = try keyed.decode(Int64.self, forKey: .time)
    repeats = try keyed.decodeIfPresent(Int64.self, forKey: .repeats) ?? 0
  }

  /// Writes no `repeats` where there are none: a file of a trip is the same as before there were any.
  package func encode(to encoder: any Encoder) throws {
    var keyed = encoder.container(keyedBy: CodingKeys.self)
    try keyed.encode(id, forKey: .id)
    try keyed.encode(level, forKey: .level)
    try keyed.encode(reason, forKey: .reason)
    try keyed.encode(source, forKey: .source)
    try keyed.encode(time, forKey: .time)
    if repeats != 0 { try keyed.encode(repeats, forKey: .repeats) }
  }
}
