import Domain
import Testing

@testable import RealTimeMonitor

@Suite struct TapeTests {
  /// What was read, in its order: a quote by its time, a trade by its number.
  private enum Step: Equatable {
    case quote(Int64)
    case trade(Int64)
  }

  private func read(_ tape: inout Tape, _ settlement: Tape.Settlement) -> [Step] {
    var steps: [Step] = []
    while let quote = tape.nextQuote() {
      while let trade = tape.nextTrade(until: quote.time) { steps.append(step(trade)) }
      steps.append(.quote(quote.time))
    }
    if case .everything = settlement {
      while let trade = tape.nextTrade() { steps.append(step(trade)) }
    }
    tape.discardRead()
    return steps
  }

  private func step(_ event: TradeEvent) -> Step {
    switch event {
    case .opened(let trade): .trade(trade.id.number)
    case .closed(let trade): .trade(trade.trade.id.number)
    }
  }

  @Test func `a trade is read before the first quote that is not older than it`() {
    var tape = Tape()
    for time in [10, 20, 30] as [Int64] { tape.hold(quote(time, bid: 110_000)) }
    for (number, time) in [(1, 10), (2, 15), (3, 20), (4, 31)] as [(Int64, Int64)] {
      tape.hold(.opened(openTrade(number, at: time)))
    }
    #expect(tape.oldestQuote?.time == 10 && tape.newestQuote?.time == 30)
    let steps = read(&tape, .untilLastQuote)
    #expect(steps == [.trade(1), .quote(10), .trade(2), .trade(3), .quote(20), .quote(30)])
    #expect(tape.newestQuote == nil && tape.hasTrades && !tape.isEmpty)
    #expect(read(&tape, .everything) == [.trade(4)])
    #expect(tape == Tape())
  }

  @Test func `a trade that is later than every quote waits for the next ones`() {
    var tape = Tape()
    tape.hold(quote(10, bid: 110_000))
    tape.hold(.opened(openTrade(1, at: 25)))
    #expect(read(&tape, .untilLastQuote) == [.quote(10)])
    tape.hold(quote(20, bid: 110_000))
    tape.hold(quote(30, bid: 110_000))
    tape.hold(.closed(closed(openTrade(2, at: 5), at: 28, profit: 1)))
    #expect(read(&tape, .untilLastQuote) == [.quote(20), .trade(1), .trade(2), .quote(30)])
    #expect(tape.isEmpty)
  }

  @Test func `nothing is lost or read twice, however quotes and trades are cut into pieces`() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<200 {
      var tape = Tape()
      var (read, held): ([Step], [Step]) = ([], [])
      var (time, number): (Int64, Int64) = (0, 0)
      for _ in 0..<20 {
        for _ in 0..<random.next() % 4 {
          time += 10
          held.append(.quote(time))
          tape.hold(quote(time, bid: 110_000))
        }
        for _ in 0..<random.next() % 3 {
          number += 1
          held.append(.trade(number))
          tape.hold(.opened(openTrade(number, at: time + Int64(random.next() % 30))))
        }
        read += self.read(&tape, random.next() % 2 == 0 ? .everything : .untilLastQuote)
      }
      read += self.read(&tape, .everything)
      #expect(tape == Tape())
      #expect(read.count == held.count)
      #expect(held.allSatisfy(read.contains))
    }
  }
}
