internal import Domain

/// When a packet arrives, or whether it does: delays, loss, doubling, overtaking and partitions, by a seed.
struct Network {
  private var random: SplitMix64
  /// Per mille, of the present spells.
  private var lost = 0
  private var doubled = 0
  private var overtaken = 0
  private var spells: [(lost: Int, doubled: Int, overtaken: Int)] = []
  private var partitions: [(Role, Role)] = []
  /// The last arrival by sender and receiver: packets of one connection keep their order unless they are overtaken.
  private var lastArrival = Array(repeating: Int64(0), count: 36)

  init(seed: UInt64) {
    random = SplitMix64(seed: seed ^ 0x0e70_0b5c)
  }

  mutating func begin(lost: Int, doubled: Int, overtaken: Int) {
    spells.append((lost, doubled, overtaken))
    refresh()
  }

  mutating func end(lost: Int, doubled: Int, overtaken: Int) {
    if let index = spells.firstIndex(where: { $0 == (lost, doubled, overtaken) }) { spells.remove(at: index) }
    refresh()
  }

  private mutating func refresh() {
    lost = spells.map(\.lost).max() ?? 0
    doubled = spells.map(\.doubled).max() ?? 0
    overtaken = spells.map(\.overtaken).max() ?? 0
  }

  mutating func part(_ one: Role, _ other: Role) {
    partitions.append((one, other))
  }

  mutating func join(_ one: Role, _ other: Role) {
    if let index = partitions.firstIndex(where: { $0 == (one, other) }) { partitions.remove(at: index) }
  }

  /// - Parameter sender: `nil` for a person.
  /// - Returns: the instants at which the packet arrives: none, one or two.
  mutating func arrivals(from sender: Role?, to receiver: Role, now: Int64) -> (first: Int64?, second: Int64?) {
    let word = random.next()
    if let sender {
      for (one, other) in partitions where (one, other) == (sender, receiver) || (other, one) == (sender, receiver) {
        return (nil, nil)
      }
    }
    if Int(word % 1000) < lost { return (nil, nil) }
    // Local sockets: mostly well below a millisecond, which is the clock's step here.
    let delay = Int64((word >> 10) % 16 == 0 ? (word >> 14) % 8 : (word >> 14) % 2)
    let link = (sender?.rank ?? 5) * 6 + receiver.rank
    var first = now + delay
    if Int((word >> 20) % 1000) < overtaken {
      first += Int64((word >> 30) % 300)
    } else {
      first = max(first, lastArrival[link])
      lastArrival[link] = first
    }
    guard Int((word >> 40) % 1000) < doubled else { return (first, nil) }
    return (first, first + Int64((word >> 50) % 700))
  }
}
