import Runtime
import Testing

struct RequestQueueTests {
  private typealias Queue = RequestQueue<String, Int>

  private func queue(ofPeer: Int = 3, bytes: Int = 100, total: Int = 5, totalBytes: Int = 150) -> Queue {
    Queue(limits: Queue.Limits(ofPeer: ofPeer, bytesOfPeer: bytes, total: total, totalBytes: totalBytes))
  }

  private func expect(_ refused: Int?, _ expected: Int?, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(refused == expected, sourceLocation: sourceLocation)
  }

  /// The request that was refused for it.
  private func add(_ item: Int, from peer: String, bytes: Int, to queue: inout Queue) -> Int? {
    queue.add(item, from: peer, bytes: bytes)?.item
  }

  private func drain(_ queue: inout Queue) -> [String] {
    var served: [String] = []
    while let next = queue.next() { served.append("\(next.peer)\(next.item)") }
    return served
  }

  @Test func `peers are served in turn, each in the order of its own requests`() {
    var queue = queue()
    for item in 1...3 { expect(add(item, from: "a", bytes: 1, to: &queue), nil) }
    expect(add(1, from: "b", bytes: 1, to: &queue), nil)
    let served = drain(&queue)
    #expect(served == ["a1", "b1", "a2", "a3"])
    #expect(queue.isEmpty)
  }

  @Test func `a full peer is refused by its own numbers, and another is not`() throws {
    var queue = queue()
    for item in 1...3 { _ = queue.add(item, from: "a", bytes: 1) }
    let found = queue.add(4, from: "a", bytes: 1)
    let refused = try #require(found)
    #expect(refused.item == 4)
    #expect(refused.queued == 3)
    #expect(refused.limit == 3)
    expect(add(1, from: "b", bytes: 1, to: &queue), nil)
  }

  @Test func `where all are full, the newest of the longest queue goes, never a peer's only one`() throws {
    var queue = queue()
    for item in 1...3 { _ = queue.add(item, from: "a", bytes: 1) }
    for peer in ["b", "c"] { expect(add(1, from: peer, bytes: 1, to: &queue), nil) }
    let found = queue.add(1, from: "d", bytes: 1)
    let refused = try #require(found)
    #expect(refused.item == 3)
    #expect(refused.limit == 5)
    let served = drain(&queue)
    #expect(served == ["a1", "b1", "c1", "d1", "a2"])
  }

  @Test func `with as many peers as places the last to come is refused`() throws {
    var queue = queue()
    for peer in ["a", "b", "c", "d", "e"] { _ = queue.add(1, from: peer, bytes: 1) }
    let found = queue.add(2, from: "f", bytes: 1)
    let refused = try #require(found)
    #expect(refused.item == 2)
    let served = drain(&queue)
    #expect(served == ["a1", "b1", "c1", "d1", "e1"])
  }

  @Test func `long requests fill a peer's share of the memory before its count`() {
    var queue = queue()
    expect(add(1, from: "a", bytes: 120, to: &queue), nil)
    expect(add(2, from: "a", bytes: 1, to: &queue), 2)
    // All together would have more than 150 bytes: the peer with the most gives up its newest.
    expect(add(7, from: "b", bytes: 100, to: &queue), 1)
    expect(add(8, from: "c", bytes: 20, to: &queue), nil)
  }

  @Test func `a request that needs another turn is its peer's next, after the other peers'`() throws {
    var queue = queue()
    for peer in ["a", "b"] { for item in 1...2 { _ = queue.add(item, from: peer, bytes: 1) } }
    let found = queue.next()
    let first = try #require(found)
    queue.putBack(first.item, of: first.peer, bytes: 1)
    let served = drain(&queue)
    #expect(served == ["b1", "a1", "b2", "a2"])
  }

  @Test func `whatever comes, the queue holds no more than its limits, and nothing is lost in silence`() {
    var queue = queue()
    var taken = 0
    var refused = 0
    for round in 0..<500 {
      if queue.add(round, from: "\(round * round % 7)", bytes: round % 60) != nil { refused += 1 }
      #expect(queue.count <= 5)
      if round % 3 == 0, queue.next() != nil { taken += 1 }
    }
    while queue.next() != nil { taken += 1 }
    #expect(taken + refused == 500)
  }
}

struct TurnBudgetTests {
  @Test func `a turn takes requests until its time is over`() {
    let budget = TurnBudget(from: 1_000)
    #expect(budget.allows(at: 1_000))
    #expect(budget.allows(at: 1_019))
    #expect(!budget.allows(at: 1_020))
  }

  @Test func `a turn stores so many commands and no more, however quick they are`() {
    var budget = TurnBudget(from: 0, commands: 2)
    budget.noteCommand()
    #expect(budget.allows(at: 0))
    budget.noteCommand()
    #expect(!budget.allows(at: 0))
  }
}

struct FoldingTests {
  private func expect<Value: Equatable>(
    _ value: Value, _ expected: Value, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(value == expected, sourceLocation: sourceLocation)
  }

  @Test func `the same text is said at once and then with its count, a second later`() {
    var folding = Folding()
    folding.note("refused")
    expect(folding.due(at: 100), ["refused"])
    for _ in 0..<40 { folding.note("refused") }
    expect(folding.due(at: 1_000), [])
    expect(folding.due(at: 1_100), ["refused, and 40 times more"])
    folding.note("refused")
    expect(folding.due(at: 1_200), ["refused"])
  }

  @Test func `a thousand different texts are eight and a number`() {
    var folding = Folding()
    for number in 0..<1_000 { folding.note("process \(number)") }
    expect(folding.due(at: 0).count, 8)
    expect(folding.due(at: 1_000), ["992 more of other senders were refused"])
    expect(folding.due(at: 2_000).isEmpty, true)
  }
}
