package import Domain

/// Why bytes are not a message of the contract, or why a value cannot become one.
package enum WireError: Error, Hashable, Sendable {
  /// A frame or a field is longer than its limit, in bytes.
  case tooLarge(part: String, bytes: Int, limit: Int)
  /// The bytes are not Protocol Buffers, or not of this message's form.
  case malformed(part: String)
  /// The message speaks another version of the contract.
  case unknownVersion(UInt32)
  /// A field that this version needs is absent.
  case missing(field: String)
  /// An enum has a number without meaning here.
  case unknownEnumValue(field: String, number: Int)
  /// A whole number is outside what the field can mean.
  case outOfRange(field: String, value: Int64)
  /// A number is NaN or infinite.
  case notFinite(field: String)
  /// A name has characters that names may not have, or none.
  case malformedName(field: String)
  /// The topic is not the one that belongs to the header and the body.
  case wrongTopic(expected: String)
  /// The sender says what only another process may say.
  case wrongSpeaker(sender: Role, speaker: Role)
  /// A durable message in the transient stream, or the other way round.
  case wrongStream(durable: Bool)
}
