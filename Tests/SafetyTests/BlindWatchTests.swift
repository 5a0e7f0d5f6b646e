import Domain
import Safety
import Testing

@Suite struct BlindWatchTests {
  private var watch = BlindWatch(epoch: 7)

  private func at(_ sequence: Int64, epoch: Int64 = 7) -> HeardPosition {
    HeardPosition(sequence: sequence, epoch: epoch)
  }

  private mutating func hear(_ position: HeardPosition?, life: Int64 = 1, at time: Int64) -> BlindWatch.Blindness? {
    watch.hear(.monitor, life: life, position, at: time)
  }

  @Test mutating func `nothing published is nothing to cover`() {
    #expect(hear(nil, at: 0) == nil)
    #expect(hear(at(0), at: 900_000) == nil)
  }

  @Test mutating func `a quiet market blinds nobody who has what there is`() {
    watch.published(5, at: 0)
    #expect(hear(at(5), at: 250) == nil)
    #expect(hear(at(5), at: 3_600_000) == nil)
  }

  @Test mutating func `what was published three seconds ago must be covered, to the millisecond`() {
    watch.published(5, at: 0)
    #expect(hear(at(5), at: 250) == nil)
    watch.published(6, at: 1_000)
    #expect(hear(at(5), at: 3_999) == nil)
    let blindness = hear(at(5), at: 4_000)
    #expect(blindness == BlindWatch.Blindness(since: 1_000, beatsSince: 250, lack: .events(last: 5, head: 6)))
    #expect(hear(at(6), at: 4_250) == nil)
  }

  @Test mutating func `it stays blind for as long as it does not hear`() {
    watch.published(1, at: 0)
    for time in stride(from: Int64(250), through: 60_000, by: 250) {
      watch.published(time, at: time)
      let blindness = hear(at(0), at: time)
      #expect((blindness != nil) == (time >= 3_000), "at \(time)")
      if let blindness { #expect(blindness.since < 1_000, "at \(time)") }
    }
  }

  @Test mutating func `a beat without a position is blind, one of another start of the trader too`() {
    watch.published(1, at: 0)
    #expect(hear(nil, at: 3_000)?.lack == .position)
    #expect(hear(at(1, epoch: 6), at: 3_250)?.lack == .otherEpoch(6, now: 7))
    #expect(hear(at(1), at: 3_500) == nil)
  }

  @Test mutating func `a position beyond the trader's head covers nothing, also when the head has passed it`() {
    watch.published(10, at: 0)
    #expect(hear(at(1_000), at: 250) == nil)
    #expect(hear(at(1_000), at: 3_000)?.lack == .otherStream(last: 1_000, head: 10))
    watch.published(2_000, at: 4_000)
    #expect(hear(at(2_000), at: 7_250)?.lack == .otherStream(last: 2_000, head: 2_000))
    #expect(hear(at(2_000), life: 2, at: 7_500) == nil)
  }

  @Test mutating func `one that catches up after a restart is blind from its last word on, not for an hour`() {
    watch.published(100, at: 0)
    #expect(hear(at(100), at: 3_600_000) == nil)
    #expect(hear(at(40), life: 2, at: 3_600_100) == nil)
    #expect(hear(at(60), life: 2, at: 3_602_999) == nil)
    #expect(hear(at(90), life: 2, at: 3_603_000)?.since == 3_600_000)
    #expect(hear(at(100), life: 2, at: 3_603_250) == nil)
  }

  @Test mutating func `one that comes back again and again and never catches up does not become well by it`() {
    watch.published(100, at: 0)
    #expect(hear(at(100), at: 1_000) == nil)
    for life in 2...8 as ClosedRange<Int64> {
      let blindness = hear(at(40), life: life, at: life * 4_000)
      #expect(blindness?.since == 1_000 && blindness?.beatsSince == life * 4_000)
    }
  }

  @Test(arguments: [Int64(0), 500, 1_500, 2_900])
  mutating func `whoever lags by less than three seconds is never blind`(
    lag: Int64
  ) {
    // Ten thousand events a second, noted every 50 ms, a beat every 250 ms, for two minutes.
    for now in stride(from: Int64(0), through: 120_000, by: 50) {
      watch.published(now * 10, at: now)
      if now % 250 == 0 { #expect(hear(at(max(0, now - lag) * 10), at: now) == nil, "at \(now)") }
    }
  }

  @Test mutating func `it remembers instants and not events, however long one hears nothing`() {
    for now in stride(from: Int64(0), through: 900_000, by: 100) {
      watch.published(now * 10 + 1, at: now)
      if now % 1_000 == 0 {
        #expect(watch.hear(.controller, life: 1, at(now * 10 + 1), at: now) == nil)
        let blindness = hear(at(0), at: now)
        #expect((blindness != nil) == (now >= 3_000))
        if let blindness { #expect(blindness.since == 0, "at \(now)") }
      }
    }
    #expect(MemoryLayout.size(ofValue: watch) < 100)
  }
}
