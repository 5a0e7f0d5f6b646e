/// The requests that a process has received and not yet handled: a short queue for each peer, served round robin, so
/// that a peer that floods delays only itself.
///
/// A peer whose queue is full is refused as busy. When all queues together are full, the newest request of the longest
/// is refused instead of a peer's only one: an occasional sender is served beside any flood. Memory is bounded by both
/// limits. `add` costs O(peers) while all are full, `next` O(peers), at most `Limits.total`.
///
///     var queue = RequestQueue<Int32, String>()
///     queue.add("range 1", from: 17, bytes: 60)      // nil: it waits
///     queue.next()                                    // (17, "range 1")
package struct RequestQueue<Peer: Hashable, Item> {
  package struct Limits: Hashable, Sendable {
    /// Requests of one peer.
    package var ofPeer: Int
    /// Bytes that one peer's requests may have together; a single one always may.
    package var bytesOfPeer: Int
    /// Requests of all peers.
    package var total: Int
    package var totalBytes: Int

    package init(ofPeer: Int = 32, bytesOfPeer: Int = 262_144, total: Int = 512, totalBytes: Int = 4_194_304) {
      self.ofPeer = ofPeer
      self.bytesOfPeer = bytesOfPeer
      self.total = total
      self.totalBytes = totalBytes
    }
  }

  /// A request for which there was no room, with the numbers of the full queue.
  package struct Refused {
    package var item: Item
    package var queued: Int
    package var limit: Int
  }

  private struct Entry {
    var item: Item
    var bytes: Int
  }

  private struct Lane {
    var entries: ArraySlice<Entry> = []
    var bytes = 0
  }

  package let limits: Limits
  private var lanes: [Peer: Lane] = [:]
  /// The peers that have something waiting, the next one first.
  private var order: ArraySlice<Peer> = []
  package private(set) var count = 0
  private var bytes = 0

  package init(limits: Limits = Limits()) {
    self.limits = limits
  }

  package var isEmpty: Bool { count == 0 }

  /// How many requests of a peer wait.
  package func count(of peer: Peer) -> Int { lanes[peer]?.entries.count ?? 0 }

  /// Puts a request behind the others of its peer.
  ///
  /// - Returns: the request that is to be refused for it: this one, or another's newest; `nil` where there was room for
  ///   all.
  package mutating func add(_ item: Item, from peer: Peer, bytes size: Int) -> Refused? {
    let lane = lanes[peer] ?? Lane()
    let hasRoom = lane.entries.count < limits.ofPeer && lane.bytes + size <= limits.bytesOfPeer
    guard hasRoom || lane.entries.isEmpty else {
      return Refused(item: item, queued: lane.entries.count, limit: limits.ofPeer)
    }
    append(Entry(item: item, bytes: size), to: peer, lane)
    guard count > limits.total || bytes > limits.totalBytes else { return nil }
    return dropNewestOfLongest()
  }

  /// The next request, round robin: one a peer, each peer's in their order.
  package mutating func next() -> (peer: Peer, item: Item)? {
    guard let peer = order.popFirst(), var lane = lanes[peer], let entry = lane.entries.popFirst() else { return nil }
    lane.bytes -= entry.bytes
    lanes[peer] = lane.entries.isEmpty ? nil : lane
    if !lane.entries.isEmpty { order.append(peer) }
    count -= 1
    bytes -= entry.bytes
    return (peer, entry.item)
  }

  /// Puts back a request that needs another turn: it is its peer's next, and the other peers come first.
  package mutating func putBack(_ item: Item, of peer: Peer, bytes size: Int) {
    var lane = lanes[peer] ?? Lane()
    if lane.entries.isEmpty { order.append(peer) }
    lane.entries.insert(Entry(item: item, bytes: size), at: lane.entries.startIndex)
    lane.bytes += size
    lanes[peer] = lane
    count += 1
    bytes += size
  }

  private mutating func append(_ entry: Entry, to peer: Peer, _ before: Lane) {
    var lane = before
    if lane.entries.isEmpty { order.append(peer) }
    lane.entries.append(entry)
    lane.bytes += entry.bytes
    lanes[peer] = lane
    count += 1
    bytes += entry.bytes
  }

  /// Of queues of one length the one that is served last.
  private mutating func dropNewestOfLongest() -> Refused? {
    let isCrowded = count > limits.total
    var longest: (peer: Peer, size: Int)?
    for peer in order {
      guard let lane = lanes[peer] else { continue }
      let size = isCrowded ? lane.entries.count : lane.bytes
      if size >= longest?.size ?? 0 { longest = (peer, size) }
    }
    guard let peer = longest?.peer, var lane = lanes[peer], let entry = lane.entries.popLast() else { return nil }
    let refused = Refused(item: entry.item, queued: count - 1, limit: limits.total)
    lane.bytes -= entry.bytes
    lanes[peer] = lane.entries.isEmpty ? nil : lane
    if lane.entries.isEmpty { order.removeAll { $0 == peer } }
    count -= 1
    bytes -= entry.bytes
    return refused
  }
}
