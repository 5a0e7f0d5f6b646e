import Domain
import StopOnly

extension StackStatus {
  /// For a person.
  var text: String {
    var lines = ["\(bot) on \(symbol), \(data), pace \(pace)", ""]
    lines.append(processTable)
    let colour: Terminal.Colour = level == "active" ? .green : level == "frozen" ? .yellow : .red
    lines += ["", "safety    " + Terminal.output.coloured(level, colour) + ", \(flatness)"]
    lines += openLines
    if let flatten { lines.append("  " + stopOnlyLine(flatten)) }
    if level == SafetyLevel.frozen.name, trips.isEmpty, traderIsHeard { lines.append("  " + silenceLine) }
    lines += tripLines
    if let version { lines.append("version   \(version)") }
    if let marketTime { lines.append("market    \(marketTime)") }
    if let metrics {
      lines.append("")
      if !traderIsHeard { lines.append("as of \(metricsTime ?? "an unknown time"), the trader is not heard:") }
      lines.append(metrics.text)
    }
    if !alerts.isEmpty {
      lines += ["", "open alerts"]
      lines += alerts.map { "  \($0.number) \($0.kind), \(MarketTime.text(ofUTC: $0.time)): \($0.text)" }
    }
    for process in processes {
      guard let count = process.setAside else { continue }
      lines += ["", "set aside  \(count) stored inputs of the \(process.name), not carried out; its log names each"]
    }
    if !changes.isEmpty {
      lines += ["", "running changes"]
      lines += changes.map { "  \($0.change) \($0.what), \($0.stage)" }
    }
    return lines.joined(separator: "\n")
  }

  private var openLines: [String] {
    guard let open else { return [] }
    // What only stops watches them; a process that hangs may.
    let isAlone = !open.isEmpty && processes[Role.trader.rank].pid == nil
    return ["open      " + open.text + (isAlone ? "; nobody watches " + (open.orders.count == 1 ? "it" : "them") : "")]
  }

  private func stopOnlyLine(_ flatten: String) -> String {
    let stays = flatten == FlattenPolicy.halted.rawValue && level != SafetyLevel.halted.name
    let deed =
      !stays
      ? "it closes what is open and takes stops, and no orders"
      : open?.isEmpty ?? true
        ? "it takes stops, and no orders"
        : "it takes stops, and no orders. Positions stay open until a stop says halted: `sotano halt --dir "
          + "\(shellWord(directory))`"
    return "STOP-ONLY: the trader cannot live; \(deed). See \(directory)/alarms, mend the cause, then `sotano up --dir "
      + "\(shellWord(directory))`"
  }

  /// No stop holds, and yet it is frozen: what the dead-man does by itself.
  private var silenceLine: String {
    let silent = processes.filter { !$0.answers }.map(\.name)
    if silent.isEmpty, !foreign.isEmpty {
      let list = listText(foreign, most: 20)
      return "no stop holds: what the bot did not open freezes it while the venue lists it: \(list)"
    }
    guard !silent.isEmpty else {
      return
        "no stop holds: a process that hears nothing, one of another build, or a position under the bot's name that it "
        + "does not know freezes it while it is there; the trader's last incident names it"
    }
    return
      "no stop holds: the silence of the \(silent.joined(separator: " and the ")) freezes it, until all are heard again"
  }

  /// The newest stops, and how they are taken back.
  private var tripLines: [String] {
    guard !trips.isEmpty else { return [] }
    let shown = trips.suffix(Self.tripsShown)
    var lines = trips.count > shown.count ? ["  \(trips.count - shown.count) older trips, see --json"] : []
    lines += shown.map { trip in
      let again = trip.repeats > 0 ? " (\(trip.repeats) more times)" : ""
      // One line each, whatever the reason holds.
      let time = MarketTime.text(ofUTC: trip.time)
      return "  trip \(trip.id): \(trip.level) by \(trip.by.shown()), \(time), \(trip.reason.shown())\(again)"
    }
    let which = trips.count == 1 ? trips.map(\.id) : []
    return lines + ["  take back with: " + rearmLine(which, directory: directory)]
  }

  private static let tripsShown = 20

  private var processTable: String {
    var table = Table(["process", "state", "pid", "starts", "minute", "answers"])
    for process in processes {
      let answer = process.answeredIn.map { "in \($0.formatted(1)) ms" } ?? (process.pid == nil ? "-" : "NO ANSWER")
      table.add([
        process.name, process.state, process.pid.map { "\($0)" } ?? "-", process.epoch.map { "\($0)" } ?? "-",
        process.minute.map { "\($0)" } ?? "-", answer,
      ])
    }
    return table.text
  }
}

extension StackStatus.Open {
  /// By the venue's log, while the trader is not heard.
  init(_ positions: OpenPositions) {
    self.init(
      by: .log, orders: positions.orders, unknown: positions.unknownCount, isUnknown: false,
      text: positions.glance)
  }

  /// By a trader that has to be flat and is not; `nil` where there is nothing to list.
  init?(_ flatness: Flatness, bot: String) {
    guard case .notFlat(let trades, let unreachable, let unknown) = flatness else { return nil }
    let orders = trades.map { "\(bot)-\($0.number)" }
    let count = orders.count == 1 ? "1 position" : "\(orders.count) positions"
    let list = orders.isEmpty ? "" : ": \(listText(orders, most: 20))"
    self.init(
      by: .trader, orders: orders, unknown: unknown, isUnknown: unreachable && orders.isEmpty,
      text: "\(count) open\(list)" + (unknown > 0 ? ", and \(unknown) of which nothing is known" : ""))
  }

  var isEmpty: Bool { orders.isEmpty && unknown == 0 && !isUnknown }
}
