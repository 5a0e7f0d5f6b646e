import Domain
import Safety

/// The configurations of a sweep: every combination of some parameters' values.
struct ReplayGrid {
  let parameters: [Parameter]
  let configurations: [Configuration]

  /// Most configurations of one sweep.
  private static let most = 100_000

  /// Reads `gridSpacing=10:50:5,takeProfit=10:40:10`: from, to and step, or values joined by `|`.
  init(parsing text: String, around base: Configuration) throws {
    var parameters: [Parameter] = []
    var configurations = [base]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let (parameter, values) = try Self.axis(String(part))
      guard !parameters.contains(parameter) else {
        throw Failure(.usage, "--grid names \(parameter.rawValue) twice")
      }
      parameters.append(parameter)
      guard configurations.count * values.count <= Self.most else {
        throw Failure(.usage, "--grid makes more than \(Self.most) configurations; take wider steps")
      }
      configurations = configurations.flatMap { configuration in
        values.compactMap { configuration.replacing(parameter, with: $0) }
      }
    }
    self.parameters = parameters
    self.configurations = configurations
  }

  private static func axis(_ text: String) throws -> (Parameter, [ParameterValue]) {
    let sides = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard sides.count == 2 else {
      throw Failure(.usage, "--grid wants PARAM=FROM:TO:STEP, such as gridSpacing=10:50:5; not '\(text)'")
    }
    let ends = sides[1].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard ends.count > 1 else {
      let values = try sides[1].split(separator: "|").map { try parsed(sides[0], String($0)) }
      guard let parameter = values.first?.0 else { throw Failure(.usage, "--grid: \(sides[0]) has no value") }
      return (parameter, values.map(\.1))
    }
    let (parameter, from) = try parsed(sides[0], ends[0])
    let (_, to) = try parsed(sides[0], ends[1])
    let step = try ends.count > 2 ? parsed(sides[0], ends[2]).1.quanta : 1
    guard ends.count <= 3, let low = from.quanta, let high = to.quanta, let step, step > 0, low <= high else {
      throw Failure(
        .usage, "--grid \(text): a range is FROM:TO:STEP of an ordered parameter, from low to high, in steps above 0")
    }
    return (parameter, stride(from: low, through: high, by: step).compactMap { from.with(quanta: $0) })
  }
}
