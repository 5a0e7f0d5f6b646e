/// A value in a settings file, or in the defaults that a type encodes to, as text with its place.
struct SettingsNode: Hashable {
  struct Mark: Hashable {
    var line: Int
    var column: Int
  }

  struct Entry: Hashable {
    var key: String
    var mark: Mark?
    var value: SettingsNode
  }

  enum Content: Hashable {
    case null
    /// A plain scalar may be a number or a word; a quoted one is always text.
    case scalar(String, isPlain: Bool)
    case list([SettingsNode])
    case mapping([Entry])
  }

  var content: Content
  /// `nil` for defaults.
  var mark: Mark?

  init(_ content: Content, mark: Mark? = nil) {
    self.content = content
    self.mark = mark
  }

  var isNull: Bool { content == .null }

  var entries: [Entry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  func entry(_ key: String) -> Entry? {
    entries?.first { $0.key == key }
  }

  /// What a person would call it, for error texts.
  var named: String {
    switch content {
    case .null: "nothing"
    case .scalar(let text, isPlain: true): text
    case .scalar(let text, isPlain: false): "the text \"\(text)\""
    case .list: "a list"
    case .mapping: "a group of settings"
    }
  }

  /// The node at the end of a path, or the last one on the way that exists.
  func nearest(to path: [String]) -> SettingsNode {
    guard let first = path.first, let entry = entry(first) else { return self }
    var found = entry.value.nearest(to: Array(path.dropFirst()))
    found.mark = found.mark ?? entry.mark
    return found
  }

  /// The paths of everything that the file itself says.
  func statedPaths(below path: [String] = []) -> Set<[String]> {
    guard let entries else { return isNull ? [] : [path] }
    return entries.reduce(into: []) { $0.formUnion($1.value.statedPaths(below: path + [$1.key])) }
  }
}
