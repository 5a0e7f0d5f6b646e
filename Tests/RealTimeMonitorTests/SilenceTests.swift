import Domain
import RealTimeMonitor
import Testing

@Suite struct SilenceTests {
  @Test func `a feed that says nothing at all is alerted once, and cleared by the next quotes`() {
    var monitor = RealTimeMonitor(profile: profile, settings: MonitorSettings())
    func silence(_ minutes: Int64) -> [Effect] {
      monitor.receive(
        Input(time: calendar.marketTime(at: monday), content: .silence(milliseconds: minutes * 60_000)))
    }
    #expect(silence(60).alerts.isEmpty, "before the first quote nothing is silent")
    let first = quote(monday, bid: 110_000)
    _ = monitor.receive(input(.quotes(QuoteBatch(quotes: [first])), at: monday))
    #expect(silence(9).alerts.isEmpty)
    let raised = silence(10).alerts
    #expect(raised.map(\.kind) == [.staleFeed])
    #expect(raised.map(\.phase) == [.raised])
    #expect(silence(20).alerts.isEmpty)
    let later = monday + 1_000
    let cleared = monitor.receive(input(.quotes(QuoteBatch(quotes: [quote(later, bid: 110_000)])), at: later)).alerts
    #expect(cleared.map(\.kind) == [.staleFeed])
    #expect(cleared.map(\.phase) == [.cleared])
  }
}
