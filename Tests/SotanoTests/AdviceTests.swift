import Testing

@testable import sotano

@Suite struct AdviceTests {
  @Test func `what names a command names the directory, quoted`() {
    #expect(
      Advice.addressed("look with `sotano status`, then `sotano cancel 7` gives it up", to: "/tmp/a stack")
        == "look with `sotano status --dir '/tmp/a stack'`, then `sotano cancel 7 --dir '/tmp/a stack'` gives it up")
  }

  @Test(arguments: [
    "`sotano down --dir /tmp/x` ends it", "see `sotano up --help`", "`sotano evaluate` shows it",
    "no `sotano up\nhere`",
    "`sotano up",
  ])
  func `what has a directory, or takes none, stays as it is`(text: String) {
    #expect(Advice.addressed(text, to: "/tmp/s") == text)
  }

  @Test func `the default directory needs no name`() {
    #expect(Advice.addressed("`sotano up`", to: nil) == "`sotano up`")
  }

  @Test func `a directory that was named is told absolute`() {
    #expect(Advice.named(in: ["sotano", "up", "--dir", "./a/b"], from: "/home/ana") == "/home/ana/a/b")
    #expect(Advice.named(in: ["sotano", "up", "--dir=/x"], from: "/home/ana") == "/x")
    #expect(Advice.named(in: ["sotano", "up"], from: "/home/ana") == nil)
  }
}
