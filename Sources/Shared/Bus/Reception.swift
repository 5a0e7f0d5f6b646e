/// What one attempt to receive found. A loop counts `skipped` against its turn as it counts messages, so that a flood
/// of garbage cannot keep it.
package enum Reception<Value> {
  /// Nothing is there.
  case nothing
  /// A message was taken and dropped: it has not the frames that a message has, or nobody asked for it.
  case skipped
  case message(Value)
}

extension Reception: Sendable where Value: Sendable {}
