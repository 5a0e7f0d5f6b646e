import Domain
import Testing

@testable import Simulation

struct EventQueueTests {
  @Test func `elements come in order of time, and at one instant in the order in which they were put in`() {
    var random = SplitMix64(seed: 3)
    var queue = EventQueue<Int>()
    var expected: [(time: Int64, element: Int)] = []
    var last: Int64 = 0
    for element in 0..<5_000 {
      let time = last + Int64(random.next() % 50)
      queue.add(element, at: time)
      expected.append((time, element))
      guard random.next() % 3 == 0 else { continue }
      expected.sort { ($0.time, $0.element) < ($1.time, $1.element) }
      let next = queue.next()
      #expect(next?.element == expected.first?.element)
      last = expected.removeFirst().time
    }
    expected.sort { ($0.time, $0.element) < ($1.time, $1.element) }
    for item in expected { #expect(queue.next()?.element == item.element) }
    #expect(queue.next() == nil)
  }
}
