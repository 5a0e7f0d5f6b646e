/// Benjamini and Hochberg (JRSS-B 57, 1995): the expected share of false rejections, for independent or positively
/// dependent tests.
package enum BenjaminiHochberg {
  /// Adjusted p-values in the order of the input: hypothesis i is rejected when its value is ≤ α.
  package static func adjusted(_ p: [Double]) -> [Double] {
    StepProcedure.up(p) { value, rank, count in value * Double(count) / Double(rank + 1) }
  }
}

/// Benjamini and Yekutieli (Annals of Statistics 29, 2001): the same under any dependence.
package enum BenjaminiYekutieli {
  package static func adjusted(_ p: [Double]) -> [Double] {
    guard !p.isEmpty else { return [] }
    let harmonic = (1...p.count).reduce(0) { $0 + 1 / Double($1) }
    return StepProcedure.up(p) { value, rank, count in value * harmonic * Double(count) / Double(rank + 1) }
  }
}

/// The e-value counterpart of Benjamini and Hochberg (Wang and Ramdas, JRSS-B 84, 2022): any dependence.
package enum EBH {
  /// Indices, ascending, of the k* largest e-values, k* = max{k : e₍ₖ₎ ≥ m / (α k)}.
  package static func rejected(_ e: [Double], alpha: Double) -> [Int] {
    precondition(alpha > 0 && alpha < 1, "a level lies between 0 and 1")
    let order = e.indices.sorted { e[$0] > e[$1] }
    let m = Double(e.count)
    let last = order.indices.last { e[order[$0]] * alpha * Double($0 + 1) >= m }
    guard let last else { return [] }
    return order[...last].sorted()
  }
}
