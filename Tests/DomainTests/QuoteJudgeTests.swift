import Domain
import Testing

@Suite struct QuoteJudgeTests {
  private static let belief = QuoteBelief(
    lowest: Price(points: 50_000), highest: Price(points: 250_000), jump: Pips(55))

  private func quote(_ time: Int64, _ bid: Int32, spread: Int32 = 10, path: PricePath = .jump) -> Quote {
    Quote(time: time, bid: Price(points: bid), ask: Price(points: bid + spread), path: path)
  }

  private func believed(_ quotes: [Quote]) -> (bids: [Int32], refused: Int64) {
    var judge = QuoteJudge(Self.belief)
    let bids = quotes.compactMap { judge.judge($0).believed?.bid.points }
    return (bids, judge.refused)
  }

  @Test(arguments: [-600, 600, -3_000, 3_000] as [Int32])
  func `a lone outlier is left out and counted`(leap: Int32) {
    let seen = believed([quote(1, 110_000), quote(2, 110_000 + leap), quote(3, 110_010), quote(4, 110_020)])
    #expect(seen.bids == [110_000, 110_010, 110_020])
    #expect(seen.refused == 1)
  }

  @Test(arguments: [-700, 700, -3_000, 3_000] as [Int32])
  func `a move that the next quote confirms is believed from there on`(leap: Int32) {
    let moved = 110_000 + leap
    let seen = believed([quote(1, 110_000), quote(2, moved), quote(3, moved + 50), quote(4, moved)])
    #expect(seen.bids == [110_000, moved + 50, moved])
    #expect(seen.refused == 0)
  }

  @Test func `an outlier of the ask alone is left out, and a spread that stays wide is believed`() {
    let lone = [quote(1, 110_000), quote(2, 110_000, spread: 5_000), quote(3, 110_000), quote(4, 110_010)]
    var judge = QuoteJudge(Self.belief)
    #expect(lone.compactMap { judge.judge($0).believed?.time } == [1, 3, 4])
    #expect(judge.refused == 1)
    let wide = [quote(1, 110_000), quote(2, 110_000, spread: 700), quote(3, 110_000, spread: 690), quote(4, 110_000)]
    judge = QuoteJudge(Self.belief)
    #expect(wide.dropLast().compactMap { judge.judge($0).believed?.time } == [1, 3])
    #expect(judge.refused == 0)
  }

  @Test func `two outliers on different sides are both left out`() {
    let seen = believed([quote(1, 110_000), quote(2, 115_000), quote(3, 105_000), quote(4, 110_000)])
    #expect(seen.bids == [110_000, 110_000])
    #expect(seen.refused == 2)
  }

  /// Four quotes, 15 s apart, of the bar of a minute that began `minute` minutes ago.
  private func bar(_ minute: Int64, _ bids: [Int32]) -> [Quote] {
    bids.enumerated().map {
      quote(minute * 60_000 + Int64($0.offset) * 15_000, $0.element, path: $0.offset == 0 ? .jump : .continuous)
    }
  }

  private static let calm: [Int32] = [110_000, 109_980, 110_020, 110_010]

  /// All prices of a bar, its open, its open and an extreme, wherever they lie; extremes and close only where they lie
  /// farther than any minute went.
  private static let wrongBars: [(leap: Int32, wrong: [Int])] =
    [-50_000, -3_000, -600, 600, 3_000, 50_000].flatMap { leap in
      [[0, 1, 2, 3], [0], [0, 1], [0, 1, 2]].map { (leap, $0) }
    } + [-50_000, -3_000, 3_000, 50_000].flatMap { leap in [[1], [2], [3], [1, 2], [2, 3]].map { (leap, $0) } }

  @Test(arguments: wrongBars.indices)
  func `prices of one bar do not confirm each other`(number: Int) {
    let (leap, wrong) = Self.wrongBars[number]
    let bids = Self.calm.enumerated().map { $0.element + (wrong.contains($0.offset) ? leap : 0) }
    let right = Self.calm.enumerated().filter { !wrong.contains($0.offset) }.map(\.element)
    let seen = believed(bar(1, Self.calm) + bar(2, bids) + bar(3, Self.calm))
    #expect(seen.bids == Self.calm + right + Self.calm)
    #expect(seen.refused == Int64(wrong.count))
  }

  @Test(arguments: [-3_000, -600, 600, 3_000] as [Int32])
  func `a bar that leapt is believed from the next bar's open on, which comes by a jump`(leap: Int32) {
    var judge = QuoteJudge(Self.belief)
    let moved = Self.calm.map { $0 + leap }
    let kept = (bar(1, Self.calm) + bar(2, moved) + bar(3, moved)).compactMap { judge.judge($0).believed }
    #expect(kept == bar(1, Self.calm) + bar(3, moved))
    #expect(judge.refused == 0)
    #expect(!judge.isHolding)
  }

  @Test func `inside a bar the price moved there, up to five jumps at once`() {
    let bids: [Int32] = [110_000, 108_000, 110_750, 108_100]
    #expect(believed(bar(1, bids)).bids == bids)
    #expect(believed(bar(1, [110_000, 107_240, 110_000, 110_000]) + bar(2, Self.calm)).refused == 1)
  }

  /// USDJPY, 23 October 2022, 23:37 UTC: 217 pips within the minute.
  @Test func `a real minute of more than three jumps is believed`() {
    let belief = QuoteBelief(lowest: Price(points: 40_000), highest: Price(points: 320_000), jump: Pips(60))
    var judge = QuoteJudge(belief)
    let bids: [Int32] = [149_546, 149_551, 147_381, 147_480, 147_491]
    let quotes = bar(1, Array(bids.prefix(4))) + bar(2, [bids[4]])
    #expect(quotes.compactMap { judge.judge($0).believed?.bid.points } == bids)
  }

  @Test func `in a longer bar the price has the time to go anywhere`() {
    let hour = [110_000, 106_000, 114_000, 112_000].enumerated().map { part, bid in
      quote(Int64(part) * 900_000, Int32(bid), path: part == 0 ? .jump : .continuous)
    }
    #expect(believed(hour).bids == [110_000, 106_000, 114_000, 112_000])
  }

  @Test func `after a quote that was left out the price comes by a jump, also inside a bar`() {
    var judge = QuoteJudge(Self.belief)
    let kept = (bar(1, Self.calm) + bar(2, [113_000, 109_990, 110_030, 110_000])).map { judge.judge($0).believed }
    #expect(kept[4] == nil)
    #expect(kept.suffix(3).map { $0?.path } == [.jump, .continuous, .continuous])
  }

  @Test func `what is told of a wrong bar names how many prices it had`() {
    var judge = QuoteJudge(Self.belief)
    let told = (bar(1, Self.calm) + bar(2, Self.calm.map { $0 / 2 }) + bar(3, Self.calm))
      .flatMap { judge.judge($0).refusals }
    let text = "4 prices of one bar, the last a bid of 55005 points between 110010 and 110000"
    #expect(told.map(\.description) == [text])
  }

  @Test(arguments: [
    (Int32(0), Int32(10)), (-110_000, 10), (110_000, -1), (15_700, 10), (2_500_000, 10), (.min, 10), (.max, 0),
  ])
  func `what cannot be a quote of the symbol is refused`(bid: Int32, spread: Int32) {
    var judge = QuoteJudge(Self.belief)
    _ = judge.judge(quote(1, 110_000))
    let ask = bid.addingReportingOverflow(spread).partialValue
    let judgement = judge.judge(Quote(time: 2, bid: Price(points: bid), ask: Price(points: ask), path: .jump))
    #expect(judgement.believed == nil)
    #expect(judgement.refusals.count == 1)
    #expect(judge.judge(quote(1, 110_010)).believed != nil)
  }

  @Test func `a quote from before is refused, and what it is refused for is told`() {
    var judge = QuoteJudge(Self.belief)
    _ = judge.judge(quote(10, 110_000))
    #expect(judge.judge(quote(9, 110_000)).refusals.map(\.description) == ["time 9 is before 10"])
  }

  /// What is believed, judged again with the gaps taken as they are told, is believed whole: `remember` is that.
  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func `of any sequence no believed quote lies alone`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var judge = QuoteJudge(Self.belief)
    var raw: [Quote] = []
    var held = 0
    var refusals = 0
    var kept: [Quote] = []
    for time in 0..<400 {
      let isWild = random.next() % 7 == 0
      let bid = 110_000 + Int32(random.next() % 100) + (isWild ? Int32(random.next() % 8_000) - 4_000 : 0)
      raw.append(quote(Int64(time), bid))
      let judgement = judge.judge(raw[time])
      refusals += judgement.refusals.count
      if let quote = judgement.believed { kept.append(quote) } else if judge.isHolding { held += 1 }
    }
    #expect(judge.refused == Int64(refusals))
    // A believed leap has its neighbour before it in the raw sequence.
    for (before, after) in zip(kept, kept.dropFirst()) where abs(after.bid.points - before.bid.points) > 550 {
      let neighbour = raw[Int(after.time) - 1]
      #expect(abs(neighbour.bid.points - after.bid.points) <= 550)
    }
    #expect(kept.count > 200)
  }
}
