import Domain
import Foundation

/// Places numbers on an axis of a picture.
struct PlotScale {
  private let from: Double
  private let to: Double
  private let start: Double
  private let end: Double

  /// - Parameter isUpward: whether larger numbers lie higher, where pictures count downward.
  init(from: Double, to: Double, onto pixels: ClosedRange<Double>, isUpward: Bool = false) {
    self.from = from
    self.to = to > from ? to : from + 1
    start = isUpward ? pixels.upperBound : pixels.lowerBound
    end = isUpward ? pixels.lowerBound : pixels.upperBound
  }

  /// Where a number lies; at the rim where it is beyond the axis.
  subscript(number: Double) -> Double {
    let share = min(max((number - from) / (to - from), 0), 1)
    return start + share * (end - start)
  }

  /// Round numbers on the axis, about `count` of them: multiples of 1, 2 or 5 times a power of ten.
  func ticks(_ count: Int) -> [Double] {
    let rough = (to - from) / Double(max(1, count))
    var power = 1.0
    while power > rough { power /= 10 }
    while power * 10 <= rough { power *= 10 }
    let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= rough } ?? rough
    let first = (from / step).rounded(.up)
    return stride(from: first, through: (to / step).rounded(.down), by: 1).map { $0 * step }
  }

  /// Without decimals where there are none to show.
  static func label(_ number: Double) -> String {
    number == number.rounded() ? "\(Int(saturating: number))" : number.formatted(abs(number) < 0.1 ? 3 : 1)
  }
}

extension String {
  /// As text inside SVG or HTML, also inside a quoted attribute. A `>` means itself there.
  var escapedForMarkup: String {
    replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: "\"", with: "&quot;")
  }
}
