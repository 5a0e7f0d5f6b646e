extension String {
  /// The text as a terminal may show it: what would be obeyed there is written out, `\x1b` for an escape.
  ///
  /// Written out are control characters, line and paragraph separators, marks that turn the direction of writing and
  /// characters that cannot be seen: the name of a stop must not move a reader's cursor or hide a word.
  ///
  /// - Parameter keepsLayout: leaves line ends and tabs as they are, for texts of several lines.
  package func shown(keepsLayout: Bool = false) -> String {
    guard unicodeScalars.contains(where: { $0.isObeyed }) else { return self }
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      let isLayout = keepsLayout && (scalar == "\n" || scalar == "\t")
      if !scalar.isObeyed || isLayout {
        text.append(scalar)
      } else {
        text.append(contentsOf: scalar.writtenOut.unicodeScalars)
      }
    }
    return String(text)
  }

  /// The text in at most so many bytes of UTF-8: a longer one is cut between two characters and ends in `…`.
  package func cut(toBytes limit: Int) -> String {
    guard utf8.count > limit else { return self }
    var end = utf8.index(utf8.startIndex, offsetBy: max(0, limit - "…".utf8.count))
    // Continuation bytes: a character's first byte is at most three before.
    while end > utf8.startIndex, utf8[end] & 0xc0 == 0x80 { end = utf8.index(before: end) }
    return String(self[..<end]) + "…"
  }
}

extension Unicode.Scalar {
  fileprivate var isObeyed: Bool {
    switch value {
    case 0x20...0x7e: false
    case 0...0x1f, 0x7f...0x9f: true
    // Soft hyphen; Arabic letter mark; zero width and direction marks; separators and embeddings; isolates; byte order
    // mark; interlinear marks; tags.
    case 0xad, 0x61c, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff, 0xfff9...0xfffb, 0xe0000...0xe007f:
      true
    default: false
    }
  }

  fileprivate var writtenOut: String {
    let digits = String(value, radix: 16)
    return value <= 0xff ? "\\x\(value < 0x10 ? "0" : "")\(digits)" : "\\u{\(digits)}"
  }
}
