internal import Domain

/// The domain's quantities as a person writes them: pips, lots and money as decimal numbers in those units, sessions
/// and safety levels by name.
enum UnitText {
  /// The value of a type that has such a form; `nil` for all other types.
  ///
  /// - Throws: `SettingsProblem.Kind` for a node that is not of the form.
  static func value(of type: Any.Type, from node: SettingsNode) throws(SettingsProblem.Kind) -> Any? {
    switch type {
    case is Pips.Type:
      return Pips(tenths: try whole(node, places: 1, as: Int32.self, expected: "pips, at most one decimal place"))
    case is Lots.Type:
      return Lots(hundredths: try whole(node, places: 2, as: Int32.self, expected: "lots, at most two decimal places"))
    case is Money.Type:
      let micros = try whole(node, places: 6, as: Int64.self, expected: "money, at most six decimal places")
      guard Plausible.micros.contains(micros) else { throw .outOfRange(node.named) }
      return Money(micros: micros)
    case is SessionSet.Type: return try sessions(node)
    case is SafetyLevel.Type:
      let names = SafetyLevel.allCases.map(\.name)
      guard case .scalar(let text, _) = node.content else {
        throw .wrongType(expected: "one of \(names.joined(separator: ", "))", found: node.named)
      }
      guard let level = SafetyLevel(named: text) else {
        throw .notListed(text, legal: names, suggestion: nearestName(to: text, among: names))
      }
      return level
    default: return nil
    }
  }

  /// The text of a value that has such a form, and whether it is a plain scalar.
  static func node(for value: Any) -> SettingsNode? {
    switch value {
    case let pips as Pips: SettingsNode(.scalar(pips.description, isPlain: true))
    case let lots as Lots: SettingsNode(.scalar(lots.description, isPlain: true))
    case let money as Money: SettingsNode(.scalar(decimal(money.micros, places: 6), isPlain: true))
    case let sessions as SessionSet: SettingsNode(.scalar(sessions.description, isPlain: true))
    case let level as SafetyLevel: SettingsNode(.scalar(level.name, isPlain: true))
    default: nil
    }
  }

  private static func sessions(_ node: SettingsNode) throws(SettingsProblem.Kind) -> SessionSet {
    let expected = "all, none, or sessions such as london+newYork or [london, newYork]"
    guard let text = node.joinedNames, let set = SessionSet(parsing: text.isEmpty ? "none" : text) else {
      throw .wrongType(expected: expected, found: node.named)
    }
    return set
  }

  /// A decimal number as a whole count of its last allowed place, without going through floating point.
  private static func whole<Number: FixedWidthInteger>(
    _ node: SettingsNode, places: Int, as type: Number.Type, expected: String
  ) throws(SettingsProblem.Kind) -> Number {
    guard case .scalar(let text, isPlain: true) = node.content else {
      throw .wrongType(expected: expected, found: node.named)
    }
    if ScalarText.isInfinityOrNaN(text) { throw .notFinite(text) }
    guard let digits = ScalarText.digits(ofDecimal: text, places: places) else {
      throw .wrongType(expected: expected, found: text)
    }
    guard let count = Number(digits) else { throw .outOfRange(text) }
    return count
  }

  /// The shortest decimal text of a count of its last place.
  private static func decimal(_ count: Int64, places: Int) -> String {
    let digits = String(count.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    var fraction = padded.suffix(places)
    while fraction.hasSuffix("0") { fraction.removeLast() }
    let whole = (count < 0 ? "-" : "") + padded.dropLast(places)
    return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
  }
}

extension SettingsNode {
  /// A scalar's text, or a list's words joined by `+`; `nil` for anything else.
  var joinedNames: String? {
    switch content {
    case .scalar(let text, _): return text
    case .list(let elements):
      var words: [String] = []
      for element in elements {
        guard case .scalar(let word, _) = element.content else { return nil }
        words.append(word)
      }
      return words.joined(separator: "+")
    case .null, .mapping: return nil
    }
  }
}
