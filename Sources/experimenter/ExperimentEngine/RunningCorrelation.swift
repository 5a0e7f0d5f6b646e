package import Domain

/// Pearson's correlation of pairs in one pass, with Welford's update for each moment.
package struct RunningCorrelation: Hashable, Sendable, Codable {
  package private(set) var count = 0
  private var (meanX, meanY) = (0.0, 0.0)
  private var (squaresX, squaresY, products) = (0.0, 0.0, 0.0)

  package init() {}

  package mutating func observe(_ x: Double, _ y: Double) {
    count += 1
    let (fromX, fromY) = (x - meanX, y - meanY)
    meanX += fromX / Double(count)
    meanY += fromY / Double(count)
    squaresX += fromX * (x - meanX)
    squaresY += fromY * (y - meanY)
    products += fromX * (y - meanY)
  }

  /// Undefined below two pairs or where one side never varied.
  package var value: Figure {
    guard count >= 2, squaresX > 0, squaresY > 0 else { return .undefined }
    return .value(products / (squaresX.squareRoot() * squaresY.squareRoot()))
  }
}
