/// The words of a Swift file without those of comments and of strings; what is interpolated into a string counts.
struct SourceWords {
  /// Every word.
  private(set) var all: Set<String> = []
  /// Words behind a dot: members.
  private(set) var members: Set<String> = []
  /// Words before a parenthesis: calls and declarations.
  private(set) var calls: Set<String> = []

  init(_ text: String) {
    for line in text.split(separator: "\n") {
      let bytes = Self.code(of: Array(line.utf8))
      guard !Self.isImport(bytes) else { continue }
      read(bytes)
    }
  }

  private mutating func read(_ bytes: [UInt8]) {
    var begin: Int?
    for index in 0...bytes.count {
      if index < bytes.count, Self.isWordByte(bytes[index]) {
        begin = begin ?? index
      } else if let first = begin {
        let word = String(decoding: bytes[first..<index], as: UTF8.self)
        all.insert(word)
        if first > 0, bytes[first - 1] == UInt8(ascii: ".") { members.insert(word) }
        if index < bytes.count, bytes[index] == UInt8(ascii: "(") { calls.insert(word) }
        begin = nil
      }
    }
  }

  /// The line up to its comment, with a blank in the place of each string. A line of a string of several lines stays.
  private static func code(of line: [UInt8]) -> [UInt8] {
    var code: [UInt8] = []
    /// For each string that is being interpolated into, the parentheses that are open in it.
    var parentheses: [Int] = []
    var isString = false
    var index = 0
    func next(_ offset: Int) -> UInt8? { index + offset < line.count ? line[index + offset] : nil }
    while index < line.count {
      let byte = line[index]
      index += 1
      switch (byte, isString) {
      case (UInt8(ascii: "\\"), true):
        if next(0) == UInt8(ascii: "(") { (isString, parentheses) = (false, parentheses + [0]) }
        code.append(UInt8(ascii: " "))
        index += 1
      case (UInt8(ascii: "\""), false) where next(0) == byte && next(1) == byte: index += 2
      case (UInt8(ascii: "\""), _): isString.toggle()
      case (_, true): break
      case (UInt8(ascii: "/"), false) where next(0) == byte: return code
      case (UInt8(ascii: ")"), false) where parentheses.last == 0:
        parentheses.removeLast()
        isString = true
      default:
        if let open = parentheses.indices.last {
          if byte == UInt8(ascii: "(") { parentheses[open] += 1 }
          if byte == UInt8(ascii: ")") { parentheses[open] -= 1 }
        }
        code.append(byte)
      }
    }
    return code
  }

  private static func isImport(_ bytes: [UInt8]) -> Bool {
    ImportLine(String(decoding: bytes, as: UTF8.self)) != nil
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

/// `package import Domain`, `@testable import trader`
struct ImportLine {
  var module: String
  var isTestable: Bool

  init?(_ line: some StringProtocol) {
    let words = line.split(separator: " ")
    guard let place = words.firstIndex(of: "import"), place <= 2, words.count == place + 2 else { return nil }
    module = String(words[place + 1])
    isTestable = words.contains("@testable")
  }
}
