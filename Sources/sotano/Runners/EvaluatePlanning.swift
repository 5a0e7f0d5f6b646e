import Domain
import Evaluation
import Foundation
import GridTrading
import Safety
import Settings
import Stack

/// What `sotano evaluate` was asked for, on its way to shards.
struct EvaluatePlanning {
  private let command: Evaluate

  init(_ command: Evaluate) {
    self.command = command
  }

  /// One a file.
  func shards() throws -> [EvaluateShards.Shard] {
    _ = try ReplayData.spread(command.spread)
    return try command.data.map { file in
      let profile = try configured(ReplayData.profile(of: [file], symbol: command.symbol))
      let (configuration, plan) = try plan(for: profile)
      return EvaluateShards.Shard(file: file, profile: profile, configuration: configuration, plan: plan)
    }
  }

  /// A study of planted and shuffled markets, made of the files' minutes or, without files, of synthetic ones.
  func planted() throws -> EvaluatePlanted {
    let profile = try configured(
      command.data.isEmpty
        ? ReplayData.profile(of: [], symbol: command.symbol ?? "EURUSD")
        : ReplayData.profile(of: command.data, symbol: command.symbol))
    let (given, plan) = try plan(for: profile)
    let configuration = command.config == nil ? Plant.lively(given, rules: profile.rules) : given
    let series =
      try command.data.isEmpty
      ? nil
      : ReplayData(
        command.data, profile: profile, spread: try ReplayData.spread(command.spread), strict: command.strict,
        judged: false, progress: { _ in }
      ).series
    return EvaluatePlanted(
      profile: profile, configuration: configuration, plan: plan, seeds: command.seeds, series: series)
  }

  private func plan(for profile: SymbolProfile) throws -> (Configuration, EvaluationPlan) {
    let settings = try settings(for: profile)
    let configuration: Configuration
    do {
      configuration = try settings.parameters.configuration(for: profile)
    } catch {
      throw Failure(.configuration, "a starting parameter is not usable: \(error.sentence)")
    }
    let tuner = try TunerSettings(settings, policies: command.policies)
    return (configuration, EvaluationPlan(settings: tuner, resamples: command.resamples, seed: command.seed))
  }

  /// The profile with what the settings put in place of it.
  private func configured(_ profile: SymbolProfile) throws -> SymbolProfile {
    var profile = profile
    if let holidays = try settings(for: profile).holidays { profile.week.holidays = holidays }
    return profile
  }

  /// Held to the same rules as `sotano up` holds it.
  private func settings(for profile: SymbolProfile) throws -> StackSettings {
    guard let file = command.config else { return StackSettings() }
    guard let content = FileManager.default.contents(atPath: file) else {
      throw Failure(.noInput, "\(file): cannot be read; see that it is there and that you may read it")
    }
    do {
      return try SettingsLoader.loaded(
        yaml: String(decoding: content, as: UTF8.self), file: file, defaults: StackSettings(),
        check: { SettingsCheck(profile: profile).complaints($0) }
      ).value
    } catch {
      throw Failure(.configuration, "the configuration is not usable:\n\(error)")
    }
  }
}

extension TunerSettings {
  /// - Parameter policies: names of those to keep; none keeps all.
  fileprivate init(_ settings: StackSettings, policies names: [String]) throws {
    self.init(
      trader: settings.trader, monitor: settings.monitor, experimenter: settings.experimenter,
      controller: settings.controller, optimizer: settings.optimizer)
    for name in names where !policies.contains(name) {
      throw Failure(.usage, "there is no policy \(name); there are \(policies.joined(separator: ", "))")
    }
    if !names.isEmpty { keepPolicies(names) }
  }
}

extension EvaluateShards.Judged {
  /// Reads judgements that `--shard` wrote, in the order of the files.
  ///
  /// - Throws: `Failure` for a file that is none, or is by another plan than the first.
  static func read(_ files: [String]) throws -> [Self] {
    let all = try files.map { file in
      guard let content = FileManager.default.contents(atPath: file) else {
        throw Failure(.noInput, "\(file): there is no such file that you may read; --merge takes what --shard wrote")
      }
      do {
        return try JSONDecoder().decode(Self.self, from: content)
      } catch {
        throw Failure(.dataError, "\(file): not a judgement that this version's --shard wrote")
      }
    }
    for (file, judged) in zip(files, all) where judged.plan != all[0].plan {
      throw Failure(.dataError, "\(file): judged by other policies, draws or seed than \(files[0])")
    }
    return all
  }
}
