/// Which program this is. Processes of different builds do not join one run.
package enum Build {
  package static let version = "0.4.0"
  /// The version and the wire protocol, which is what must agree between processes.
  package static let identity = "sotano \(version) protocol 1"
}
