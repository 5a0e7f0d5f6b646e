/// One parameter at one value, as `gridSpacing 26`.
package struct ParameterSetting: Hashable, Sendable, Codable, CustomStringConvertible {
  package var parameter: Parameter
  package var value: ParameterValue

  package init(_ parameter: Parameter, _ value: ParameterValue) {
    self.parameter = parameter
    self.value = value
  }

  package var description: String { "\(parameter.rawValue) \(value)" }
}

extension Configuration {
  /// The configuration with several parameters replaced; `nil` where a value is of another parameter's kind.
  package func replacing(_ settings: [ParameterSetting]) -> Configuration? {
    var copy = self
    for setting in settings {
      guard let next = copy.replacing(setting.parameter, with: setting.value) else { return nil }
      copy = next
    }
    return copy
  }
}
