import Domain
import Testing
import Wire

@Suite struct RoundTripTests {
  @Test func `every event and beat comes back as it was sent`() throws {
    var random = SplitMix64(seed: 1)
    for _ in 0..<300 {
      for envelope in Envelope.ofEveryCase(&random) {
        let frames = try envelope.encoded()
        #expect(try Envelope.decode(frames) == envelope)
        #expect(frames.topic == Array(envelope.topic.text.utf8))
      }
    }
  }

  @Test func `every request comes back as it was sent`() throws {
    var random = SplitMix64(seed: 2)
    for _ in 0..<300 {
      for request in Request.ofEveryCase(&random) {
        #expect(try Request.decode(request.encoded()) == request)
      }
    }
  }

  @Test func `every reply comes back as it was sent`() throws {
    var random = SplitMix64(seed: 3)
    for _ in 0..<300 {
      for reply in Reply.ofEveryCase(&random) {
        #expect(try Reply.decode(reply.encoded()) == reply)
      }
    }
  }

  @Test func `equal messages have equal bytes`() throws {
    var first = SplitMix64(seed: 4)
    var second = SplitMix64(seed: 4)
    for (left, right) in zip(Envelope.ofEveryCase(&first), Envelope.ofEveryCase(&second)) {
      #expect(try left.encoded() == right.encoded())
    }
  }

  @Test func `the samples hold every case of events, commands and refusals`() {
    var random = SplitMix64(seed: 5)
    #expect(Set(Event.ofEveryCase(&random).map(caseNumber)).count == 18)
    #expect(Set(Command.ofEveryCase(&random).map(caseNumber)).count == 10)
    #expect(Set(Refusal.ofEveryCase(&random).map(caseNumber)).count == 24)
  }

  /// A new case does not compile here until it has a number, and then the count above fails until it has a sample.
  private func caseNumber(_ event: Event) -> Int {
    switch event {
    case .quotes: 1
    case .tradeOpened: 2
    case .tradeClosed: 3
    case .account: 4
    case .safety: 5
    case .configurationApplied: 6
    case .configurationRefused: 7
    case .incident: 8
    case .minute: 9
    case .metrics: 10
    case .alert: 11
    case .measurement: 12
    case .experiment: 13
    case .decision: 14
    case .report: 15
    case .change: 16
    case .plans: 17
    case .entries: 18
    }
  }

  private func caseNumber(_ command: Command) -> Int {
    switch command {
    case .propose: 1
    case .rollBack: 2
    case .approve: 3
    case .apply: 4
    case .startExperiment: 5
    case .cancelExperiment: 6
    case .stop: 7
    case .rearm: 8
    case .switchVersion: 9
    case .cancelChange: 10
    }
  }

  private func caseNumber(_ refusal: Refusal) -> Int {
    switch refusal {
    case .outOfBounds: 1
    case .stepTooLarge: 2
    case .cooldown: 3
    case .drift: 4
    case .staleVersion: 5
    case .staleEpoch: 6
    case .wrongKind: 7
    case .unchanged: 8
    case .withoutEffect: 9
    case .changeInProgress: 10
    case .experimentInProgress: 11
    case .safety: 12
    case .unknownInputs: 13
    case .notAuthorised: 14
    case .unknownChange: 15
    case .unknownTrip: 16
    case .notVerifiedFlat: 17
    case .worstCaseRises: 18
    case .needsProof: 19
    case .malformed: 20
    case .unavailable: 21
    case .busy: 22
    case .implausible: 23
    case .approvedSince: 24
    }
  }
}
