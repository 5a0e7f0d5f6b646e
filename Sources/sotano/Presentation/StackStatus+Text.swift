import Domain

extension StackStatus {
  /// For a person.
  var text: String {
    var lines = ["\(bot) on \(symbol), \(data), pace \(pace)", ""]
    lines.append(processTable)
    let colour: Terminal.Colour = level == "active" ? .green : level == "frozen" ? .yellow : .red
    lines += ["", "safety    " + Terminal.output.coloured(level, colour) + ", \(flatness)"]
    if processes.contains(where: { $0.state == Supervisor.Module.State.stopOnly.rawValue }) {
      lines.append(
        "  STOP-ONLY: the trader cannot live; it closes what is open and takes stops, and no orders. See "
          + "\(directory)/alarms, mend the cause, then `sotano up`")
    }
    lines += tripLines
    if let version { lines.append("version   \(version)") }
    if let marketTime { lines.append("market    \(marketTime)") }
    if let metrics { lines += ["", metrics.text] }
    if !alerts.isEmpty {
      lines += ["", "open alerts"]
      lines += alerts.map { "  \($0.number) \($0.kind): \($0.text)" }
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

  /// The newest stops, and how they are taken back.
  private var tripLines: [String] {
    guard !trips.isEmpty else { return [] }
    let shown = trips.suffix(Self.tripsShown)
    var lines = trips.count > shown.count ? ["  \(trips.count - shown.count) older trips, see --json"] : []
    lines += shown.map { trip in
      let again = trip.repeats > 0 ? " (\(trip.repeats) more times)" : ""
      // One line each, whatever the reason holds.
      return "  trip \(trip.id): \(trip.level) by \(trip.by.shown()), \(trip.reason.shown())\(again)"
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
