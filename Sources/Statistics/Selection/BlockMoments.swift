/// Count, mean and spread of every configuration in every block of history, from which any union of blocks follows.
struct BlockMoments {
  private struct Moments {
    var count = 0.0
    var mean = 0.0
    var squares = 0.0

    /// Chan, Golub and LeVeque's rule for two disjoint samples.
    mutating func merge(_ other: Moments) {
      let total = count + other.count
      let distance = other.mean - mean
      squares += other.squares + distance * distance * count * other.count / total
      mean += distance * other.count / total
      count = total
    }
  }

  /// A row a block, a column a configuration.
  private let moments: [[Moments]]

  init(returns: [[Double]], blocks: Int) throws(BacktestOverfitting.Failure) {
    guard blocks >= 2, blocks.isMultiple(of: 2) else { throw .blocks(blocks) }
    let configurations = returns.first?.count ?? 0
    guard configurations >= 2, returns.count >= 2 * blocks else {
      throw .tooSmall(periods: returns.count, configurations: configurations)
    }
    let (length, longer) = returns.count.quotientAndRemainder(dividingBy: blocks)
    var table: [[Moments]] = []
    var start = 0
    for block in 0..<blocks {
      // The remainder goes to the first blocks, one period each.
      let end = start + length + (block < longer ? 1 : 0)
      var row = Array(repeating: RunningMoments(), count: configurations)
      for period in start..<end {
        let values = returns[period]
        guard values.count == configurations else {
          throw .unevenRow(period: period, expected: configurations, found: values.count)
        }
        for (index, value) in values.enumerated() { row[index].observe(value) }
      }
      if let index = row.firstIndex(where: \.isVoid) { throw .undefinedRatio(configuration: index) }
      table.append(
        row.map { Moments(count: Double($0.count), mean: $0.mean, squares: $0.sumOfSquaredDeviations) })
      start = end
    }
    moments = table
  }

  /// The Sharpe ratio of every configuration over a union of blocks.
  func sharpeRatios(over blocks: [Int]) throws(BacktestOverfitting.Failure) -> [Double] {
    var union = moments[blocks[0]]
    for block in blocks.dropFirst() {
      for index in union.indices { union[index].merge(moments[block][index]) }
    }
    if let index = union.firstIndex(where: { $0.squares <= 0 }) { throw .undefinedRatio(configuration: index) }
    return union.map { $0.mean / ($0.squares / ($0.count - 1)).squareRoot() }
  }
}
