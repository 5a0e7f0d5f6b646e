/// All that is wrong with a settings file, in the order of its lines. Never empty.
package struct SettingsError: Error, Hashable, Sendable {
  package var file: String
  package var problems: [SettingsProblem]
}

/// One thing that is wrong, and where.
package struct SettingsProblem: Error, Hashable, Sendable {
  /// From 1; 0 where the file as a whole is meant.
  package var line: Int
  package var column: Int
  /// The keys from the top, such as `monitor.limits.drawdown`; empty for the whole file.
  package var path: String
  package var kind: Kind

  package enum Kind: Error, Hashable, Sendable {
    /// The text is not YAML.
    case syntax(String)
    case duplicateKeys([String])
    /// Nothing reads this key; `known` are those that are read at its place.
    case unknownKey(String, suggestion: String?, known: [String])
    /// A key without a default is absent.
    case missing(String)
    case wrongType(expected: String, found: String)
    /// The number does not fit the values that the setting can hold.
    case outOfRange(String)
    case notFinite(String)
    case notListed(String, legal: [String], suggestion: String?)
    /// Refused by the setting's own rules.
    case invalid(String)
  }
}

extension SettingsProblem: CustomStringConvertible {
  package var description: String {
    let place = path.isEmpty ? "" : "\(path): "
    return switch kind {
    case .syntax(let detail): "not valid YAML: \(detail)"
    case .duplicateKeys(let keys): "\(place)\(keys.joined(separator: ", ")) stands more than once; keep one"
    case .unknownKey(let key, let suggestion, let known):
      if let suggestion {
        "\(place)unknown key \(key); did you mean \(suggestion)?"
      } else {
        "\(place)unknown key \(key)\(known.isEmpty ? "" : "; known here: \(known.joined(separator: ", "))")"
      }
    case .missing(let key): "\(place)\(key) is missing and has no default"
    case .wrongType(let expected, let found): "\(place)expected \(expected), found \(found)"
    case .outOfRange(let text): "\(place)\(text) is too large or too small here"
    case .notFinite(let text): "\(place)\(text) is not a finite number"
    case .notListed(let text, let legal, let suggestion):
      "\(place)\(text) is not one of \(legal.joined(separator: ", "))\(suggestion.map { "; did you mean \($0)?" } ?? "")"
    case .invalid(let detail): "\(place)\(detail)"
    }
  }
}

extension SettingsError: CustomStringConvertible {
  /// One line a problem: `FILE:LINE:COLUMN: what is wrong`.
  package var description: String {
    problems.map { problem in
      problem.line > 0 ? "\(file):\(problem.line):\(problem.column): \(problem)" : "\(file): \(problem)"
    }.joined(separator: "\n")
  }
}
