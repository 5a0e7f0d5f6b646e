import RealModule

/// Dependence of a series on its own past.
package enum Autocovariance {
  /// γ_k = (1/n) Σ (x_i − x̄)(x_{i+k} − x̄) for k = 0…`lags`.
  package static func of(_ values: [Double], lags: Int) -> [Double] {
    let n = values.count
    precondition(lags < n, "a lag is shorter than the series")
    let mean = values.reduce(0, +) / Double(n)
    let centred = values.map { $0 - mean }
    return (0...lags).map { lag in
      var sum = 0.0
      for index in 0..<(n - lag) { sum += centred[index] * centred[index + lag] }
      return sum / Double(n)
    }
  }
}
