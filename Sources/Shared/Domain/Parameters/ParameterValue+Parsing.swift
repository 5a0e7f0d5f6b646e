/// Why a text is not a value of a parameter.
package enum ParameterParsingError: Error, Hashable, Sendable {
  /// No parameter has this name; `suggestion` is the nearest one, if any is near.
  case unknownParameter(name: String, suggestion: String?)
  /// The text is not of the parameter's form; `expected` says the form.
  case malformed(parameter: Parameter, text: String, expected: String)
}

extension ParameterValue {
  /// Reads a value as a person writes it: `22.5`, `0.08`, `london+newYork`, `M30`, `bollinger`.
  ///
  /// - Throws: `ParameterParsingError.malformed` when the text is not of the parameter's form or finer than its
  ///   smallest step.
  package init(parsing text: String, for parameter: Parameter) throws(ParameterParsingError) {
    func malformed(_ expected: String) -> ParameterParsingError {
      .malformed(parameter: parameter, text: text, expected: expected)
    }
    switch parameter {
    case .gridSpacing, .takeProfit, .stopLoss, .maxSpread:
      guard let tenths = Self.scaled(text, by: 10) else {
        throw malformed("a number of pips, at most one decimal place, such as 22.5")
      }
      self = .pips(Pips(tenths: tenths))
    case .lotSize:
      guard let hundredths = Self.scaled(text, by: 100) else {
        throw malformed("a number of lots, at most two decimal places, such as 0.08")
      }
      self = .lots(Lots(hundredths: hundredths))
    case .maxPositions:
      guard let count = Int(text), (0...1_000_000).contains(count) else {
        throw malformed("a whole number of positions")
      }
      self = .count(count)
    case .tradingSessions:
      guard let sessions = SessionSet(parsing: text) else {
        throw malformed("all, none, or names joined by +, such as london+newYork (of sydney, tokyo, london, newYork)")
      }
      self = .sessions(sessions)
    case .timeframe:
      guard let timeframe = Timeframe(rawValue: text.uppercased()) else {
        throw malformed("one of M1, M5, M15, M30, H1")
      }
      self = .timeframe(timeframe)
    case .entryFilter:
      guard let filter = EntryFilter(rawValue: text.lowercased()) else {
        throw malformed("none or bollinger")
      }
      self = .entryFilter(filter)
    }
  }

  /// The number times `factor` where that is whole and fits 32 bits, else `nil`.
  private static func scaled(_ text: String, by factor: Double) -> Int32? {
    guard let number = Double(decimal: text), number.isFinite else { return nil }
    let product = number * factor
    guard abs(product - product.rounded()) < 1e-6 else { return nil }
    return Int32(exactly: product.rounded())
  }
}

extension Parameter {
  /// The parameter of that name.
  ///
  /// - Throws: `ParameterParsingError.unknownParameter` with the nearest name.
  package init(named name: String) throws(ParameterParsingError) {
    guard let parameter = Parameter(rawValue: name) else {
      let nearest = nearestName(to: name, among: Parameter.allCases.map(\.rawValue))
      throw .unknownParameter(name: name, suggestion: nearest)
    }
    self = parameter
  }
}

extension Double {
  /// A number as a person writes it, `-1.5` or `2e3`; `nil` for anything else, also for what Swift reads besides, such as
  /// `0x14`, `inf` and `nan`. A number out of range is infinite, which the caller refuses.
  package init?(decimal text: some StringProtocol) {
    let isDecimal = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
    }
    guard isDecimal, let number = Double(String(text)) else { return nil }
    self = number
  }
}
