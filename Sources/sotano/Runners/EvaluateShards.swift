import Domain
import Evaluation
import Foundation
import GridTrading
import MarketFeeds
import Runtime
import Synchronization

/// The files of an evaluation on all cores, a file a core.
struct EvaluateShards {
  struct Shard: Sendable {
    var file: String
    var profile: SymbolProfile
    var configuration: Configuration
    var plan: EvaluationPlan
  }

  /// A file's judgement, in the form in which it may come from another machine.
  struct Judged: Sendable, Codable {
    /// What must be equal of all files of a table.
    struct Plan: Hashable, Sendable, Codable {
      var policies: [String]
      var resamples: Int
      var seed: UInt64
    }

    var name: String
    var plan: Plan
    var evaluation: FileEvaluation
    var notices: [String]
  }

  let shards: [Shard]
  let spread: SpreadSource
  let strict: Bool

  /// In the order of the files, whichever was done first; those that Ctrl-C did not cut short.
  func judged() async throws -> [Judged] {
    let progress = SharedProgress(files: shards.count)
    defer { progress.finish() }
    return try await withThrowingTaskGroup(of: (Int, Judged?).self) { group in
      var waiting = shards.enumerated().makeIterator()
      func addNext() {
        guard !Signals.isEnding, let (place, shard) = waiting.next() else { return }
        group.addTask { (place, try judge(shard, place, progress)) }
      }
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { addNext() }
      var done: [Int: Judged] = [:]
      while let (place, result) = try await group.next() {
        done[place] = result
        addNext()
      }
      return done.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  private func judge(_ shard: Shard, _ place: Int, _ progress: SharedProgress) throws -> Judged? {
    let data: ReplayData
    do {
      data = try ReplayData(
        [shard.file], profile: shard.profile, spread: spread, strict: strict, judged: false, progress: { _ in })
    } catch is Interrupted {
      return nil
    }
    let evaluation = FileEvaluation(
      data.series, profile: shard.profile, configuration: shard.configuration, plan: shard.plan, path: .bars
    ) { share in
      progress.note(share, file: place)
      return !Signals.isEnding
    }
    return evaluation.map {
      Judged(
        name: (shard.file as NSString).lastPathComponent,
        plan: Judged.Plan(
          policies: shard.plan.settings.policies, resamples: shard.plan.resamples, seed: shard.plan.seed),
        evaluation: $0, notices: data.notices)
    }
  }
}

/// One progress bar for the files of all cores.
private final class SharedProgress: Sendable {
  private struct State {
    var shares: [Double]
    var line = ProgressLine()
    var shown = ContinuousClock.now
  }

  private let state: Mutex<State>

  init(files: Int) {
    state = Mutex(State(shares: Array(repeating: 0, count: files)))
  }

  func note(_ share: Double, file: Int) {
    state.withLock { state in
      state.shares[file] = share
      let now = ContinuousClock.now
      guard now - state.shown > .milliseconds(200) else { return }
      state.shown = now
      let done = state.shares.count { $0 >= 1 }
      let all = state.shares.reduce(0, +) / Double(state.shares.count)
      state.line.show(ProgressBar.text(all, "\(done) of \(state.shares.count) files"))
    }
  }

  func finish() {
    state.withLock { $0.line.finish() }
  }
}
