import Bus
import Domain
import Testing
import Wire

@Suite struct StreamCursorTests {
  private func point(_ epoch: Int64, _ sequence: Int64) -> StreamPoint {
    StreamPoint(epoch: epoch, sequence: sequence)
  }

  @Test func `messages in order are each the next`() throws {
    var cursor = StreamCursor(sender: .trader, isDurable: true)
    for sequence in Int64(1)...5 {
      #expect(cursor.take(try Messages.minute(sequence).header) == .next)
    }
    #expect(cursor.last == point(1, 5))
  }

  @Test func `a late joiner learns what it missed`() throws {
    var cursor = StreamCursor(sender: .trader, isDurable: true)
    #expect(cursor.take(try Messages.minute(101).header) == .gap(missing: 1...100))
    #expect(cursor.last == nil, "a gap is for the reader to close")
    cursor.advance(to: point(1, 101))
    #expect(cursor.take(try Messages.minute(102).header) == .next)
  }

  @Test func `a message that comes again is a duplicate`() {
    let cursor = StreamCursor(sender: .trader, isDurable: true, after: point(2, 10))
    for sequence in Int64(1)...10 { #expect(cursor.verdict(on: point(2, sequence)) == .duplicate) }
    #expect(cursor.verdict(on: point(2, 11)) == .next)
    #expect(cursor.verdict(on: point(2, 15)) == .gap(missing: 11...14))
  }

  @Test func `a restarted sender's durable stream goes on`() {
    let cursor = StreamCursor(sender: .trader, isDurable: true, after: point(2, 10))
    #expect(cursor.verdict(on: point(3, 11)) == .newEpoch(missing: nil))
    #expect(cursor.verdict(on: point(3, 14)) == .newEpoch(missing: 11...13))
    #expect(cursor.verdict(on: point(3, 4)) == .newEpoch(missing: nil))
  }

  @Test func `a restarted sender's transient stream starts anew`() {
    var cursor = StreamCursor(sender: .monitor, isDurable: false, after: point(2, 10))
    #expect(cursor.verdict(on: point(3, 1)) == .newEpoch(missing: nil))
    #expect(cursor.verdict(on: point(3, 3)) == .newEpoch(missing: 1...2))
    cursor.advance(to: point(3, 1))
    #expect(cursor.verdict(on: point(3, 2)) == .next)
  }

  @Test func `a replaced instance is not heard any more`() {
    let cursor = StreamCursor(sender: .optimizer, isDurable: true, after: point(3, 10))
    #expect(cursor.verdict(on: point(2, 11)) == .staleEpoch)
  }

  @Test func `another sender's and the other stream's messages are foreign`() throws {
    let header = try Messages.minute(1).header
    #expect(StreamCursor(sender: .monitor, isDurable: true).verdict(on: header) == .foreign)
    #expect(StreamCursor(sender: .trader, isDurable: false).verdict(on: header) == .foreign)
  }

  @Test func `a cursor never moves back`() {
    var cursor = StreamCursor(sender: .trader, isDurable: true, after: point(3, 10))
    cursor.advance(to: point(3, 9))
    cursor.advance(to: point(2, 50))
    #expect(cursor.last == point(3, 10))
    cursor.advance(to: point(4, 2))
    #expect(cursor.last == point(4, 2))
  }

  @Test func `however a stream is mangled, what is taken is the stream`() {
    var random = SplitMix64(seed: 51)
    for _ in 0..<300 {
      var cursor = StreamCursor(sender: .trader, isDurable: true)
      var taken: [Int64] = []
      var published: Int64 = 0
      while published < 60 {
        published += 1
        // Lost, once, or twice, or an old one again.
        let copies = random.next() % 4
        let arrivals: [Int64] =
          switch copies {
          case 0: []
          case 1: [published]
          case 2: [published, published]
          default: [Int64(1 + random.next() % UInt64(published)), published]
          }
        for sequence in arrivals {
          let arrival = point(1, sequence)
          switch cursor.verdict(on: arrival) {
          case .next:
            taken.append(sequence)
            cursor.advance(to: arrival)
          case .gap(let missing):
            taken += Array(missing) + [sequence]
            cursor.advance(to: arrival)
          case .duplicate: break
          case .newEpoch, .staleEpoch, .foreign: Issue.record("one epoch of one sender")
          }
        }
      }
      #expect(taken == Array(1...(cursor.last?.sequence ?? 0)).map { $0 } || taken.isEmpty)
    }
  }
}
