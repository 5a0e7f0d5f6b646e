import Domain
import Testing
import Wire

/// Whatever bytes come, reading ends in a value or a `WireError`, and a value that was read can be written again.
@Suite struct FuzzTests {
  @Test func `a hundred thousand mutated messages are read or refused`() {
    var random = SplitMix64(seed: 11)
    var messages: [Frames] = []
    for _ in 0..<10 {
      messages += Envelope.ofEveryCase(&random).compactMap { try? $0.encoded() }
    }
    #expect(messages.count == 190)
    var refused = 0
    for _ in 0..<100_000 {
      var frames = random.any(messages)
      switch random.below(8) {
      case 0: mutate(&frames.topic, &random)
      case 1, 2: mutate(&frames.header, &random)
      default: mutate(&frames.body, &random)
      }
      do throws(WireError) {
        let envelope = try Envelope.decode(frames)
        #expect(throws: Never.self) { try envelope.encoded() }
      } catch {
        refused += 1
      }
    }
    #expect(refused > 50_000, "most mutations must be noticed; \(refused) were")
  }

  @Test func `mutated requests and replies are read or refused`() {
    var random = SplitMix64(seed: 12)
    let requests = Request.ofEveryCase(&random).compactMap { try? $0.encoded() }
    let replies = Reply.ofEveryCase(&random).compactMap { try? $0.encoded() }
    #expect(requests.count == 14)
    #expect(replies.count == 31)
    for _ in 0..<20_000 {
      var request = random.any(requests)
      mutate(&request, &random)
      if let value = try? Request.decode(request) {
        #expect(throws: Never.self) { try value.encoded() }
      }
      var reply = random.any(replies)
      mutate(&reply, &random)
      if let value = try? Reply.decode(reply) {
        #expect(throws: Never.self) { try value.encoded() }
      }
    }
  }

  @Test func `noise is refused`() {
    var random = SplitMix64(seed: 13)
    for _ in 0..<20_000 {
      let noise = (0..<random.below(200)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      #expect(throws: WireError.self) { try Envelope.decode(Frames(topic: noise, header: noise, body: noise)) }
      #expect(throws: WireError.self) { try Request.decode(noise) }
    }
  }

  /// One to four changes of the kinds that break readers: flipped bits, other bytes, cuts, repeats, huge lengths.
  private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    for _ in 0...random.below(4) {
      guard !bytes.isEmpty else {
        bytes = [UInt8(truncatingIfNeeded: random.next())]
        continue
      }
      let at = random.below(bytes.count)
      switch random.below(7) {
      case 0: bytes[at] ^= 1 << UInt8(random.below(8))
      case 1: bytes[at] = UInt8(truncatingIfNeeded: random.next())
      case 2: bytes.removeSubrange(at...)
      case 3: bytes.remove(at: at)
      case 4: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: at)
      case 5: bytes.insert(contentsOf: bytes[at...].prefix(64), at: at)
      default: bytes.insert(contentsOf: [0xff, 0xff, 0xff, 0xff, 0x0f], at: at)
      }
    }
  }
}
