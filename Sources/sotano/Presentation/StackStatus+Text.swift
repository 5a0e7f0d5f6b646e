extension StackStatus {
  /// For a person.
  var text: String {
    var lines = ["\(bot) on \(symbol), \(data), pace \(pace)", ""]
    lines.append(processTable)
    let colour: Terminal.Colour = level == "active" ? .green : level == "frozen" ? .yellow : .red
    lines += ["", "safety    " + Terminal.output.coloured(level, colour) + ", \(flatness)"]
    lines += trips.map { "  trip \($0.id): \($0.level) by \($0.by), \($0.reason)" }
    if let version { lines.append("version   \(version)") }
    if let marketTime { lines.append("market    \(marketTime)") }
    if let metrics { lines += ["", metrics.text] }
    if !alerts.isEmpty {
      lines += ["", "open alerts"]
      lines += alerts.map { "  \($0.number) \($0.kind): \($0.text)" }
    }
    if !changes.isEmpty {
      lines += ["", "running changes"]
      lines += changes.map { "  \($0.change) \($0.what), \($0.stage)" }
    }
    return lines.joined(separator: "\n")
  }

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
