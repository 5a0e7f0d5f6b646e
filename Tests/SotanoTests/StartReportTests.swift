import Domain
import Testing

@testable import sotano

@Suite struct StartReportTests {
  private let place = "/tmp/a stack"

  @Test func `a start says whether anything ran`() {
    #expect(StartReport(directory: place).text == "the stack runs in /tmp/a stack")
    #expect(StartReport(directory: place, ran: true).text == "the stack runs already in /tmp/a stack")
  }

  @Test func `what was missing beside a running stack is named`() {
    let text = StartReport(directory: place, ran: true, missing: [.monitor, .optimizer]).text
    #expect(text == "the stack runs in /tmp/a stack; missing before, and started: monitor, optimizer")
  }

  @Test(arguments: [true, false])
  func `the end of a stop-only life is told, whether other processes ran or not`(ran: Bool) {
    let text = StartReport(directory: place, ran: ran, revived: true, level: .active).text
    #expect(text.hasSuffix("had been given up; it was checked and started anew, and trades again"))
    #expect(!text.contains("already"))
  }

  @Test func `a trader that comes back to a stop says so and how it is taken back`() {
    let text = StartReport(directory: place, ran: true, revived: true, level: .halted, trips: ["operator-1"]).text
    #expect(text.contains("and stays halted: sotano rearm --dir '/tmp/a stack' --trip operator-1 --by"))
    #expect(!text.contains("trades again"))
  }

  @Test func `a level that is not known is not called trading`() {
    let text = StartReport(directory: place, ran: true, revived: true).text
    #expect(text.hasSuffix("has not said yet whether it trades: look with `sotano status --dir '/tmp/a stack'`"))
  }
}
