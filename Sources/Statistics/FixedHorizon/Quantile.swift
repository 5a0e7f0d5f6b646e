/// Sample quantiles by linear interpolation between order statistics (Hyndman and Fan 1996, type 7).
package enum Quantile {
  /// Nil for an empty sample.
  package static func linear(_ values: [Double], _ probability: Double) -> Double? {
    linear(sorted: values.sorted(), probability)
  }

  package static func linear(sorted values: [Double], _ probability: Double) -> Double? {
    precondition(probability >= 0 && probability <= 1, "a probability lies in [0, 1]")
    guard let last = values.last else { return nil }
    let position = probability * Double(values.count - 1)
    let index = Int(position)
    if index + 1 >= values.count { return last }
    let fraction = position - Double(index)
    return values[index] + fraction * (values[index + 1] - values[index])
  }

  package static func median(_ values: [Double]) -> Double? {
    linear(values, 0.5)
  }
}
