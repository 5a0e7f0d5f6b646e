/// What is to happen, in order of time and, at one instant, in the order in which it was put in.
///
/// A binary heap of small keys over a store of elements, so that moving a key moves three words.
struct EventQueue<Element> {
  private struct Key {
    var time: Int64
    var order: Int64
    var slot: Int

    func isBefore(_ other: Key) -> Bool {
      time != other.time ? time < other.time : order < other.order
    }
  }

  private var heap: [Key] = []
  private var slots: [Element?] = []
  private var free: [Int] = []
  private var order: Int64 = 0

  /// The instant of the next element; milliseconds.
  var nextTime: Int64? { heap.first?.time }

  mutating func add(_ element: Element, at time: Int64) {
    let slot: Int
    if let reused = free.popLast() {
      slot = reused
      slots[slot] = element
    } else {
      slot = slots.count
      slots.append(element)
    }
    order += 1
    heap.append(Key(time: time, order: order, slot: slot))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].isBefore(heap[parent]) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func next() -> (time: Int64, element: Element)? {
    guard let first = heap.first, let element = slots[first.slot] else { return nil }
    slots[first.slot] = nil
    free.append(first.slot)
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return (first.time, element)
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in (2 * parent + 1)...(2 * parent + 2) where child < heap.count && heap[child].isBefore(heap[least]) {
        least = child
      }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
