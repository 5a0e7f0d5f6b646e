import ArgumentParser
import Domain
import Safety

/// Moves a parameter by hand, within the same limits that hold for everybody.
struct SetParameter: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Move a parameter toward a value, in as many steps as the limits want.",
    discussion: """
      The optimizer checks bounds, step, cooldown and drift, and the trader checks them again. A move that is larger \
      than one step becomes a plan, whose steps follow an hour and more of market apart, each of them measured. Trades \
      that are open keep their stops and targets.

      Less risk (lots, positions or stop distance smaller and nothing else larger, or the spread limit alone) is taken at \
      once, whatever is being measured or compared, in legal steps one after another. It needs no proof, and it stays \
      until a person changes it.

      A measured change that gets no trades ends without proof after 5 days of open market, or after 10 with too few \
      trades for a block of evidence (optimizer.quietTime); then the side with the lower risk stays, or else the value \
      before. `sotano cancel` gives up the steps that are still to come.

      What is refused is refused by the name of the rule, with the numbers and when it would be allowed. A request \
      that was accepted is a change: `sotano changes` lists it, `sotano explain` tells its story.

        sotano set gridSpacing 22 --by Ana --reason "wider for the summer"
        sotano set tradingSessions london+newYork --by Ana --reason "no Asia"
      """)

  @OptionGroup var state: StateOptions
  @OptionGroup var person: PersonOptions
  @Argument(help: "The parameter's name, as `sotano params` lists it.") var parameter: String
  @Argument(help: "Its value: pips, lots, a count, sessions joined by +, a timeframe or a filter.") var value: String
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let (parameter, value) = try parsed(parameter, value)
    let proposal = Proposal(
      parameter: parameter, target: value, purpose: .byHand, reason: person.reason, evidence: "")
    let isDone = try StackClient(state).carryOut(
      .propose(proposal), by: person.name, timeout: person.milliseconds)
    try RequestOutcome(
      done: isDone, text: "accepted: \(parameter.rawValue) moves to \(value); `sotano changes` shows how far it is"
    ).say(json: json)
  }
}

/// Reads a parameter's name and value as a person writes them.
func parsed(_ name: String, _ text: String) throws -> (Parameter, ParameterValue) {
  do {
    let parameter = try Parameter(named: name)
    return (parameter, try ParameterValue(parsing: text, for: parameter))
  } catch {
    throw Failure(.usage, error.sentence)
  }
}

extension ParameterParsingError {
  /// What is wrong with a parameter's name or value, for a person.
  var sentence: String {
    switch self {
    case .unknownParameter(let name, let suggestion?):
      "there is no parameter \(name); did you mean \(suggestion)?"
    case .unknownParameter(let name, nil):
      "there is no parameter \(name); there are \(Parameter.allCases.map(\.rawValue).joined(separator: ", "))"
    case .malformed(let parameter, let text, let expected):
      "'\(text)' is no value of \(parameter.rawValue): expected \(expected)"
    }
  }
}
