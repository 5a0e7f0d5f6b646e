/// All handlers. Each group lives in an extension beside the tests of its part of the library; one line a group here.
enum OracleRegistry {
  static let handlers: [OracleHandler] = [
    specialFunctionHandlers, fixedHorizonHandlers, growthBookHandlers,
    bootstrapHandlers, powerHandlers, multiplicityHandlers,
    asymptoticSequenceHandlers, confidenceSequenceHandlers, anytimeHandlers,
    changeDetectionHandlers, driftDetectorHandlers, selectionHandlers,
  ].flatMap { $0 }

  /// The handler of a case: the one with the longest name that knows it.
  static func handler(for oracleCase: OracleCase) -> OracleHandler? {
    handlers.filter { $0.knows(oracleCase) }.max {
      ($0.name.count, $0.isPrefix ? 0 : 1) < ($1.name.count, $1.isPrefix ? 0 : 1)
    }
  }
}
