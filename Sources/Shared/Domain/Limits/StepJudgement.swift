/// The next step of a way to a target, judged once: where it leads, what was checked, and the rule against it, if any.
///
/// It holds as long as what is in force stays the same: a cooldown that was over stays over.
package struct StepJudgement: Hashable, Sendable {
  /// The largest step toward the target that one change may make, which is the target itself when that is near enough.
  package let step: ParameterValue
  /// What was checked of the target, a sentence each with its numbers.
  package let targetChecks: [String]
  /// What was checked of the step, or the first rule that is against it now.
  package var verdict: Result<[String], Refusal>
}

extension ChangeLimits {
  /// Judges a way to `target` and its next step.
  ///
  /// - Throws: the first rule that is against the target, however many steps lead there. What is against the next step
  ///   alone, such as a cooldown, is its `verdict`.
  package func judge(
    _ parameter: Parameter, toward target: ParameterValue, purpose: ChangePurpose, now: MarketTime
  ) throws(Refusal) -> StepJudgement {
    let targetChecks = try checkTarget(parameter, to: target, purpose: purpose).get()
    let step = largestStep(parameter, toward: target, purpose: purpose)
    return StepJudgement(
      step: step, targetChecks: targetChecks, verdict: check(parameter, to: step, purpose: purpose, now: now))
  }
}
