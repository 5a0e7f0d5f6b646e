import Evaluation
import Foundation

/// What the judge made of planted and shuffled markets, as flat data and as text.
struct EvaluatePlantedReport {
  private enum Value: Encodable {
    case number(Double?)
    case text(String)

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .number(let number): try container.encode(number)
      case .text(let text): try container.encode(text)
      }
    }
  }

  /// Markets judged, planted and shuffled ones counted each.
  let done: Int
  let isComplete: Bool
  let market: String
  private let seed: UInt64
  private let resamples: Int
  private let shuffled: [(bot: PlantedTrial.Bot, rate: FindingRate)]
  private let planted: [(plant: Plant, bot: PlantedTrial.Bot, rate: FindingRate, medianRatio: Double?)]

  init(_ all: [EvaluatePlanted.Done], _ study: EvaluatePlanted) {
    done = 2 * all.count
    isComplete = all.count == study.seeds
    market = study.series == nil ? "synthetic minutes, shuffled" : "recorded minutes, shuffled"
    seed = study.plan.seed
    resamples = study.plan.resamples
    shuffled = PlantedTrial.Bot.allCases.map { bot in
      (bot, FindingRate(found: all.count { $0.shuffled[bot]?.isBetter == true }, of: all.count))
    }
    planted = Plant.allCases.flatMap { plant in
      PlantedTrial.Bot.allCases.compactMap { bot in
        let verdicts = all.compactMap { $0.planted[plant]?[bot] }
        guard !verdicts.isEmpty else { return nil }
        let ratios = verdicts.compactMap(\.profitFactorRatio).sorted()
        return (
          plant, bot, FindingRate(found: verdicts.count(where: \.isBetter), of: verdicts.count),
          ratios.isEmpty ? nil : ratios[ratios.count / 2]
        )
      }
    }
  }

  /// Of the bots that know their plant, the one found least.
  private var found: FindingRate? {
    planted.filter { $0.bot != .tuned }.map(\.rate).min { $0.found < $1.found }
  }

  /// Of all bots in shuffled markets, the one found most.
  private var falsePositive: FindingRate? {
    shuffled.map(\.rate).max { $0.found < $1.found }
  }

  /// A flat object with sorted keys. The headlines are the worse of their kind: the knowing bot found least, and the bot
  /// that was found most where there was nothing.
  func json() throws -> Data {
    var values: [String: Value] = [
      "complete": .number(isComplete ? 1 : 0), "market": .text(market), "seed": .number(Double(seed)),
      "resamples": .number(Double(resamples)), "planted.seeds": .number(Double(found?.markets ?? 0)),
      "shuffled.seeds": .number(Double(falsePositive?.markets ?? 0)),
    ]
    func add(_ key: String, _ rate: FindingRate?) {
      values[key] = .number(rate.map { Double($0.found) })
      values["\(key)_rate"] = .number(rate?.rate)
      values["\(key)_rate_low"] = .number(rate?.interval?.lower)
      values["\(key)_rate_high"] = .number(rate?.interval?.upper)
    }
    add("planted.found", found)
    add("shuffled.false_positive", falsePositive)
    for (bot, rate) in shuffled { add("shuffled.\(bot.rawValue).false_positive", rate) }
    for (plant, bot, rate, ratio) in planted {
      add("planted.\(plant.rawValue).\(bot.rawValue).found", rate)
      values["planted.\(plant.rawValue).\(bot.rawValue).median_profit_factor_ratio"] = .number(ratio)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return try encoder.encode(values) + Data("\n".utf8)
  }

  var text: String {
    var table = Table(["market", "bot", "found better", "rate", "95 %", "median ratio"])
    for (plant, bot, rate, ratio) in planted {
      table.add(["planted \(plant.rawValue)", name(bot)] + columns(rate) + [ratio.text(3)])
    }
    for (bot, rate) in shuffled { table.add(["shuffled, free", name(bot)] + columns(rate) + [""]) }
    return """
      \(market); \(done / 2) seeds from \(seed); better: the profit factor's ratio to the frozen bot at the same volume \
      lies above 1 with its whole 95 % interval
      \(table.text)
      """
  }

  private func columns(_ rate: FindingRate) -> [String] {
    [
      "\(rate.found) of \(rate.markets)", rate.rate.percent,
      rate.interval.map { "[\($0.lower.percent), \($0.upper.percent)]" } ?? "[undefined]",
    ]
  }

  private func name(_ bot: PlantedTrial.Bot) -> String { bot.rawValue.replacing("_", with: " ") }
}
