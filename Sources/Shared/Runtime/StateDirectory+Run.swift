package import Safety

extension StateDirectory {
  /// Written by the trader when its data has ended.
  package var finishedFile: String { "\(run)/finished.json" }
}
