import Domain
import ExperimentEngine
import Statistics

/// What an experiment with one candidate would take.
struct PlannedArm: Encodable {
  var candidate: String
  var blocksSeen: Int
  var correlation: Double?
  /// What the candidate gained a block in the data; it decides nothing.
  var meanPerBlock: Double?
  var gainSought: Double?
  var deviation: Double?
  var blocksNeeded: Double?
  var trades: Double?
  var days: Double?
  /// Chance that a gain of that size is proven within the blocks that an experiment may take.
  var power: Double?
  var isFeasible: Bool
  var level: Double

  init(
    _ candidate: [ParameterSetting], _ place: Int, of measure: PairedMeasure, level: Double,
    settings: ExperimenterSettings
  ) {
    self.candidate = candidate.map(\.description).joined(separator: ", ")
    self.level = level
    blocksSeen = measure.blocks
    correlation = measure.correlation(of: place).known
    meanPerBlock = measure.mean(of: place).known
    isFeasible = false
    guard let measured = measure.measured(place) else { return }
    let plan = ExperimentPlan(
      measured, level: level, effectShare: settings.effectShare, leastBlocks: settings.leastBlocks,
      mostBlocks: settings.mostBlocks)
    gainSought = plan.effect
    deviation = plan.differenceDeviation
    blocksNeeded = plan.blocks.known
    trades = plan.trades.known
    days = plan.days.known
    power = plan.power(blocks: settings.mostBlocks).known
    isFeasible = plan.isFeasible
  }

  var cells: [String] {
    [
      candidate, "\(blocksSeen)", correlation.text(2), gainSought.text(2), deviation.text(2), blocksNeeded.text(0),
      trades.text(0), days.text(0), power.text(2),
    ]
  }

  /// Level of the n-th experiment of a quarter in which nothing has been found yet.
  static func level(ofExperiment number: Int, rate: Double) -> Double {
    var levels = ELond(alpha: rate)
    for _ in 1..<number { levels.record(rejected: false) }
    return levels.nextLevel
  }
}
