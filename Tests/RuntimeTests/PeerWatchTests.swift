import Domain
import Runtime
import Testing
import Wire

struct PeerWatchTests {
  private func beat(
    _ number: Int64?, hash: UInt8 = 1, epoch: Int64 = 3, role: Role = .optimizer, isStopOnly: Bool = false
  ) -> Beat {
    Beat(
      role: role, epoch: epoch, headSequence: 0,
      journal: number.map { JournalHead(sequence: $0, hash: Array(repeating: hash, count: 32)) }, build: "",
      configurationHash: [], isStopOnly: isStopOnly)
  }

  private func watch() -> PeerWatch {
    let head = JournalHead(sequence: 50, hash: Array(repeating: 1, count: 32))
    return PeerWatch([.optimizer: PeerWatch.Told(head: head, epoch: 3)])
  }

  /// What is said after these beats, four a second.
  private func last(_ beats: [Beat], fence: Int64 = 0) -> OtherJournal? {
    var watch = watch()
    var found: OtherJournal?
    for (index, beat) in beats.enumerated() { found = watch.hear(beat, fence: fence, now: Int64(index) * 250) }
    return found
  }

  @Test func `a head that went back, of another hash, or gone, and an older start are said after a second`() {
    for other in [beat(49), beat(50, hash: 2), beat(nil), beat(60, epoch: 2)] {
      #expect(last(Array(repeating: other, count: 4)) == nil)
      #expect(last(Array(repeating: other, count: 5))?.role == .optimizer)
      #expect(last(Array(repeating: other, count: 9)) != nil, "for as long as it lasts")
    }
  }

  @Test func `one that goes on, starts anew, or repeats itself is good`() {
    for good in [beat(50), beat(51, hash: 9), beat(50, epoch: 4), beat(70, epoch: 9)] {
      #expect(last(Array(repeating: good, count: 12)) == nil)
    }
    #expect(last(Array(repeating: beat(nil, epoch: 1, role: .monitor), count: 12)) == nil, "a first start")
    #expect(last(Array(repeating: beat(nil, epoch: 0, isStopOnly: true), count: 12)) == nil)
  }

  @Test func `beats that were overtaken on their way say nothing`() {
    let overtaken = (0..<20).map { $0 % 4 == 3 ? beat(60, epoch: 4) : beat(50, epoch: 3) }
    #expect(last(overtaken) == nil)
  }

  @Test func `a writer below the fence is said`() {
    #expect(last(Array(repeating: beat(80, epoch: 5), count: 5), fence: 6)?.finding.contains("the fence is 6") == true)
    #expect(last(Array(repeating: beat(80, epoch: 6), count: 5), fence: 6) == nil)
  }

  @Test func `its sentence fits a trip`() {
    let found = OtherJournal(
      role: .experimenter, finding: "it ends at record \(Int64.max), and record \(Int64.max) has been told before")
    #expect(found.sentence.utf8.count <= Trip.Bounds.reason)
    #expect(Trip.isID(found.trip(by: .trader, at: 0).id))
  }
}
