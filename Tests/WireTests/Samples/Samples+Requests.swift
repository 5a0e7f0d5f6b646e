import Domain
import Wire

extension Refusal: Sample {
  /// One value of every case.
  static func ofEveryCase(_ random: inout SplitMix64) -> [Refusal] {
    let parameter = Parameter.sample(&random)
    return [
      .outOfBounds(parameter: parameter, value: random.text(), lowest: random.text(), highest: random.text()),
      .stepTooLarge(
        parameter: parameter, from: random.text(), to: random.text(), lowestStep: random.text(),
        highestStep: random.text()),
      .cooldown(parameter: parameter, remaining: random.natural()),
      .drift(
        parameter: parameter, value: random.text(), approved: random.text(), lowest: random.text(),
        highest: random.text()),
      .staleVersion(
        expected: ConfigurationVersion.sample(&random), actual: ConfigurationVersion.sample(&random)),
      .staleEpoch(writer: random.whole(), fence: random.whole()),
      .wrongKind(parameter: parameter, value: random.text()),
      .unchanged(parameter: parameter, value: random.text()),
      .withoutEffect(parameter: parameter, value: random.text()),
      .changeInProgress(parameter: parameter, change: ChangeID.sample(&random)),
      .experimentInProgress(ExperimentID.sample(&random)),
      .safety(SafetyLevel.sample(&random)),
      .unknownInputs(random.text()),
      .notAuthorised(random.text()),
      .unknownChange(ChangeID.sample(&random)),
      .unknownTrip(random.text()),
      .notVerifiedFlat,
      .worstCaseRises(from: random.whole(), to: random.whole()),
      .needsProof(parameter: parameter),
      .malformed(random.text()),
      .unavailable(random.text()),
      .busy(queued: random.natural(), limit: random.natural()),
      .implausible(what: random.text(), value: random.text(), lowest: random.text(), highest: random.text()),
      .approvedSince(plannedUnder: random.natural(), approvals: random.natural()),
    ]
  }

  static func sample(_ random: inout SplitMix64) -> Refusal { random.any(ofEveryCase(&random)) }
}

extension Command: Sample {
  /// One value of every case.
  static func ofEveryCase(_ random: inout SplitMix64) -> [Command] {
    [
      .propose(
        Proposal(
          parameter: Parameter.sample(&random), target: ParameterValue.sample(&random),
          purpose: ChangePurpose.sample(&random), reason: random.text(), evidence: random.text(),
          ramp: random.optional(ExperimentID.self))),
      .rollBack(change: random.optional(ChangeID.self), reason: random.text()),
      .approve(reason: random.text()),
      .apply(
        ApplyRequest(
          change: ChangeID.sample(&random), parameter: Parameter.sample(&random),
          value: ParameterValue.sample(&random), purpose: ChangePurpose.sample(&random),
          expected: ConfigurationVersion.sample(&random), fence: random.natural(), approves: random.flip(),
          ramps: random.flip(), approvals: random.natural())),
      .cancelChange(ChangeID.sample(&random), reason: random.text()),
      .switchVersion(
        VersionSwitch(
          change: ChangeID.sample(&random), turn: random.naturalInt(), version: ConfigurationVersion.sample(&random),
          fence: random.natural())),
      .startExperiment(
        ExperimentRequest(
          hypothesis: random.text(),
          candidates: (0..<random.below(5)).map { _ in random.list(3, of: ParameterSetting.self) },
          priority: Int(random.whole()), replay: random.flip() ? ReplayEvidence.sample(&random) : nil)),
      .cancelExperiment(ExperimentID.sample(&random), reason: random.text()),
      .stop(Trip.sample(&random)),
      .rearm(trip: random.name(30), reason: random.text()),
    ]
  }

  static func sample(_ random: inout SplitMix64) -> Command { random.any(ofEveryCase(&random)) }
}

extension Request: Sample {
  static func ofEveryCase(_ random: inout SplitMix64) -> [Request] {
    let contents: [Content] =
      Command.ofEveryCase(&random).map { .command($0) } + [
        .query(.snapshot), .query(.status), .query(.trips(from: random.below(1_000), limit: 1 + random.below(256))),
        .query(.range(from: max(1, random.natural()), limit: Int64(1 + random.below(10_000)))),
      ]
    return contents.map {
      Request(
        bot: BotName.sample(&random), id: random.name(100), deadline: random.whole(),
        person: random.flip() ? random.name(40) : nil, content: $0)
    }
  }

  static func sample(_ random: inout SplitMix64) -> Request { random.any(ofEveryCase(&random)) }
}

extension Frames: Sample {
  static func sample(_ random: inout SplitMix64) -> Frames {
    func bytes() -> [UInt8] { (0..<random.below(50)).map { _ in UInt8(truncatingIfNeeded: random.next()) } }
    return Frames(topic: bytes(), header: bytes(), body: bytes())
  }
}

extension Reply: Sample {
  static func ofEveryCase(_ random: inout SplitMix64) -> [Reply] {
    let contents: [Content] =
      Refusal.ofEveryCase(&random).map { .refused($0) } + [
        .received, .done, .error(random.text()), .status(Beat.sample(&random)),
        .trips(random.list(5, of: Trip.self), count: random.below(300)),
        .snapshot(
          position: StreamPosition(
            epoch: random.natural(), durableSequence: random.natural(), transientSequence: random.natural()),
          messages: random.list(5, of: Frames.self)),
        .range(messages: random.list(5, of: Frames.self), lastSequence: random.natural()),
      ]
    return contents.map { Reply(id: random.flip() ? random.name(100) : "", content: $0) }
  }

  static func sample(_ random: inout SplitMix64) -> Reply { random.any(ofEveryCase(&random)) }
}

extension ReplayEvidence: Sample {
  static func ofEveryCase(_ random: inout SplitMix64) -> [ReplayEvidence] {
    [
      ReplayEvidence(
        deflatedSharpe: random.list(4, of: Figure.self), overfitting: Figure.sample(&random),
        walkForward: Figure.sample(&random), trials: random.naturalInt(), days: random.naturalInt(),
        trades: random.naturalInt(), quotes: random.text())
    ]
  }

  static func sample(_ random: inout SplitMix64) -> ReplayEvidence { random.any(ofEveryCase(&random)) }
}
