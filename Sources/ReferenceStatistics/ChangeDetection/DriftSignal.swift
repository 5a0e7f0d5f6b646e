/// What a drift detector says after an observation.
package enum DriftSignal: String, Sendable, Hashable, Codable {
  /// Nothing out of the ordinary.
  case stable
  /// Unusual, not yet proof: the moment from which data may belong to the new regime.
  case warning
  /// The stream has changed; the detector begins afresh with the next observation.
  case drift
}
