internal import Yams

extension SettingsNode {
  /// Aliases are expanded, so a short file can unfold into a huge one; no honest settings are near this many values.
  private static let mostNodes = 100_000

  /// Reads YAML text. A file with nothing in it is null.
  ///
  /// - Throws: `SettingsProblem` for the first thing that is not YAML or not settings.
  init(yaml text: String) throws(SettingsProblem) {
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw SettingsProblem(error)
    } catch {
      throw SettingsProblem(line: 0, column: 0, path: "", kind: .syntax("\(error)"))
    }
    guard let root else {
      self.init(.null)
      return
    }
    var left = Self.mostNodes
    self = try SettingsNode(root, path: [], left: &left)
  }

  private init(_ node: Node, path: [String], left: inout Int) throws(SettingsProblem) {
    let mark = node.mark.map { Mark(line: $0.line, column: $0.column) }
    func problem(_ kind: SettingsProblem.Kind) -> SettingsProblem {
      SettingsProblem(line: mark?.line ?? 0, column: mark?.column ?? 0, path: path.joined(separator: "."), kind: kind)
    }
    left -= 1
    guard left > 0 else { throw problem(.invalid("the file unfolds to more than \(Self.mostNodes) values")) }
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      let isNull = isPlain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
      self.init(isNull ? .null : .scalar(scalar.string, isPlain: isPlain), mark: mark)
    case .sequence(let sequence):
      var elements: [SettingsNode] = []
      for (index, element) in sequence.enumerated() {
        elements.append(try SettingsNode(element, path: path + ["\(index)"], left: &left))
      }
      self.init(.list(elements), mark: mark)
    case .mapping(let mapping):
      var entries: [Entry] = []
      for (key, value) in mapping {
        guard let name = key.scalar?.string else {
          throw problem(.wrongType(expected: "a name as key", found: "a group"))
        }
        let value = try SettingsNode(value, path: path + [name], left: &left)
        entries.append(Entry(key: name, mark: key.mark.map { Mark(line: $0.line, column: $0.column) }, value: value))
      }
      self.init(.mapping(entries), mark: mark)
    case .alias:
      throw problem(.syntax("an alias that refers to nothing"))
    }
  }
}

extension SettingsProblem {
  fileprivate init(_ error: YamlError) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let detail = context.map { "\($0.text) \(problem)" } ?? problem
      self.init(line: mark.line, column: mark.column, path: "", kind: .syntax(detail))
    case .duplicatedKeysInMapping(let keys, let context):
      self.init(line: context.mark.line, column: context.mark.column, path: "", kind: .duplicateKeys(keys))
    case .reader(let problem, _, _, _):
      self.init(line: 0, column: 0, path: "", kind: .syntax(problem))
    default:
      self.init(line: 0, column: 0, path: "", kind: .syntax("\(error)"))
    }
  }
}
