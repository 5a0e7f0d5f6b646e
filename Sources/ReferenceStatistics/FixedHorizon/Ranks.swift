/// Ranks from 1, ties sharing their average rank.
struct Ranks: Sendable {
  let values: [Double]
  /// Σ (t³ − t) over groups of t equal observations.
  let tieTerm: Double

  init(_ sample: [Double]) {
    let order = sample.indices.sorted { sample[$0] < sample[$1] }
    var ranks = [Double](repeating: 0, count: sample.count)
    var ties = 0.0
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count && sample[order[end]] == sample[order[start]] { end += 1 }
      let shared = 0.5 * Double(start + 1 + end)
      for position in start..<end { ranks[order[position]] = shared }
      let size = Double(end - start)
      ties += size * size * size - size
      start = end
    }
    values = ranks
    tieTerm = ties
  }
}
