/// A command line that takes stops back, to be pasted into a shell. Name and reason are for the person to fill in: the
/// shell refuses the line by name of what is missing while they are not.
///
/// - Parameter trips: which; all where there are none.
func rearmLine(_ trips: [String], directory: String) -> String {
  let which = trips.isEmpty ? "--all" : trips.map { "--trip \(shellWord($0))" }.joined(separator: " ")
  return "sotano rearm --dir \(shellWord(directory)) \(which) --by \"${NAME:?your name}\" --reason \"${WHY:?why}\""
}

/// A text as one word of a POSIX shell.
func shellWord(_ text: String) -> String {
  let isPlain =
    !text.isEmpty
    && text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "/._-+,:@%".utf8.contains(byte)
      }
    }
  return isPlain
    ? text : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
