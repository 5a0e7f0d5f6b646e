import Domain
import Wire

extension BotName: Sample {
  static func sample(_ random: inout SplitMix64) -> BotName {
    guard let name = BotName(random.name(31)) else { preconditionFailure("names of 1 to 31 name bytes are bots") }
    return name
  }
}

extension Symbol: Sample {
  static func sample(_ random: inout SplitMix64) -> Symbol {
    guard let symbol = Symbol(random.name(31)) else { preconditionFailure("names of 1 to 31 name bytes are symbols") }
    return symbol
  }
}

extension Beat: Sample {
  static func sample(_ random: inout SplitMix64) -> Beat {
    Beat(
      role: Role.sample(&random), epoch: random.natural(), headSequence: random.natural(),
      journal: random.flip() ? JournalHead(sequence: random.natural(), hash: random.hash()) : nil,
      minuteDone: random.flip() ? random.whole() : nil, version: random.optional(ConfigurationVersion.self),
      fence: random.flip() ? random.whole() : nil, level: random.optional(SafetyLevel.self), build: random.text(),
      configurationHash: random.hash(), isStopOnly: random.flip(), setAside: random.natural(),
      heard: random.flip() ? HeardPosition(sequence: random.natural(), epoch: random.natural()) : nil)
  }
}

extension Event {
  /// One value of every case.
  static func ofEveryCase(_ random: inout SplitMix64) -> [Event] {
    [
      .quotes(QuoteBatch(quotes: random.list(8, of: Quote.self))),
      .tradeOpened(OpenTrade.sample(&random)),
      .tradeClosed(ClosedTrade.sample(&random)),
      .account(AccountState.sample(&random)),
      .safety(SafetyReport.sample(&random)),
      .configurationApplied(ConfigurationApplied.sample(&random)),
      .configurationRefused(
        ConfigurationRefused(change: ChangeID.sample(&random), refusal: Refusal.sample(&random))),
      .incident(Incident.sample(&random)),
      .entries(
        EntrySummary(
          opened: Int(random.next() % 9),
          skips: SkipReason.allCases.map { EntrySummary.Skip(reason: $0, count: Int(random.next() % 99)) },
          widestSpread: random.next() % 2 == 0 ? nil : Pips(tenths: Int32(random.next() % 999)))),
      .minute(random.whole()),
      .metrics(MetricsSnapshot.sample(&random)),
      .alert(Alert.sample(&random)),
      .measurement(MeasurementReport.sample(&random)),
      .experiment(ExperimentReport.sample(&random)),
      .decision(Decision.sample(&random)),
      .report(ControllerReport.sample(&random)),
      .change(ChangeRecord.sample(&random)),
      .plans(Plans(steps: random.list(4, of: PlannedStep.self))),
    ]
  }
}

extension Envelope {
  /// One message of every event, and a beat.
  static func ofEveryCase(_ random: inout SplitMix64) -> [Envelope] {
    let payloads: [Payload] = Event.ofEveryCase(&random).map { .event($0) } + [.beat(Beat.sample(&random))]
    return payloads.map { payload in
      let (sender, isDurable): (Role, Bool) =
        switch payload {
        case .event(let event): (event.kind.speaker, event.isDurable)
        case .beat(let beat): (beat.role, false)
        }
      return Envelope(
        header: Header(
          bot: BotName.sample(&random), symbol: random.optional(Symbol.self), sender: sender,
          epoch: random.natural(), sequence: max(1, random.natural()), isDurable: isDurable,
          time: MarketTime.sample(&random), sentAt: random.whole(), deadline: random.flip() ? random.whole() : nil),
        payload: payload)
    }
  }
}
