extension ChangeLimits {
  func boundsSentence(_ parameter: Parameter, _ value: ParameterValue) -> String {
    guard let rule = rules[parameter] else { return "bounds: \(value) is a listed value" }
    return "bounds: \(value) is within \(text(value, rule.lowest)) to \(text(value, rule.highest))"
  }

  func riskSentence(_ parameter: Parameter, _ value: ParameterValue, _ risk: RiskDirection) -> String {
    let next = current.replacing(parameter, with: value)?.worstCase ?? current.worstCase
    let worstCase = "worst case \(current.worstCase) to \(next) hundredths of a lot × tenths of a pip"
    return switch risk {
    case .lowers: "risk: falls, \(worstCase)"
    case .equal: "risk: unchanged, \(worstCase)"
    case .raises: "risk: rises, \(worstCase)"
    }
  }

  /// A number of quanta in the words of a value of the same kind.
  func text(_ kind: ParameterValue, _ quanta: Int) -> String {
    kind.with(quanta: quanta)?.description ?? "\(quanta)"
  }
}
