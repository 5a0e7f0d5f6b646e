import Domain
import Testing

struct ShownTextTests {
  @Test(
    arguments: [
      ("plain text, ñ, 漢字, 🙂", "plain text, ñ, 漢字, 🙂"), ("\u{1b}[2J", "\\x1b[2J"), ("a\nb\tc", "a\\x0ab\\x09c"),
      ("\u{9b}31m", "\\x9b31m"), ("\u{202e}drawkcab", "\\u{202e}drawkcab"), ("a\u{200b}b", "a\\u{200b}b"),
      ("\u{0}\u{7f}", "\\x00\\x7f"),
    ])
  func `what a terminal would obey is written out`(text: String, shown: String) {
    #expect(text.shown() == shown)
  }

  @Test func `line ends stay where a text has lines`() {
    #expect("a\n\tb\r\u{1b}".shown(keepsLayout: true) == "a\n\tb\\x0d\\x1b")
  }

  @Test func `a cut is between characters and never longer than its bound`() {
    for text in ["abcdefghij", "ñññññññññ", "🙂🙂🙂🙂🙂", "e\u{301}\u{301}\u{301}\u{301}\u{301}"] {
      for limit in 3...20 {
        let cut = text.cut(toBytes: limit)
        #expect(cut.utf8.count <= max(limit, 3))
        #expect(cut == text || cut.hasSuffix("…"))
      }
    }
  }
}
