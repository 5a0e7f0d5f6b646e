import AdaptiveController
import Domain
import ExperimentEngine
import LiveOptimizer
import Runtime
import Testing

struct PhaseInputsTests {
  private func time(_ minute: Int64) -> MarketTime {
    MarketTime(utc: minute * 60_000, open: minute * 60_000)
  }

  private func quotes(_ minute: Int64) -> Event {
    .quotes(
      QuoteBatch(quotes: [Quote(time: minute * 60_000, bid: Price(points: 1), ask: Price(points: 2), path: .jump)]))
  }

  private func alert(_ number: Int64) -> Event {
    .alert(
      Alert(
        number: number, kind: .winRateFell, phase: .raised, measured: .value(0.4), threshold: 0.45, text: "fell"))
  }

  private func command(_ id: String, _ origin: Origin) -> WaitingCommand {
    WaitingCommand(id: id, command: .rollBack(change: nil, reason: id), origin: origin)
  }

  private func labels(_ deliveries: [PhaseInputs.Delivery]) -> [String] {
    deliveries.map { delivery in
      switch delivery.input.content {
      case .event(.minute(let number)): "minute \(number)"
      case .event(.quotes): "quotes"
      case .event(.alert(let alert)): "alert \(alert.number)"
      case .event(.decision): "decision"
      case .command(let id, _, _): id
      default: "other"
      }
    }
  }

  @Test func `a minute waits for the process before and for what it sent`() {
    var inputs = PhaseInputs(of: AdaptiveController.self, lastTime: .origin)
    inputs.add(quotes(1), from: .trader, sequence: 1, time: time(1))
    inputs.add(.minute(1), from: .trader, sequence: 2, time: time(1))
    #expect(inputs.next == nil)
    inputs.finished(.monitor, minute: 1, head: 1)
    inputs.finished(.experimenter, minute: 1, head: 0)
    #expect(inputs.next == nil, "the monitor's first event has not come")
    inputs.add(alert(1), from: .monitor, sequence: 1, time: time(1))
    #expect(inputs.next?.number == 1)
    #expect(labels(inputs.take()) == ["minute 1", "alert 1"])
  }

  @Test func `a minute waits until those after have finished the minute before`() {
    var inputs = PhaseInputs(of: AdaptiveController.self, lastTime: .origin)
    for minute in 1...2 as ClosedRange<Int64> {
      inputs.add(.minute(minute), from: .trader, sequence: minute, time: time(minute))
      inputs.finished(.monitor, minute: minute, head: 0)
      inputs.finished(.experimenter, minute: minute, head: 0)
    }
    #expect(inputs.next?.number == 1)
    _ = inputs.take()
    #expect(inputs.next == nil, "the optimizer has not finished minute 1")
    inputs.finished(.optimizer, minute: 1, head: 0)
    #expect(inputs.next?.number == 2)
  }

  /// As where none of a minute's quotes was believed.
  @Test func `what is said backward is taken in the next minute, also where that has the same time`() {
    var inputs = PhaseInputs(of: ExperimentEngine.self, lastTime: .origin)
    let change = ChangeRecord(
      id: ChangeID(1), stage: .proposed, parameter: .lotSize, from: .lots(Lots(hundredths: 10)),
      to: .lots(Lots(hundredths: 9)), target: .lots(Lots(hundredths: 9)), purpose: .lowerRisk, by: .role(.controller),
      reason: "", evidence: "", proposedAt: time(1))
    var taken: [[String]] = []
    for minute in 1...3 as ClosedRange<Int64> {
      inputs.add(.minute(minute), from: .trader, sequence: minute, time: time(1))
      inputs.finished(.monitor, minute: minute, head: 0)
      if minute > 1 { inputs.finished(.optimizer, minute: minute - 1, head: minute - 1) }
      #expect(inputs.next?.number == minute)
      taken.append(labels(inputs.take()))
      inputs.add(.change(change), from: .optimizer, sequence: minute, time: time(1))
    }
    #expect(taken == [["minute 1"], ["minute 2", "other"], ["minute 3", "other"]])
  }

  @Test func `whatever the order of arrival, the order of delivery is one`() throws {
    var random = SplitMix64(seed: 7)
    let arrivals: [(Int, (inout PhaseInputs) -> Void)] = [
      (0, { $0.add(.minute(1), from: .trader, sequence: 1, time: time(1)) }),
      (1, { $0.add(alert(1), from: .monitor, sequence: 1, time: time(1)) }),
      (1, { $0.add(alert(2), from: .monitor, sequence: 2, time: time(1)) }),
      (2, { $0.add(command("from monitor", .role(.monitor))) }),
      (3, { $0.add(command("from experimenter", .role(.experimenter))) }),
      (4, { $0.add(command("from a person", .person("ana"))) }),
    ]
    for _ in 0..<200 {
      // Streams interleave anyhow; each keeps its own order.
      var queues = Dictionary(grouping: arrivals, by: \.0).mapValues { $0.map(\.1) }
      var inputs = PhaseInputs(of: AdaptiveController.self, lastTime: MarketTime(utc: 1, open: 1))
      while let lane = queues.keys.sorted().randomElement(using: &random) {
        queues[lane]?.removeFirst()(&inputs)
        if queues[lane]?.isEmpty == true { queues[lane] = nil }
      }
      inputs.finished(.monitor, minute: 1, head: 2)
      inputs.finished(.experimenter, minute: 1, head: 0)
      #expect(
        labels(inputs.take())
          == ["from a person", "minute 1", "alert 1", "alert 2", "from monitor", "from experimenter"])
    }
  }

  @Test func `before the first minute nothing is known, so a person's command comes after it`() {
    var inputs = PhaseInputs(of: LiveOptimizer.self, lastTime: .origin)
    inputs.add(command("early", .person("ana")))
    inputs.add(quotes(1), from: .trader, sequence: 1, time: time(1))
    inputs.add(.minute(1), from: .trader, sequence: 2, time: time(1))
    inputs.finished(.controller, minute: 1, head: 0)
    inputs.finished(.experimenter, minute: 1, head: 0)
    inputs.finished(.monitor, minute: 1, head: 0)
    let deliveries = inputs.take()
    #expect(labels(deliveries).last == "early")
    #expect(deliveries.last?.input.time == time(1))
  }

  @Test func `what a later process sent in the minute before comes first and has that minute's time`() {
    var inputs = PhaseInputs(of: ExperimentEngine.self, lastTime: time(4))
    inputs.add(quotes(5), from: .trader, sequence: 8, time: time(5))
    inputs.add(.minute(5), from: .trader, sequence: 9, time: time(5))
    inputs.add(command("start", .role(.controller)))
    inputs.finished(.monitor, minute: 5, head: 0)
    inputs.finished(.optimizer, minute: 4, head: 0)
    let deliveries = inputs.take()
    #expect(labels(deliveries) == ["start", "quotes", "minute 5"])
    #expect(deliveries.first?.input.time == time(4))
  }
}
