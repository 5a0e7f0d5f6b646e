/// The skeleton shared by procedures that go through the ordered p-values once.
enum StepProcedure {
  /// From the smallest up, each adjusted value at least the one before. `rank` counts from 0.
  static func down(_ p: [Double], _ adjust: (_ value: Double, _ rank: Int, _ count: Int) -> Double) -> [Double] {
    let order = p.indices.sorted { p[$0] < p[$1] }
    var running = 0.0
    let adjusted = order.enumerated().map { rank, index in
      running = max(running, min(1, adjust(p[index], rank, p.count)))
      return running
    }
    return restored(adjusted, order: order)
  }

  /// From the largest down, each adjusted value at most the one before.
  static func up(_ p: [Double], _ adjust: (_ value: Double, _ rank: Int, _ count: Int) -> Double) -> [Double] {
    let order = p.indices.sorted { p[$0] < p[$1] }
    var adjusted = [Double](repeating: 1, count: p.count)
    var running = 1.0
    for rank in order.indices.reversed() {
      running = min(running, adjust(p[order[rank]], rank, p.count))
      adjusted[rank] = running
    }
    return restored(adjusted, order: order)
  }

  /// Values by rank back in the order of the input.
  static func restored(_ values: [Double], order: [Int]) -> [Double] {
    var result = [Double](repeating: 0, count: values.count)
    for (rank, index) in order.enumerated() { result[index] = values[rank] }
    return result
  }
}
