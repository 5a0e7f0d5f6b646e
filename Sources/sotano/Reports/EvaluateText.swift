import Evaluation

/// An evaluation for a person at a terminal.
struct EvaluateText {
  let report: EvaluateReport

  init(_ report: EvaluateReport) {
    self.report = report
  }

  var text: String {
    (report.files.map(file) + (report.files.isEmpty ? [] : [pooled])).joined(separator: "\n\n")
  }

  private func file(_ file: Rated<EvaluateFile>) -> String {
    var bots = Table(["bot", "trades", "lots", "profit factor", "net", "drawdown", "under water", "longest spell"])
    let rows = [
      ("tuned", file.tuned), ("twin", file.twin), ("frozen", file.frozenBot), ("naive", file.naiveBot),
      ("limits only", file.limitsOnlyBot),
    ]
    for (name, bot) in rows {
      bots.add([
        name, "\(bot.trades)", bot.lots.formatted(2), bot.profitFactor.text(3), bot.net.formatted(2),
        bot.maxDrawdown.formatted(2), bot.underwaterShare.percent,
        "\(bot.longestUnderwaterDays.formatted(0)) days" + (bot.isUnderwaterAtEnd ? ", not over" : ""),
      ])
    }
    var lines = [
      "\(file.file): \(file.profile), profile version \(file.profileVersion), money in \(file.currency), "
        + "\(file.quotes) quotes",
      bots.text, "",
      ratios([
        ("tuned / twin", file.ratios), ("tuned / frozen", file.frozen), ("naive / frozen", file.naive),
        ("naive / its twin", file.naiveTwin), ("limits only / frozen", file.limitsOnly),
      ]),
      "",
    ]
    if let stretches = file.walkForward { lines += [walkForward(stretches), ""] }
    if let ceiling = file.hindsightCeiling {
      lines.append(
        "hindsight ceiling \(ceiling.profitFactorRatio.text(3)) of \(ceiling.tried) fixed: "
          + "spacing \(ceiling.gridSpacing), target \(ceiling.takeProfit), stop \(ceiling.stopLoss)")
    }
    if file.withdrawn {
      lines.append(
        "WITHDRAWN: it traded \((100 * file.activity).formatted(0)) % of the frozen lots, which is staying away and not "
          + "tuning; net against frozen \(file.netSavedByWithdrawing.text(2))")
    }
    lines += file.trips.map { "trip: \($0)" }
    lines += file.changes.map { change in
      let verdict = change.measurement.map { ", \($0.finding) after \($0.trades) trades" } ?? ""
      let truth = file.truths.first { $0.change == change.id }.map { "; in truth \($0.finding)" } ?? ""
      return "change \(change.id): \(change.parameter) \(change.from) -> \(change.to), \(change.purpose), "
        + "\(change.stage)\(verdict)\(truth)"
    }
    if file.calibration.count > 0 { lines.append(calibration(file.calibration)) }
    return (lines + file.notices.map { "note: \($0)" }).joined(separator: "\n")
  }

  private var pooled: String {
    let pooled = report.pooled
    let table = ratios([
      ("tuned / twin", pooled.ratios), ("tuned / frozen", pooled.frozen), ("naive / frozen", pooled.naive),
      ("naive / its twin", pooled.naiveTwin), ("limits only / frozen", pooled.limitsOnly),
    ])
    var lines = [
      "pooled over \(report.files.count) files, geometric means with 95 % intervals; net as a share of the balance",
      table,
    ]
    let ceiling = pooled.hindsightCeiling
    lines.append(
      "hindsight ceiling \(ceiling.profitFactorRatio.text(3)) over \(ceiling.files) files, "
        + "\(ceiling.lowest.text(3)) to \(ceiling.highest.text(3))")
    lines.append(
      "adopted \(pooled.adopted), unresolved \(pooled.unresolved), harmful \(pooled.harmfulAdoptionRate.percent) "
        + "\(interval(pooled.harmfulAdoptionRateInterval)), confirmed \(pooled.confirmedRate.percent) "
        + interval(pooled.confirmedRateInterval))
    let interventions = pooled.interventions.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    lines.append("interventions: " + (interventions.isEmpty ? "none" : interventions.joined(separator: ", ")))
    if pooled.calibration.count > 0 { lines.append(calibration(pooled.calibration)) }
    if !pooled.withdrawn.isEmpty { lines.append("withdrawn, not pooled: \(pooled.withdrawn.joined(separator: ", "))") }
    let undefined = [
      ("tuned / twin", pooled.ratios), ("tuned / frozen", pooled.frozen), ("naive", pooled.naive),
      ("naive / its twin", pooled.naiveTwin), ("limits only", pooled.limitsOnly),
    ]
    for (name, ratios) in undefined {
      guard let files = ratios.undefined, !files.isEmpty else { continue }
      lines.append("a ratio of \(name) is undefined in: \(files.joined(separator: ", "))")
    }
    return lines.joined(separator: "\n")
  }

  private func ratios(_ rows: [(String, EvaluateRatios)]) -> String {
    var table = Table(["ratio", "profit factor", "", "drawdown", "", "time under water", "", "net difference"])
    for (name, row) in rows {
      table.add([
        name, row.profitFactorRatio.text(3), interval(row.profitFactorRatioInterval),
        row.maxDrawdownRatio.text(3), interval(row.maxDrawdownRatioInterval),
        row.recoveryRatio.text(3), interval(row.recoveryRatioInterval),
        row.files == nil
          ? row.netDifference.map { $0.formatted(2) } ?? "" : row.netDifferenceShare.percent,
      ])
    }
    return table.text
  }

  private func walkForward(_ stretches: [EvaluateFile.Stretch]) -> String {
    var table = Table(["stretch", "trades", "tuned", "twin", "tuned / twin", "", "net difference"])
    for stretch in stretches {
      table.add([
        "\(stretch.from) to \(stretch.to)", "\(stretch.tunedTrades)",
        stretch.tunedProfitFactor.text(3), stretch.twinProfitFactor.text(3),
        stretch.ratios.profitFactorRatio.text(3), interval(stretch.ratios.profitFactorRatioInterval),
        stretch.ratios.netDifference.map { $0.formatted(2) } ?? "",
      ])
    }
    return table.text
  }

  private func calibration(_ calibration: EvaluateCalibration) -> String {
    let bands = calibration.bands.map { band in
      "\(band.from.percent)-\(band.to.percent): \(band.count) changes, "
        + "\(band.betterRate.percent) better \(interval(band.betterRateInterval))"
    }
    return "confidence of \(calibration.count) measured changes: " + bands.joined(separator: "; ")
      + "; Brier score \(calibration.brierScore.text(3))"
  }

  private func interval(_ interval: Interval?) -> String {
    interval.map { "[\($0.lower.formatted(3)), \($0.upper.formatted(3))]" } ?? "[undefined]"
  }
}
