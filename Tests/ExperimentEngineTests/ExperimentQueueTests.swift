import Domain
import Testing

@testable import ExperimentEngine

struct ExperimentQueueTests {
  private func request(_ priority: Int = 0) -> ExperimentRequest {
    ExperimentRequest(hypothesis: "better", parameter: .gridSpacing, values: [.pips(22)], priority: priority)
  }

  @Test func `the highest priority goes first, of equal ones the oldest, and every number is given once`() {
    var queue = ExperimentQueue()
    for priority in [0, 1, 0, 5, 1] {
      queue.add(queue.register(request(priority), by: "ana", at: .origin))
    }
    #expect(queue.remove(ExperimentID(3))?.id == ExperimentID(3))
    #expect(queue.remove(ExperimentID(3)) == nil)
    var order: [Int64] = []
    while let next = queue.takeFirst() { order.append(next.id.number) }
    #expect(order == [4, 2, 5, 1])
    #expect(queue.isEmpty)
    queue.resume(after: 9)
    queue.resume(after: 7)
    #expect(queue.register(request(), by: "ana", at: .origin).id == ExperimentID(10))
  }

  @Test func `thirty-two may wait, and the next is told how many do`() {
    var queue = ExperimentQueue()
    for _ in 0..<32 {
      #expect(throws: Never.self) { try queue.checkRoom() }
      queue.add(queue.register(request(), by: "ana", at: .origin))
    }
    #expect(throws: Refusal.busy(queued: 32, limit: 32)) { try queue.checkRoom() }
  }

  @Test func `levels fall within a quarter, rise with a discovery, and begin anew with the next`() {
    var levels = QuarterLevels(settings: ExperimenterSettings(falseDiscoveryRate: 0.1, quarter: 1_000))
    func at(_ open: Int64) -> MarketTime { MarketTime(utc: open, open: open) }
    #expect(levels.next(at: at(2_000)) == (0.05, 2))
    levels.record(isDiscovery: false, quarter: 2)
    #expect(abs(levels.next(at: at(2_500)).level - 0.1 / 6) < 1e-12)
    levels.record(isDiscovery: true, quarter: 2)
    #expect(abs(levels.next(at: at(2_999)).level - 0.2 / 12) < 1e-12)
    #expect(levels.next(at: at(3_000)) == (0.05, 3))
    levels.record(isDiscovery: true, quarter: 2)
    #expect(levels.next(at: at(3_001)) == (0.05, 3), "what ended late was of another quarter")
    #expect(levels.quarter(of: at(3_999)) == 3)
  }

  @Test func `a command that was answered is answered again, until it is one of too many`() {
    var answered = AnsweredCommands()
    #expect(answered.effect(of: "a-1") == nil)
    #expect(answered.add("a-1", .malformed("no")) == .answer(id: "a-1", .malformed("no")))
    #expect(answered.effect(of: "a-1") == .answer(id: "a-1", .malformed("no")))
    for number in 2...128 { _ = answered.add("a-\(number)", nil) }
    #expect(answered.effect(of: "a-1") != nil)
    _ = answered.add("a-129", nil)
    #expect(answered.effect(of: "a-1") == nil && answered.effect(of: "a-2") == .answer(id: "a-2", nil))
  }

  @Test func `the week's close is told an hour before, each minute, and once when it is over`() {
    var week = WeekClose(calendar: TradingCalendar(week: TradingWeek()))
    // Friday, 2022-01-07: in winter the week closes at 22:00 UTC.
    let close: Int64 = 1_641_592_800_000
    let minute = MarketTime.minute
    #expect(week.look(at: close - 120 * minute) == nil)
    #expect(week.look(at: close - 61 * minute) == nil)
    #expect(week.look(at: close - 60 * minute) == true)
    #expect(week.look(at: close - 60 * minute + 59_999) == nil, "within the minute nobody looks")
    #expect(week.look(at: close - minute) == true)
    let opening = close + 48 * 60 * minute
    #expect(week.look(at: opening) == false)
    #expect(week.look(at: opening + minute) == nil)
  }
}
