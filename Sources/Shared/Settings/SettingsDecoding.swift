internal import Domain

/// Decodes a type from what the file says, and from its defaults where the file is silent.
///
/// A value that cannot be read is noted and replaced by its default, so that one pass finds everything that is wrong.
/// Which keys exist is learned from what the type asks for.
final class SettingsDecoding {
  /// A place in the settings: what the file says there, and what holds otherwise.
  struct Place {
    var stated: SettingsNode?
    var fallback: SettingsNode?
    var path: [String]

    /// An empty section, such as one whose lines are all commented out, says nothing.
    init(stated: SettingsNode?, fallback: SettingsNode?, path: [String]) {
      let isEmptySection = stated?.isNull == true && fallback?.entries != nil
      self.stated = isEmptySection ? nil : stated
      self.fallback = fallback
      self.path = path
    }

    var node: SettingsNode { stated ?? fallback ?? SettingsNode(.null) }

    func problem(_ kind: SettingsProblem.Kind) -> SettingsProblem {
      let mark = stated?.mark
      return SettingsProblem(
        line: mark?.line ?? 0, column: mark?.column ?? 0, path: path.joined(separator: "."), kind: kind)
    }
  }

  /// The reading of a value was given up; its problem is noted already.
  struct GivenUp: Error {}

  private(set) var problems: [SettingsProblem] = []
  /// For every group in the file that was read, the keys that its type asked for.
  private var asked: [(place: Place, keys: AskedKeys)] = []

  final class AskedKeys {
    var names: [String] = []

    func insert(_ name: String) {
      if !names.contains(name) { names.append(name) }
    }
  }

  func note(_ error: any Error, at place: Place) {
    switch error {
    case is GivenUp: break
    case let problem as SettingsProblem: problems.append(problem)
    case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
      DecodingError.valueNotFound(_, let context), DecodingError.keyNotFound(_, let context):
      problems.append(place.problem(.invalid(context.debugDescription)))
    default: problems.append(place.problem(.invalid("\(error)")))
    }
  }

  func register(_ place: Place) -> AskedKeys {
    let keys = AskedKeys()
    if place.stated?.entries != nil { asked.append((place, keys)) }
    return keys
  }

  /// Call at the end: whatever nobody asked for is unknown.
  func noteUnknownKeys() {
    for (place, keys) in asked {
      for entry in place.stated?.entries ?? [] where !keys.names.contains(entry.key) {
        let suggestion = nearestName(to: entry.key, among: keys.names)
        problems.append(
          SettingsProblem(
            line: entry.mark?.line ?? 0, column: entry.mark?.column ?? 0, path: place.path.joined(separator: "."),
            kind: .unknownKey(entry.key, suggestion: suggestion, known: keys.names)))
      }
    }
  }

  func decode<Value: Decodable>(_ type: Value.Type, at place: Place) throws -> Value {
    do throws(SettingsProblem.Kind) {
      if let value = try UnitText.value(of: type, from: place.node) as? Value { return value }
      try checkListed(type, place.node)
    } catch {
      throw place.problem(error)
    }
    let before = asked.count
    do {
      return try Value(from: SettingsDecoder(session: self, place: place))
    } catch {
      // A type that was not read to its end has not asked for all its keys.
      asked.removeSubrange(before...)
      throw error
    }
  }

  /// Says which words there are, where a type with a list of them gets another.
  private func checkListed(_ type: Any.Type, _ node: SettingsNode) throws(SettingsProblem.Kind) {
    guard let listed = type as? any (CaseIterable & RawRepresentable).Type else { return }
    let legal = words(of: listed)
    guard !legal.isEmpty else { return }
    guard case .scalar(let text, _) = node.content else {
      throw .wrongType(expected: "one of \(legal.joined(separator: ", "))", found: node.named)
    }
    guard legal.contains(text) else {
      throw .notListed(text, legal: legal, suggestion: nearestName(to: text, among: legal))
    }
  }

  private func words<Listed: CaseIterable & RawRepresentable>(of type: Listed.Type) -> [String] {
    type.allCases.compactMap { $0.rawValue as? String }
  }
}
